import { hashToken, makeLink } from "./set-up-link.js";
import type { UserStore } from "./users.port.js";

export interface Passwords {
  hash(password: string): Promise<string>;
  readonly length: { readonly min: number; readonly max: number };
}

export type SetUpOutcome =
  | { kind: "done"; email: string }
  | { kind: "linkNotGood" }
  | { kind: "badPassword"; reason: string }
  | { kind: "ownerMissing" };

/** How people get their first password, and a new one: by a link that somebody with the right to do so hands them. */
export class SetUpService {
  constructor(
    private readonly parts: {
      users: UserStore;
      passwords: Passwords;
      publicUrl: string;
      random: (size: number) => Buffer;
      now: () => Date;
    },
  ) {}

  /** A new link that makes the first owner; undefined when there is an owner. */
  async firstOwnerLink(): Promise<string | undefined> {
    const { users, publicUrl, random, now } = this.parts;
    if (await users.hasOwner()) return undefined;
    const { url, link } = makeLink(publicUrl, random, now());
    await users.replaceLink(null, link);
    return url;
  }

  /** Whom the link is for: null for the first owner. Undefined when it is no longer good. */
  async look(token: string): Promise<{ name: string; email: string } | null | undefined> {
    return (await this.parts.users.findLink(hashToken(token)))?.user;
  }

  async use(token: string, password: string, owner: { name: string; email: string } | null): Promise<SetUpOutcome> {
    const { users, passwords } = this.parts;
    const user = await this.look(token);
    if (user === undefined) return { kind: "linkNotGood" };
    if (user === null && owner === null) return { kind: "ownerMissing" };
    const email = user?.email ?? owner?.email ?? "";
    const reason = weaknessOf(password, email, passwords.length);
    if (reason !== undefined) return { kind: "badPassword", reason };
    const done = await users.useLink(hashToken(token), { passwordHash: await passwords.hash(password), owner });
    return done === null ? { kind: "linkNotGood" } : { kind: "done", email: done.email };
  }
}

/** What is wrong with a password, for people; undefined when nothing is. */
function weaknessOf(password: string, email: string, { min, max }: Passwords["length"]): string | undefined {
  if (password.length < min) return `A password has at least ${min} characters.`;
  if (password.length > max) return `A password has at most ${max} characters.`;
  if (new Set(password).size < 5) return "Choose a password with more than four different characters.";
  const name = email.split("@")[0] ?? "";
  if (name.length >= 4 && password.toLowerCase().includes(name.toLowerCase())) {
    return "Choose a password without your e-mail address in it.";
  }
  return undefined;
}
