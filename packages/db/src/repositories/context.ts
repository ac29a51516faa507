import type { NewId } from "../client/ids.js";
import type { PrismaClient } from "../client/prisma.js";
import type { Vault } from "../encryption/vault.js";

/** What repositories are made with. */
export interface RepositoryContext {
  readonly prisma: PrismaClient;
  readonly vault: Vault;
  readonly now: () => Date;
  readonly newId: NewId;
}
