/** Rows as a table of Markdown; the first one is its head. */
export function grid([head, ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head!), `|${"---|".repeat(head!.length)}`, ...rows.map(line)].join("\n");
}
