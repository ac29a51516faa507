import { faces } from "./faces.js";
import { problemIn } from "./failure.js";

try {
  await faces().parseAsync();
} catch (error) {
  process.stderr.write(`${problemIn(error)}\n`);
  process.exitCode = 1;
}
