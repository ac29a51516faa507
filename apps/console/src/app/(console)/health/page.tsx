import { HealthPage } from "../../../health/health-page";

export default function Page() {
  return <HealthPage />;
}
