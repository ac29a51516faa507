import {
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from "graphql";

/** A call of a root field that GraphQL itself has nothing against, with only what must be given. */
export function minimalCallOf(
  schema: GraphQLSchema,
  name: string,
): { document: string; variables: Record<string, unknown> } {
  const [rootName = "", fieldName = ""] = name.split(".");
  const root = [schema.getQueryType(), schema.getMutationType()].find((type) => type?.name === rootName);
  const field = root?.getFields()[fieldName];
  if (field === undefined) throw new Error(`There is no field ${name}.`);
  const args = field.args.filter(isRequiredArgument);
  const declared = args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(", ");
  const given = args.map((arg) => `${arg.name}: $${arg.name}`).join(", ");
  const named = String(field.type).replace(/[[\]!]/g, "");
  const selection = isLeafType(schema.getType(named)) ? "" : "{ __typename }";
  const operation = root === schema.getMutationType() ? "mutation" : "query";
  return {
    document: `${operation}${declared && `(${declared})`} { ${fieldName}${given && `(${given})`} ${selection} }`,
    variables: Object.fromEntries(args.map((arg) => [arg.name, minimalValueOf(arg.type)])),
  };
}

function minimalValueOf(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return minimalValueOf(type.ofType);
  if (isListType(type)) return [];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const required = Object.values(type.getFields()).filter(isRequiredInputField);
    return Object.fromEntries(required.map((field) => [field.name, minimalValueOf(field.type)]));
  }
  switch (type.name) {
    case "Boolean":
      return false;
    case "Int":
    case "Float":
      return 1;
    default:
      return "text";
  }
}
