import { PeoplePage } from "../../../people/people-page";

export default function Page() {
  return <PeoplePage />;
}
