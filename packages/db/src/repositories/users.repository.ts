import { isStorableText, isUuid } from "../client/ids.js";
import { type Transaction, WRITE } from "../client/prisma.js";
import type { Prisma } from "../generated/prisma/client.js";
import type { RepositoryContext } from "./context.js";
import type { RoleRecord, UserRecord, UserRepository } from "./users.port.js";

const USER = {
  id: true,
  name: true,
  email: true,
  twoFactorEnabled: true,
  createdAt: true,
  roles: { orderBy: [{ createdAt: "asc" }, { id: "asc" }], select: { role: true, siteId: true } },
  sessions: { orderBy: { updatedAt: "desc" }, take: 1, select: { updatedAt: true } },
  _count: { select: { accounts: true } },
} as const satisfies Prisma.UserSelect;

/** Of better-auth, for accounts that are a password. */
const PASSWORD = "credential";

export function createUserRepository(context: RepositoryContext): UserRepository {
  const { prisma, now, newId } = context;

  const linkRow = (userId: string | null, { tokenHash, expiresAt }: { tokenHash: string; expiresAt: Date }) => ({
    ...{ id: newId(), tokenHash, userId, createdAt: now(), expiresAt },
  });
  const roleRows = (userId: string, roles: readonly RoleRecord[]) =>
    roles.map(({ role, siteId }) => ({ id: newId(), userId, siteId, role, createdAt: now() }));

  return {
    list: async () => {
      const rows = await prisma.user.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }], select: USER });
      return rows.map(toRecord);
    },

    get: async (userId) => {
      const row = isUuid(userId) ? await prisma.user.findUnique({ where: { id: userId }, select: USER }) : null;
      return row && toRecord(row);
    },

    roles: async (userId) =>
      isUuid(userId) ? prisma.roleAssignment.findMany({ where: { userId }, select: { role: true, siteId: true } }) : [],

    hasOwner: async () => (await prisma.roleAssignment.count({ where: { role: "OWNER" } })) > 0,

    invite: async ({ name, email, roles, link }) =>
      prisma.$transaction(async (tx) => {
        const at = now();
        const { count } = await tx.user.createMany({
          data: [{ id: newId(), name, email: email.toLowerCase(), emailVerified: true, createdAt: at, updatedAt: at }],
          skipDuplicates: true,
        });
        if (count === 0) return { kind: "duplicateEmail" as const };
        const { id } = await tx.user.findUniqueOrThrow({
          where: { email: email.toLowerCase() },
          select: { id: true },
        });
        await tx.roleAssignment.createMany({ data: roleRows(id, roles) });
        await tx.setUpLink.create({ data: linkRow(id, link) });
        const user = await tx.user.findUniqueOrThrow({ where: { id }, select: USER });
        return { kind: "invited" as const, user: toRecord(user) };
      }, WRITE),

    replaceLink: async (userId, link) =>
      prisma.$transaction(async (tx) => {
        if (userId !== null) {
          if (!isUuid(userId)) return false;
          const locked = await tx.$queryRaw<
            unknown[]
          >`SELECT 1 FROM console_user WHERE id = ${userId}::uuid FOR UPDATE`;
          if (locked.length === 0) return false;
        }
        await tx.setUpLink.deleteMany({ where: { userId } });
        await tx.setUpLink.create({ data: linkRow(userId, link) });
        return true;
      }, WRITE),

    findLink: async (tokenHash) => {
      if (!isStorableText(tokenHash)) return null;
      const link = await prisma.setUpLink.findUnique({
        where: { tokenHash, expiresAt: { gt: now() } },
        select: { user: { select: { name: true, email: true } } },
      });
      return link;
    },

    useLink: async (tokenHash, { passwordHash, owner }) => {
      if (!isStorableText(tokenHash)) return null;
      return prisma.$transaction(async (tx) => {
        // The row lock lets one of two that use the link at once through.
        const [link] = await tx.$queryRaw<{ id: string; userId: string | null }[]>`
          SELECT id, user_id AS "userId" FROM set_up_link
          WHERE token_hash = ${tokenHash} AND expires_at > ${now()} FOR UPDATE`;
        if (link === undefined) return null;
        const user =
          link.userId === null
            ? await makeFirstOwner(tx, owner)
            : await tx.user.findUniqueOrThrow({ where: { id: link.userId }, select: { id: true, email: true } });
        if (user === null) return null;
        await tx.setUpLink.delete({ where: { id: link.id } });
        await setPassword(tx, user.id, passwordHash);
        return { userId: user.id, email: user.email };
      }, WRITE);
    },

    setRoles: async (userId, roles) =>
      prisma.$transaction(async (tx) => {
        const owners = await lockOwners(tx);
        if (!isUuid(userId) || (await tx.user.count({ where: { id: userId } })) === 0) {
          return { kind: "notFound" as const };
        }
        if (isLastOwner(owners, userId) && !roles.some(({ role }) => role === "OWNER")) {
          return { kind: "lastOwner" as const };
        }
        await tx.roleAssignment.deleteMany({ where: { userId } });
        await tx.roleAssignment.createMany({ data: roleRows(userId, roles) });
        const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: USER });
        return { kind: "set" as const, user: toRecord(user) };
      }, WRITE),

    remove: async (userId) =>
      prisma.$transaction(async (tx) => {
        const owners = await lockOwners(tx);
        if (!isUuid(userId)) return { kind: "notFound" as const };
        if (isLastOwner(owners, userId)) return { kind: "lastOwner" as const };
        const { count } = await tx.user.deleteMany({ where: { id: userId } });
        return { kind: count === 0 ? ("notFound" as const) : ("removed" as const) };
      }, WRITE),

    sweepExpired: async (since) => {
      const links = await prisma.setUpLink.deleteMany({ where: { expiresAt: { lte: now() } } });
      const sessions = await prisma.session.deleteMany({
        where: { OR: [{ expiresAt: { lte: now() } }, { createdAt: { lte: since } }] },
      });
      const verifications = await prisma.verification.deleteMany({ where: { expiresAt: { lte: now() } } });
      return links.count + sessions.count + verifications.count;
    },
  };

  async function makeFirstOwner(tx: Transaction, owner: { name: string; email: string } | null | undefined) {
    if (!owner || (await lockOwners(tx)).length > 0) return null;
    const at = now();
    const email = owner.email.toLowerCase();
    // Somebody of that address may have been invited before there was an owner no more.
    const user = await tx.user.upsert({
      where: { email },
      create: { id: newId(), name: owner.name, email, emailVerified: true, createdAt: at, updatedAt: at },
      update: { name: owner.name, updatedAt: at },
      select: { id: true, email: true },
    });
    await tx.roleAssignment.deleteMany({ where: { userId: user.id } });
    await tx.roleAssignment.createMany({ data: roleRows(user.id, [{ role: "OWNER", siteId: null }]) });
    return user;
  }

  async function setPassword(tx: Transaction, userId: string, password: string) {
    const at = now();
    await tx.account.upsert({
      where: { providerId_accountId: { providerId: PASSWORD, accountId: userId } },
      create: {
        ...{ id: newId(), providerId: PASSWORD, accountId: userId, userId, password },
        ...{ createdAt: at, updatedAt: at },
      },
      update: { password, updatedAt: at },
    });
    await tx.session.deleteMany({ where: { userId } });
  }
}

/** Of two who take the role of an owner away at once, one sees what the other did. */
async function lockOwners(tx: Transaction): Promise<string[]> {
  await tx.$executeRaw`LOCK TABLE role_assignment IN SHARE ROW EXCLUSIVE MODE`;
  const rows = await tx.roleAssignment.findMany({ where: { role: "OWNER" }, select: { userId: true } });
  return rows.map(({ userId }) => userId);
}

const isLastOwner = (owners: readonly string[], userId: string) => owners.length === 1 && owners[0] === userId;

function toRecord({
  sessions,
  _count,
  twoFactorEnabled,
  ...user
}: Prisma.UserGetPayload<{ select: typeof USER }>): UserRecord {
  return {
    ...user,
    twoFactorEnabled: twoFactorEnabled === true,
    hasSignIn: _count.accounts > 0,
    lastSeenAt: sessions[0]?.updatedAt ?? null,
  };
}
