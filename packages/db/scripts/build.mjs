// Generates the Prisma client, then compiles the package.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const packageDir = dirname(dirname(fileURLToPath(import.meta.url)));
const repositoryDir = dirname(dirname(packageDir));

/** The file of a package's command, run by this very node: no shell, no .cmd shims, spaces in paths are harmless. */
function commandOf(packageName, file) {
  return join(dirname(require.resolve(`${packageName}/package.json`)), file);
}

function run(args, cwd, environment = {}) {
  const { status, error } = spawnSync(process.execPath, args, {
    cwd,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...environment },
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

const generateOnly = process.argv.includes("--generate-only");

run(
  [
    commandOf("prisma", "build/index.js"),
    "generate",
    "--no-hints",
    "--config",
    join(repositoryDir, "prisma.config.ts"),
  ],
  repositoryDir,
  {
    // `generate` never runs the native schema engine but downloads it unless it is given one: any executable will do.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: "1",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
  },
);
if (!generateOnly) run([commandOf("typescript", "bin/tsc"), "-p", "tsconfig.build.json"], packageDir);
