import fc from "fast-check";
import {
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
  isUnionType,
} from "graphql";

/** Stands in most texts: must not come back. */
export const MARKER = "MARKERzqx";

/** Nullable parts of inputs are left null from here on, so that inputs that hold themselves come to an end. */
const DEEPEST = 6;

/** Any UTF-16, well-formed or not. */
const utf16 = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
  .map((units) => String.fromCharCode(...units));
const ODD_TEXTS = [
  "",
  " ",
  "\u0000",
  "\ud800",
  "\udc00\ud800",
  "a\u0301".repeat(60),
  "\u202e\u2066",
  "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}",
  "__proto__",
  "constructor",
  "null",
  "../../etc/passwd",
  "%00%_\\",
  "'; DROP TABLE person; --",
  "x".repeat(5000),
  "data:image/png;base64,",
  "iVBORw0KGgo=",
  "/9j/4AAQ",
  "2026-13-45T25:61:61Z",
  "0xff",
];
const oddText = fc.oneof(
  utf16,
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(...ODD_TEXTS),
);
const plainText = fc.string({ unit: fc.constantFrom(..."abcXYZ019-_. "), minLength: 1, maxLength: 12 });
/** Some fields take nothing else; none that is taken comes back in a message. */
const email = fc.string({ unit: fc.constantFrom(..."abcxyz019"), minLength: 1, maxLength: 8 });
const text = fc.oneof(
  email.map((name) => `${name}@example.org`),
  plainText.map((own) => MARKER + own.trim()),
  fc.tuple(oddText, oddText).map(([before, after]) => before + MARKER + after),
  oddText,
);

const date = fc
  .date({ min: new Date("0001-01-01T00:00:00Z"), max: new Date("9999-12-31T00:00:00Z"), noInvalidDate: true })
  .map((moment) => moment.toISOString());

/** Plausible values of each scalar of the schema. A new scalar has to be put here. */
const SCALARS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  String: text,
  ID: fc.oneof(text, fc.uuid(), fc.integer()),
  Int: fc.oneof(fc.integer({ min: -1, max: 120 }), fc.integer()),
  // Distances, for the most part.
  Float: fc.oneof(
    { weight: 5, arbitrary: fc.double({ min: 0, max: 2, noNaN: true }) },
    { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  ),
  Boolean: fc.boolean(),
  DateTimeISO: fc.oneof(date, text),
};

const deepList = fc.integer({ min: 1, max: 2000 }).map((depth) => {
  let value: unknown = MARKER;
  for (let level = 0; level < depth; level++) value = [value];
  return value;
});
/** What JSON can hold and nobody asked for. `JSON.parse` makes a `__proto__` that is a field like any other. */
const junk: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.constantFrom(0, -0, -1, 1.5, 2 ** 31, 2 ** 53, 1e308, -1e308, true, false, [], {}),
  fc.jsonValue({ maxDepth: 3 }),
  deepList,
  text.map((value) => ({ [value]: value })),
  fc.constantFrom("__proto__", "constructor", "toString").map((key) => JSON.parse(`{"${key}": {"${MARKER}": 1}}`)),
);

/**
 * Values for an input of this type, as JSON has them: most of the right shape, so that some get through, some null where they
 * must not be, with fields too many or too few, or of no shape at all.
 */
export function valuesOf(type: GraphQLInputType, depth = 0): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 30, arbitrary: wellShaped(type, depth) },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: junk },
  );
}

function wellShaped(type: GraphQLInputType, depth: number): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) return wellShaped(type.ofType, depth);
  if (depth > DEEPEST) return fc.constant(null);
  if (isListType(type)) return fc.array(valuesOf(type.ofType, depth + 1), { maxLength: 3 });
  if (isEnumType(type)) return fc.constantFrom(...type.getValues().map(({ name }) => name));
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const required = fields.filter((field) => isNonNullType(field.type)).map(({ name }) => name);
    const known = fc.record(Object.fromEntries(fields.map((field) => [field.name, valuesOf(field.type, depth + 1)])), {
      requiredKeys: required,
    });
    return fc.oneof(
      { weight: 20, arbitrary: known },
      { weight: 1, arbitrary: fc.tuple(known, text, junk).map(([value, key, more]) => ({ ...value, [key]: more })) },
      { weight: 1, arbitrary: fc.tuple(known, fc.nat()).map(([value, which]) => without(value, which)) },
    );
  }
  const values = isScalarType(type) ? SCALARS[type.name] : undefined;
  if (values === undefined) throw new Error(`Put values of the scalar ${type.name} into SCALARS.`);
  return values;
}

function without(value: Record<string, unknown>, which: number): Record<string, unknown> {
  const names = Object.keys(value);
  const dropped = names[which % Math.max(1, names.length)];
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== dropped));
}

export interface Operation {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** Calls of a root field with any arguments, given as variables or written into the document. */
export function callsOf(kind: "query" | "mutation", field: GraphQLField<unknown, unknown>): fc.Arbitrary<Operation> {
  const args = fc.record(Object.fromEntries(field.args.map((arg) => [arg.name, valuesOf(arg.type)])), {
    requiredKeys: field.args.filter((arg) => isNonNullType(arg.type)).map(({ name }) => name),
  });
  return fc.tuple(args, fc.boolean()).map(([values, written]) => {
    const given = field.args.filter(({ name }) => Object.hasOwn(values, name));
    const brackets = (parts: readonly string[]) => (parts.length === 0 ? "" : `(${parts.join(", ")})`);
    if (written) {
      const literals = given.map(({ name, type }) => `${name}: ${literal(values[name], type)}`);
      return { query: `${kind} { ${field.name}${brackets(literals)} ${selectionOf(field)} }` };
    }
    const declared = brackets(given.map(({ name, type }) => `$${name}: ${String(type)}`));
    const passed = brackets(given.map(({ name }) => `${name}: $${name}`));
    return { query: `${kind} ${declared} { ${field.name}${passed} ${selectionOf(field)} }`, variables: values };
  });
}

function selectionOf(field: GraphQLField<unknown, unknown>): string {
  const type = getNamedType(field.type);
  if (!isCompositeType(type)) return "";
  const isResult = isUnionType(type) && type.getTypes().some(({ name }) => name === "InvalidInput");
  return isResult ? "{ __typename ... on Problem { code message } ... on InvalidInput { field } }" : "{ __typename }";
}

/** A value as the language of GraphQL writes it: like JSON, but for names of fields and enum values, which have no quotes. */
function literal(value: unknown, type?: GraphQLInputType): string {
  if (Array.isArray(value)) {
    const itemType = type !== undefined && isListType(nullable(type)) ? listItem(type) : undefined;
    return `[${value.map((item) => literal(item, itemType)).join(", ")}]`;
  }
  if (typeof value === "object" && value !== null) {
    const own = type === undefined ? undefined : getNamedType(type);
    const fields = own !== undefined && isInputObjectType(own) ? own.getFields() : {};
    const written = Object.entries(value).map(([name, inner]) => `${name}: ${literal(inner, fields[name]?.type)}`);
    return `{${written.join(", ")}}`;
  }
  const isEnumName = type !== undefined && isEnumType(getNamedType(type)) && /^[A-Z_]+$/.test(String(value));
  return isEnumName ? String(value) : JSON.stringify(value);
}

const nullable = (type: GraphQLInputType) => (isNonNullType(type) ? type.ofType : type);

function listItem(type: GraphQLInputType): GraphQLInputType | undefined {
  const list = nullable(type);
  return isListType(list) ? list.ofType : undefined;
}
