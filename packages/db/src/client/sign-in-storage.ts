import { prismaAdapter } from "@better-auth/prisma-adapter";
import { withTypedErrors } from "./errors.js";
import type { PrismaClient } from "./prisma.js";

/** What better-auth is given as its `database`: users, their sessions and ways in. */
export type SignInStorage = ReturnType<typeof prismaAdapter>;

export function createSignInStorage(prisma: PrismaClient): SignInStorage {
  const create = prismaAdapter(prisma, { provider: "postgresql" });
  return (options) => {
    const adapter = create(options);
    return new Proxy(adapter, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== "function") return member;
        return (...args: unknown[]) => withTypedErrors(async () => member.apply(target, args));
      },
    });
  };
}
