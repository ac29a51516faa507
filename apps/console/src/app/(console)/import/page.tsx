import { ImportPage } from "../../../import/import-page";

export default function Page() {
  return <ImportPage />;
}
