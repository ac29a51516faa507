import { SetUpForm } from "../../session/set-up-form";

export default function Page() {
  return <SetUpForm />;
}
