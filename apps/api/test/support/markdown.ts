import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

export const REPOSITORY = fileURLToPath(new URL("../../../..", import.meta.url));

/** @param path within the repository */
export function readPage(path: string): Promise<string> {
  return readFile(`${REPOSITORY}/${path}`, "utf8");
}

/** What stands between ``` and ```. */
export interface Block {
  language: string;
  text: string;
  /** Of its first line, counted from 1. */
  line: number;
  /** Text of the heading above it. */
  heading: string;
}

export function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  let heading = "";
  let open: (Block & { lines: string[] }) | undefined;
  for (const [index, line] of page.split("\n").entries()) {
    const fence = /^```(\w*)\s*$/.exec(line);
    if (open !== undefined && fence !== null) {
      const { lines, ...block } = open;
      blocks.push({ ...block, text: lines.join("\n") });
      open = undefined;
    } else if (open !== undefined) open.lines.push(line);
    else if (fence !== null) open = { language: fence[1] ?? "", text: "", lines: [], line: index + 2, heading };
    else heading = /^#+ (.+)$/.exec(line)?.[1] ?? heading;
  }
  if (open !== undefined) throw new Error(`The block of line ${open.line} has no end.`);
  return blocks;
}

/** Rows of the table whose header begins with these cells, without backticks. @throws when there is none. */
export function tableOf(page: string, ...header: string[]): string[][] {
  const lines = page.split("\n");
  const start = lines.findIndex((line) => header.every((cell, i) => cellsOf(line)[i] === cell));
  if (start < 0) throw new Error(`There is no table with the header ${header.join(" | ")}.`);
  const rest = lines.slice(start + 2);
  const end = rest.findIndex((line) => !line.startsWith("|"));
  return rest.slice(0, end < 0 ? undefined : end).map(cellsOf);
}

function cellsOf(line: string): string[] {
  return line.startsWith("|")
    ? line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.replaceAll("`", "").trim())
    : [];
}
