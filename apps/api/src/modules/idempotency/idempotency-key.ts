import { z } from "zod";

export const IDEMPOTENCY_KEY_DESCRIPTION =
  "Any text of your choice, 1 to 128 printable ASCII characters, new for each thing that you want done. The same call with " +
  "the same key is done once and answered alike for 24 hours, however often it is sent; with the same key and another " +
  "input it is refused. A call that changed nothing does not use up its key.";

const RULE = "idempotencyKey must have 1 to 128 printable ASCII characters.";

export const idempotencyKeySchema = z
  .string(RULE)
  .regex(/^[\x20-\x7e]{1,128}$/, RULE)
  .nullish()
  .transform((key) => key ?? null);
