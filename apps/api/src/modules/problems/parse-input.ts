import type { z } from "zod";
import { failed, type Result, succeeded } from "./failure.js";

/** The door of every operation. The schemas' messages name rules, never values. */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown): Result<z.output<T>> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return succeeded(parsed.data);
  const issue = parsed.error.issues[0];
  return failed({
    kind: "invalidInput",
    field: issue?.path.map(String).join(".") ?? "",
    reason: issue?.message ?? "The value is not valid.",
  });
}
