import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { type Block, blocksOf, REPOSITORY } from "./markdown.js";
import { samplePhoto } from "./photos.js";

/** A call of the documentation with what it says of the answer. */
export interface DocumentedCall {
  title: string;
  /** GraphQL, or a command together with what earlier blocks set up for it. */
  language: "graphql" | "bash";
  text: string;
  variables: unknown;
  answer: unknown;
}

/**
 * The calls of a page in their order: a block of GraphQL with one JSON block after it (the answer) or two (variables,
 * answer), or a block of bash with the answer after it. A block of bash without an answer sets up those after it.
 */
export function documentedCalls(page: string): DocumentedCall[] {
  const blocks = blocksOf(page);
  const calls: DocumentedCall[] = [];
  let setUp = "";
  for (const [index, block] of blocks.entries()) {
    if (block.language !== "graphql" && block.language !== "bash") continue;
    const next = blocks.slice(index + 1);
    const end = next.findIndex(({ language }) => language !== "json");
    const json = next.slice(0, end < 0 ? undefined : end).map(parsed);
    if (block.language === "bash" && json.length === 0) {
      setUp += `${block.text}\n`;
      continue;
    }
    if (json.length === 0 || json.length > (block.language === "bash" ? 1 : 2)) {
      throw new Error(`The call of line ${block.line} has ${json.length} blocks of JSON after it.`);
    }
    calls.push({
      title: `${block.heading}, line ${block.line}`,
      language: block.language,
      text: block.language === "bash" ? setUp + block.text : block.text,
      variables: json.length === 2 ? json[0] : {},
      answer: json.at(-1),
    });
  }
  return calls;
}

/** A sample photo, or a file at the top of the repository. */
function fileOf(name: string): Promise<Buffer> {
  const sample = /^sample(\d)\.jpg$/.exec(name)?.[1];
  return sample === undefined ? readFile(join(REPOSITORY, name)) : samplePhoto(Number(sample));
}

function parsed({ text, line }: Block): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`The JSON of line ${line} is none.`, { cause: error });
  }
}

/** How much an answer may differ from the documented number: other processors, and rounding in the documentation. */
const TOLERANCE = 0.02;
const PLACEHOLDER = /^<([^<>]+)>$/;

/** Values that stand for `<name>` on a page: the first answer that has one gives it, and all others have to agree. */
export class Placeholders {
  private readonly values = new Map<string, string>();

  /** What is to be sent. */
  async filled(value: unknown): Promise<unknown> {
    if (Array.isArray(value)) return Promise.all(value.map((item) => this.filled(item)));
    if (typeof value === "object" && value !== null) {
      const entries = Object.entries(value).map(async ([key, item]) => [key, await this.filled(item)] as const);
      return Object.fromEntries(await Promise.all(entries));
    }
    const name = typeof value === "string" ? PLACEHOLDER.exec(value)?.[1] : undefined;
    if (name === undefined) return value;
    const file = /^base64 of (.+)$/.exec(name)?.[1];
    if (file !== undefined) return (await fileOf(file)).toString("base64");
    const known = this.values.get(name);
    if (known === undefined) throw new Error(`No answer above has given <${name}>.`);
    return known;
  }

  expectAnswer(actual: unknown, documented: unknown): void {
    expect(actual).toEqual(this.expected(documented, actual));
  }

  /** The documented answer with the actual value wherever that is what the page promises. */
  private expected(documented: unknown, actual: unknown): unknown {
    if (Array.isArray(documented)) {
      return documented.map((item, i) => this.expected(item, Array.isArray(actual) ? actual[i] : undefined));
    }
    if (typeof documented === "object" && documented !== null) {
      const fields = (actual ?? {}) as Record<string, unknown>;
      return Object.fromEntries(
        Object.entries(documented).map(([key, item]) => [key, this.expected(item, fields[key])]),
      );
    }
    if (typeof documented === "number" && typeof actual === "number") {
      return Math.abs(documented - actual) <= TOLERANCE * Math.max(1, Math.abs(documented)) ? actual : documented;
    }
    const name = typeof documented === "string" ? PLACEHOLDER.exec(documented)?.[1] : undefined;
    if (name === undefined || typeof actual !== "string" || actual === "") return documented;
    const known = this.values.get(name) ?? actual;
    this.values.set(name, known);
    return known;
  }
}
