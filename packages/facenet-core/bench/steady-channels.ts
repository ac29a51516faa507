import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { networksDir, steadyChannelsPath } from "./folders.js";
import { findSteadyChannels } from "./skim/steady-channels.js";

const HELP = `steady-channels [--json]

Finds the channels of the skim that hardly matter on the sample photos and writes them to src/models/steady-channels.json, or
with --json to the terminal. Another file makes another network: its hash in src/models/network-hashes.ts changes too.`;

const { values: args } = parseArgs({ options: { json: { type: "boolean" }, help: { type: "boolean" } } });
if (args.help) {
  console.log(HELP);
  process.exit(0);
}
const channels = await findSteadyChannels(networksDir);
if (args.json) {
  console.log(JSON.stringify(channels));
} else {
  await writeFile(steadyChannelsPath, `${JSON.stringify(channels, undefined, 2)}\n`);
  for (const [layer, steady] of Object.entries(channels))
    console.log(`${layer}: ${Object.keys(steady).length} channels are left out`);
}
