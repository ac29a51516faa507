import { GraphQLDateTimeISO } from "graphql-scalars";
import { createUnionType, Field, ID, ObjectType, registerEnumType } from "type-graphql";
import type { Role, Scope } from "../access/index.js";
import { ApiKeyScope } from "../keys/key.type.js";
import {
  DatabaseUnavailable,
  DuplicateEmail,
  InvalidInput,
  LastOwner,
  SITE_PROBLEMS,
  UserNotFound,
} from "../problems/index.js";

export const UserRole = { OWNER: "OWNER", ADMIN: "ADMIN", REVIEWER: "REVIEWER", AUDITOR: "AUDITOR" } as const;
registerEnumType(UserRole, {
  name: "UserRole",
  valuesConfig: {
    OWNER: { description: "Everything, users included; of all sites." },
    ADMIN: { description: "People, keys and policies." },
    REVIEWER: { description: "Sees people and attempts, asks who somebody is, reviews." },
    AUDITOR: { description: "Sees everything but faces, changes nothing." },
  },
});

@ObjectType()
export class RoleInSite {
  @Field(() => UserRole) role!: Role;
  @Field(() => ID, { nullable: true, description: "Null: in all sites." }) siteId!: string | null;
}

@ObjectType({ description: "A person who signs in to the console." })
export class User {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => String) email!: string;
  @Field(() => Boolean) twoFactorEnabled!: boolean;
  @Field(() => Boolean, { description: "False while an invitation waits to be taken up." }) hasSignIn!: boolean;
  @Field(() => GraphQLDateTimeISO, { nullable: true }) lastSeenAt!: Date | null;
  @Field(() => GraphQLDateTimeISO) createdAt!: Date;
  @Field(() => [RoleInSite]) roles!: readonly RoleInSite[];
}

@ObjectType({ description: "What the caller is in one site." })
export class SiteAccess {
  @Field(() => ID) siteId!: string;
  @Field(() => [UserRole], { description: "Empty for an API key." }) roles!: readonly Role[];
}

@ObjectType({ description: "Who is asking." })
export class Viewer {
  @Field(() => User, { nullable: true, description: "Null for an API key." }) user!: User | null;
  @Field(() => [ApiKeyScope], { description: "Empty for a user." }) scopes!: readonly Scope[];
  @Field(() => [UserRole], { description: "Held in all sites." }) everywhere!: readonly Role[];
  @Field(() => [SiteAccess]) sites!: readonly SiteAccess[];
}

@ObjectType()
export class UserInvited {
  @Field(() => User) user!: User;

  @Field(() => String, {
    description: "Hand it to the user: whoever opens it chooses the password. Good once, for 72 hours.",
  })
  url!: string;
}

@ObjectType()
export class UserRolesSet {
  @Field(() => User) user!: User;
}

@ObjectType()
export class UserRemoved {
  @Field(() => ID) userId!: string;
}

export const InviteUserResult = createUnionType({
  name: "InviteUserResult",
  types: () => [UserInvited, DuplicateEmail, ...SITE_PROBLEMS] as const,
});
export const RenewUserLinkResult = createUnionType({
  name: "RenewUserLinkResult",
  types: () => [UserInvited, UserNotFound, InvalidInput, DatabaseUnavailable] as const,
});
export const SetUserRolesResult = createUnionType({
  name: "SetUserRolesResult",
  types: () => [UserRolesSet, UserNotFound, LastOwner, ...SITE_PROBLEMS] as const,
});
export const RemoveUserResult = createUnionType({
  name: "RemoveUserResult",
  types: () => [UserRemoved, UserNotFound, LastOwner, InvalidInput, DatabaseUnavailable] as const,
});
