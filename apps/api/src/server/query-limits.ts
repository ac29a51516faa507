import { maxAliasesRule } from "@escape.tech/graphql-armor-max-aliases";
import { maxDepthRule } from "@escape.tech/graphql-armor-max-depth";
import { maxDirectivesRule } from "@escape.tech/graphql-armor-max-directives";
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  type ValidationRule,
} from "graphql";
import { type ComplexityEstimator, getComplexity } from "graphql-query-complexity";
import { ClientError } from "../modules/problems/client-error.js";

/** What one document may ask for. The limits stand in docs/graphql.md and are for reading people and their programs alike. */
export const QUERY_LIMITS = {
  /** Lexical tokens, checked while parsing. */
  tokens: 2_000,
  /** Levels of fields; fragments count as what they hold. */
  depth: 10,
  aliases: 15,
  directives: 20,
  /** See {@link costOf}: about one page of 100 attempts with everything that belongs to them. */
  cost: 10_000,
} as const;

type Limit = keyof typeof QUERY_LIMITS;

const EXCEEDED: Readonly<Record<Exclude<Limit, "tokens">, string>> = {
  depth: `The document is nested deeper than ${QUERY_LIMITS.depth} levels.`,
  aliases: `The document has more than ${QUERY_LIMITS.aliases} aliases.`,
  directives: `The document has more than ${QUERY_LIMITS.directives} directives.`,
  cost: `The document costs more than ${QUERY_LIMITS.cost}. Ask for smaller pages or fewer fields.`,
};

function exceeded(limit: keyof typeof EXCEEDED): ClientError {
  return new ClientError(EXCEEDED[limit], { code: "QUERY_TOO_COMPLEX", http: { status: 400 } });
}

/** Only one limit is reported: a document beyond one is often beyond others too. */
function refuseAs(limit: keyof typeof EXCEEDED) {
  return {
    n: QUERY_LIMITS[limit],
    propagateOnRejection: false,
    onReject: [
      (context: { reportError(error: GraphQLError): void } | null) => {
        const error = exceeded(limit);
        context?.reportError(new GraphQLError(error.message, { originalError: error }));
      },
    ],
  };
}

/** Depth, aliases and directives, which show in the document alone. */
export const LIMIT_RULES: readonly ValidationRule[] = [
  maxDepthRule({ ...refuseAs("depth"), flattenFragments: true }),
  maxAliasesRule(refuseAs("aliases")),
  maxDirectivesRule(refuseAs("directives")),
];

/** Calls that look at photos. A document with many of them is refused here; how often they come is limited by the key. */
const COST_OF_A_PHOTO_CALL = 500;
const PHOTO_CALLS = new Set([
  "Mutation.enroll",
  "Mutation.addPhotos",
  "Mutation.verify",
  "Query.whoIsIt",
  "Query.detectFaces",
]);
/** Lists without `first` are short: the photos of a person, the candidates of an attempt. */
const ITEMS_OF_A_SHORT_LIST = 5;

const estimate: ComplexityEstimator = ({ type, field, args, childComplexity }) => {
  if (PHOTO_CALLS.has(`${type.name}.${field.name}`)) return COST_OF_A_PHOTO_CALL + childComplexity;
  if (field.name.startsWith("__")) return childComplexity;
  const { first } = args as { first?: unknown };
  if (typeof first === "number") return 1 + Math.max(1, first) * childComplexity;
  if (isListType(getNullableType(field.type)) && !isLeafType(getNamedType(field.type))) {
    // The connection above multiplied by its page already.
    const isPage = field.name === "nodes" || field.name === "edges";
    return 1 + (isPage ? 1 : ITEMS_OF_A_SHORT_LIST) * childComplexity;
  }
  return 1 + childComplexity;
};

/**
 * Fields that the answer can hold: each counts 1, what is below a page counts for every row of `first`, what is below
 * another list 5 times, and a call with photos 500.
 */
export function costOf(
  schema: GraphQLSchema,
  request: { document: DocumentNode; operationName?: string | undefined; variables: Record<string, unknown> },
): number {
  const { document, operationName, variables } = request;
  return getComplexity({
    schema,
    query: document,
    variables,
    estimators: [estimate],
    ...(operationName === undefined ? {} : { operationName }),
  });
}

/** Undefined when the operation may run. Variables have to fit their types. */
export function tooCostly(schema: GraphQLSchema, request: Parameters<typeof costOf>[1]): ClientError | undefined {
  try {
    return costOf(schema, request) > QUERY_LIMITS.cost ? exceeded("cost") : undefined;
  } catch (error) {
    // The library gives up on documents whose fragments unfold to more than 10,000 fields.
    if (error instanceof GraphQLError) return exceeded("cost");
    throw error;
  }
}
