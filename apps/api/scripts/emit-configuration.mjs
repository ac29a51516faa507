import { readFile, writeFile } from "node:fs/promises";
import { withConfigurationTable } from "../dist/configuration-table.js";

// Run after a build: writes the variables that the code declares into the committed page; a test compares the two.
const page = new URL("../../../docs/configuration.md", import.meta.url);
await writeFile(page, withConfigurationTable(await readFile(page, "utf8")));
