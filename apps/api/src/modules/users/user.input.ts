import { Field, ID, InputType } from "type-graphql";
import { z } from "zod";
import type { Role } from "../access/index.js";
import { nameSchema } from "../photos/index.js";
import { UserRole } from "./user.type.js";

const MOST_ROLES = 200;
const userIdSchema = z.string().max(64, "userId is too long.");
export const userNameSchema = nameSchema("name", 128);
export const emailSchema = z
  .string("email must be text.")
  .max(254, "email must have at most 254 characters.")
  .transform((email) => email.trim().toLowerCase())
  .pipe(z.email("email must be an e-mail address."));

const rolesSchema = z
  .array(
    z
      .object({
        role: z.enum(UserRole),
        siteId: z
          .string()
          .max(64, "siteId is too long.")
          .nullish()
          .transform((siteId) => siteId ?? null),
      })
      .refine(({ role, siteId }) => role !== "OWNER" || siteId === null, "An owner is one of all sites."),
  )
  .min(1, "roles must name at least one.")
  .max(MOST_ROLES, `roles must name at most ${MOST_ROLES}.`)
  .refine(
    (roles) => new Set(roles.map(({ siteId }) => siteId)).size === roles.length,
    "roles must name each site once, and all sites once.",
  );

@InputType()
export class RoleInput {
  @Field(() => UserRole) role!: Role;
  @Field(() => ID, { nullable: true, description: "In all sites when left out. Owners are always that." })
  siteId?: string | null;
}

@InputType()
export class InviteUserInput {
  @Field(() => String, { description: "1 to 128 characters." }) name!: string;
  @Field(() => String) email!: string;
  @Field(() => [RoleInput], { description: "At least one; one a site, and one for all sites." }) roles!: RoleInput[];
}

export const inviteUserSchema = z.object({ name: userNameSchema, email: emailSchema, roles: rolesSchema });

@InputType()
export class RenewUserLinkInput {
  @Field(() => ID) userId!: string;
}

export const renewUserLinkSchema = z.object({ userId: userIdSchema });

@InputType()
export class SetUserRolesInput {
  @Field(() => ID) userId!: string;
  @Field(() => [RoleInput], { description: "In place of those that the user has." }) roles!: RoleInput[];
}

export const setUserRolesSchema = z.object({ userId: userIdSchema, roles: rolesSchema });

@InputType()
export class RemoveUserInput {
  @Field(() => ID) userId!: string;
}

export const removeUserSchema = z.object({ userId: userIdSchema });
