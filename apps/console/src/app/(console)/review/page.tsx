import { ReviewPage } from "../../../attempts/review-page";

export default function Page() {
  return <ReviewPage />;
}
