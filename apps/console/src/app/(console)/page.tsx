import { DashboardPage } from "../../dashboard/dashboard-page";

export default function Page() {
  return <DashboardPage />;
}
