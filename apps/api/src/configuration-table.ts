import { z } from "zod";
import { VARIABLES } from "./env.js";

const BEGIN = "<!-- begin: written by npm run docs from apps/api/src/env.ts -->";
const END = "<!-- end -->";

interface Declared {
  schema: z.ZodType;
  description: string;
  shownDefault?: string;
  secret?: boolean;
}

/** A page of the docs with its table of variables as the code declares them. @throws when it has no place for one. */
export function withConfigurationTable(page: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END, begin);
  if (begin < 0 || end < 0) throw new Error(`The page has no table between "${BEGIN}" and "${END}".`);
  return `${page.slice(0, begin)}${BEGIN}\n${configurationTable()}\n${page.slice(end)}`;
}

function configurationTable(): string {
  const rows = Object.entries<Declared>(VARIABLES).map(([name, { schema, description, shownDefault, secret }]) => [
    secret === true ? `\`${name}\` (secret)` : `\`${name}\``,
    shownDefault === undefined ? "" : asCode(shownDefault),
    allowed(schema),
    description.replaceAll(NAMES, "`$&`"),
  ]);
  return [["variable", "default", "allowed", "meaning"], ["---", "---", "---", "---"], ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

/** Names of variables in a sentence, with the path that may follow one. */
const NAMES = new RegExp(`\\b(?:${Object.keys(VARIABLES).join("|")})\\b(?:/[\\w.]+)?|openssl rand -base64 32`, "g");

/** A default that is a value is shown as one, one in words is not. */
function asCode(text: string): string {
  return text.replace(/^[\w./-]+(?= \(|$)/, "`$&`");
}

/** What the schema says of a value, in words; nothing where it can say nothing that fits a cell. */
function allowed(schema: z.ZodType): string {
  const { enum: values, minimum, maximum, minLength, maxLength, pattern } = z.toJSONSchema(schema, { io: "input" });
  if (values !== undefined) return values.map((value) => `\`${value}\``).join(", ");
  if (minimum !== undefined) return `${minimum} to ${maximum}`;
  if (maxLength === undefined) return "";
  return `${minLength} to ${maxLength} ${pattern === undefined ? "" : "printable ASCII "}characters`;
}
