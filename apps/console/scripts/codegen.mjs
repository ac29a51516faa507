import { fileURLToPath } from "node:url";
import { generate } from "@graphql-codegen/cli";

/** Types of the console's documents, from the committed schema alone: the console knows nothing else of the API. */
export async function generateTypes() {
  const folder = fileURLToPath(new URL("..", import.meta.url));
  await generate(
    {
      cwd: folder,
      silent: true,
      schema: "../api/schema.graphql",
      documents: ["src/**/*.ts", "!src/generated/**"],
      generates: {
        "src/generated/": {
          preset: "client",
          presetConfig: { fragmentMasking: false },
          config: {
            documentMode: "string",
            enumsAsTypes: true,
            useTypeImports: true,
            scalars: { DateTimeISO: "string" },
          },
        },
      },
    },
    true,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await generateTypes();
