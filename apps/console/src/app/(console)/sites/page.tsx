import { SitesPage } from "../../../sites/sites-page";

export default function Page() {
  return <SitesPage />;
}
