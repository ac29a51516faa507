import { PolicyPage } from "../../../policy/policy-page";

export default function Page() {
  return <PolicyPage />;
}
