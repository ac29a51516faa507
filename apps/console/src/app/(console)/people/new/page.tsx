import { AddPersonPage } from "../../../../people/add-person-page";

export default function Page() {
  return <AddPersonPage />;
}
