import {
  coerceInputValue,
  type GraphQLError,
  type GraphQLSchema,
  isInputType,
  type OperationDefinitionNode,
  print,
  typeFromAST,
} from "graphql";
import { ClientError } from "../modules/problems/client-error.js";

/**
 * The check that graphql-js makes of variables, made before it and with messages that name the place and not the value.
 * Undefined when all fit.
 */
export function findBadVariable(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): GraphQLError | undefined {
  for (const { variable, type: typeNode, defaultValue } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    const type = typeFromAST(schema, typeNode as never);
    if (!isInputType(type)) continue;
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    const isRequired = typeNode.kind === "NonNullType" && defaultValue === undefined;
    if (value === undefined) {
      if (!isRequired) continue;
      return badInput(`Variable "$${name}" of required type "${print(typeNode)}" was not provided.`, name);
    }
    let problem: GraphQLError | undefined;
    coerceInputValue(value, type, (path, _value, error) => {
      const field = [name, ...path].join(".");
      // The one message of graphql-js that speaks of the schema alone and says what to do.
      const missing = /^Field "(\w+)" of required type "[\w![\]]+" was not provided\.$/.exec(error.message);
      problem ??=
        missing === null
          ? badInput(`Variable "$${name}" has an invalid value at "${field}".`, field)
          : badInput(error.message, `${field}.${missing[1]}`);
    });
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function badInput(message: string, field: string): GraphQLError {
  return new ClientError(message, { code: "BAD_USER_INPUT", field, http: { status: 400 } });
}
