import { AttemptPage } from "../../../../attempts/attempt-page";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <AttemptPage id={(await params).id} />;
}
