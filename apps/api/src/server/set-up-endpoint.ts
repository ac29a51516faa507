import type { RequestHandler } from "express";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { z } from "zod";
import { parseInput } from "../modules/problems/index.js";
import { emailSchema, type SetUpService, userNameSchema } from "../modules/users/index.js";
import { clientAddress } from "./client-address.js";
import { sendError } from "./send-error.js";

const LINK_NOT_GOOD = "This link was used, has expired or was replaced. Ask for a new one.";
/** A token cannot be guessed; hashing passwords costs. */
const TRIES = { points: 30, duration: 60 } as const;

const token = z.string("token must be text.").min(1, "token must not be empty.").max(128, "token is too long.");
const lookSchema = z.object({ token });
const useSchema = z.object({
  token,
  password: z.string("password must be text.").max(1024, "password is too long."),
  owner: z
    .object({ name: userNameSchema, email: emailSchema })
    .nullish()
    .transform((owner) => owner ?? null),
});

/** `POST /v1/set-up/look` and `POST /v1/set-up`: the only calls that need neither key nor session, but a link. */
export function answerSetUp(
  setUp: SetUpService,
  action: "look" | "use",
  { trustedProxies, tries = new RateLimiterMemory(TRIES) }: { trustedProxies: number; tries?: RateLimiterMemory },
): RequestHandler {
  return async (request, response) => {
    try {
      await tries.consume(clientAddress(request, trustedProxies));
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const retryAfterMs = refusal.msBeforeNext;
      return sendError(response, 429, "RATE_LIMITED", "Too many tries; wait a minute.", { retryAfterMs });
    }
    if (action === "look") {
      const input = parseInput(lookSchema, request.body);
      if (!input.ok) return sendError(response, 400, "INVALID_INPUT", reasonOf(input.failure));
      const user = await setUp.look(input.value.token);
      if (user === undefined) return sendError(response, 410, "LINK_NOT_GOOD", LINK_NOT_GOOD);
      response.json({ user });
      return;
    }
    const input = parseInput(useSchema, request.body);
    if (!input.ok) return sendError(response, 400, "INVALID_INPUT", reasonOf(input.failure));
    const { token: given, password, owner } = input.value;
    const outcome = await setUp.use(given, password, owner);
    switch (outcome.kind) {
      case "done":
        response.json({ email: outcome.email });
        return;
      case "badPassword":
        return sendError(response, 400, "INVALID_INPUT", outcome.reason);
      case "ownerMissing":
        return sendError(response, 400, "INVALID_INPUT", "Say who the owner is: name and e-mail address.");
      case "linkNotGood":
        return sendError(response, 410, "LINK_NOT_GOOD", LINK_NOT_GOOD);
    }
  };
}

const reasonOf = (failure: { kind: string; reason?: string }) => failure.reason ?? "The input is not valid.";
