import { PersonPage } from "../../../../people/person-page";

export default async function Page({ params }: { params: Promise<{ externalId: string }> }) {
  return <PersonPage externalId={decodeURIComponent((await params).externalId)} />;
}
