import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { MEMBERSHIPS, permit, type Request } from "../access/index.js";
import { Membership, Person } from "./person.type.js";

@Resolver(() => Person)
export class PersonResolver {
  @FieldResolver(() => [Membership], {
    description: "The sites that know the person; of these those that you may see.",
  })
  memberships(@Ctx() { principal }: Request, @Root() { memberships }: Person): readonly Membership[] {
    const seen = permit(MEMBERSHIPS, principal)?.siteIds;
    return memberships.filter(({ siteId }) => seen?.has(siteId));
  }
}
