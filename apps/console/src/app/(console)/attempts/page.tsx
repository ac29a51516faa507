import { AttemptsPage } from "../../../attempts/attempts-page";

export default function Page() {
  return <AttemptsPage />;
}
