import { writeFile } from "node:fs/promises";
import { printApiSchema } from "../dist/server/schema.js";

// Run after a build: writes the schema that the code declares to the committed file; a test compares the two.
await writeFile(new URL("../schema.graphql", import.meta.url), printApiSchema());
