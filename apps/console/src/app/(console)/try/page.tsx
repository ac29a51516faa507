import { TryPage } from "../../../try-it/try-page";

export default function Page() {
  return <TryPage />;
}
