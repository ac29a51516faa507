import { AccountPage } from "../../../session/account-page";

export default function Page() {
  return <AccountPage />;
}
