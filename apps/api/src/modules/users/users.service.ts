import type { Call } from "../access/caller.js";
import { failed, type Result, succeeded } from "../problems/failure.js";
import { guarded } from "../problems/guarded.js";
import { makeLink } from "./set-up-link.js";
import type { RoleAssignment, UserRecord, UserStore } from "./users.port.js";

export interface InvitedUser {
  user: UserRecord;
  /** For its user alone: whoever has it can choose the password. */
  url: string;
}

/** Who may sign in, and what they are. Only for callers who may look after users of the whole deployment. */
export class UsersService {
  constructor(
    private readonly parts: {
      users: UserStore;
      publicUrl: string;
      random: (size: number) => Buffer;
      now: () => Date;
    },
  ) {}

  list(): Promise<readonly UserRecord[]> {
    return this.parts.users.list();
  }

  async find(userId: string): Promise<UserRecord | null> {
    return this.parts.users.get(userId);
  }

  invite(
    command: { name: string; email: string; roles: readonly RoleAssignment[] },
    { caller }: Call,
  ): Promise<Result<InvitedUser>> {
    return guarded(async () => {
      if (!knowsSites(command.roles, caller.siteIds)) return failed({ kind: "siteNotFound" });
      const { url, link } = this.makeLink();
      const invited = await this.parts.users.invite({ ...command, link });
      return invited.kind === "invited" ? succeeded({ user: invited.user, url }) : failed(invited);
    });
  }

  /** For who has lost the password or the invitation. Earlier links of the user are no longer good. */
  newLink(userId: string): Promise<Result<InvitedUser>> {
    return guarded(async () => {
      const user = await this.parts.users.get(userId);
      const { url, link } = this.makeLink();
      if (user === null || !(await this.parts.users.replaceLink(user.id, link)))
        return failed({ kind: "userNotFound" });
      return succeeded({ user, url });
    });
  }

  setRoles(userId: string, roles: readonly RoleAssignment[], { caller }: Call): Promise<Result<UserRecord>> {
    return guarded(async () => {
      if (!knowsSites(roles, caller.siteIds)) return failed({ kind: "siteNotFound" });
      const outcome = await this.parts.users.setRoles(userId, roles);
      if (outcome.kind === "set") return succeeded(outcome.user);
      return failed({ kind: outcome.kind === "notFound" ? "userNotFound" : "lastOwner" });
    });
  }

  remove(userId: string): Promise<Result<string>> {
    return guarded(async () => {
      const { kind } = await this.parts.users.remove(userId);
      if (kind === "removed") return succeeded(userId);
      return failed({ kind: kind === "notFound" ? "userNotFound" : "lastOwner" });
    });
  }

  private makeLink() {
    return makeLink(this.parts.publicUrl, this.parts.random, this.parts.now());
  }
}

const knowsSites = (roles: readonly RoleAssignment[], siteIds: ReadonlySet<string>) =>
  roles.every(({ siteId }) => siteId === null || siteIds.has(siteId));
