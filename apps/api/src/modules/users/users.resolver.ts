import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import type { Call } from "../access/index.js";
import { type Problem, parseInput, toProblem } from "../problems/index.js";
import {
  InviteUserInput,
  inviteUserSchema,
  RemoveUserInput,
  RenewUserLinkInput,
  removeUserSchema,
  renewUserLinkSchema,
  SetUserRolesInput,
  setUserRolesSchema,
} from "./user.input.js";
import {
  InviteUserResult,
  RemoveUserResult,
  RenewUserLinkResult,
  SetUserRolesResult,
  User,
  UserInvited,
  UserRemoved,
  UserRolesSet,
  Viewer,
} from "./user.type.js";
import type { UsersService } from "./users.service.js";

@Resolver()
export class UsersResolver {
  constructor(private readonly users: UsersService) {}

  @Query(() => Viewer, { description: "Who is asking, and what they may do where." })
  async viewer(@Ctx() { principal }: Call): Promise<Viewer> {
    if (principal.kind === "apiKey") {
      const sites = [...principal.siteIds].map((siteId) => ({ siteId, roles: [] }));
      return { user: null, scopes: [...principal.scopes], everywhere: [], sites };
    }
    return {
      user: await this.users.find(principal.id),
      scopes: [],
      everywhere: [...principal.everywhere],
      sites: [...principal.bySite].map(([siteId, roles]) => ({ siteId, roles: [...roles] })),
    };
  }

  @Query(() => [User], { name: "users", description: "Who may sign in, in the order in which they were invited." })
  list(): Promise<readonly User[]> {
    return this.users.list();
  }

  @Mutation(() => InviteUserResult)
  async inviteUser(
    @Ctx() call: Call,
    @Arg("input", () => InviteUserInput) raw: InviteUserInput,
  ): Promise<UserInvited | Problem> {
    const input = parseInput(inviteUserSchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const invited = await this.users.invite(input.value, call);
    return invited.ok ? Object.assign(new UserInvited(), invited.value) : toProblem(invited.failure);
  }

  @Mutation(() => RenewUserLinkResult, {
    description: "A new link to choose a password by, for who has lost it. Using it ends the user's sessions.",
  })
  async renewUserLink(@Arg("input", () => RenewUserLinkInput) raw: RenewUserLinkInput): Promise<UserInvited | Problem> {
    const input = parseInput(renewUserLinkSchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const renewed = await this.users.newLink(input.value.userId);
    return renewed.ok ? Object.assign(new UserInvited(), renewed.value) : toProblem(renewed.failure);
  }

  @Mutation(() => SetUserRolesResult)
  async setUserRoles(
    @Ctx() call: Call,
    @Arg("input", () => SetUserRolesInput) raw: SetUserRolesInput,
  ): Promise<UserRolesSet | Problem> {
    const input = parseInput(setUserRolesSchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const user = await this.users.setRoles(input.value.userId, input.value.roles, call);
    return user.ok ? Object.assign(new UserRolesSet(), { user: user.value }) : toProblem(user.failure);
  }

  @Mutation(() => RemoveUserResult, { description: "Ends a user's sessions and their way in. What they did stays." })
  async removeUser(@Arg("input", () => RemoveUserInput) raw: RemoveUserInput): Promise<UserRemoved | Problem> {
    const input = parseInput(removeUserSchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const removed = await this.users.remove(input.value.userId);
    return removed.ok ? Object.assign(new UserRemoved(), { userId: removed.value }) : toProblem(removed.failure);
  }
}
