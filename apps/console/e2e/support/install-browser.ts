import { getBrowser } from "./browser";

/** Once, before the suites that want one: two of them would get in each other's way. They say why there is none. */
export default function installBrowser(): void {
  getBrowser();
}
