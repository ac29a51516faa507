import { faces } from "./faces.js";
import { isExpected } from "./failure.js";

try {
  await faces().parseAsync();
} catch (error) {
  if (!isExpected(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
