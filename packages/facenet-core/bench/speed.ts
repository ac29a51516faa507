import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import sharp from "sharp";
import { weightsPackageRoot } from "../src/models/built-in.js";
import { analysePhoto } from "../src/pipeline.js";
import { openNetworks } from "../src/runtime/open-networks.js";
import { readLfw } from "./lfw-data.js";

const { values: args } = parseArgs({
  options: {
    data: { type: "string" },
    images: { type: "string", default: "40" },
    json: { type: "boolean" },
    help: { type: "boolean" },
  },
});
if (args.help || !args.data) {
  console.log(
    "speed --data FOLDER [--images N] [--json]\n\nMedian time from JPEG file to embedding, one process and one thread, against @vladmandic/face-api (WASM, SSD, its defaults) on the same images, taking turns.",
  );
  process.exit(args.help ? 0 : 2);
}

const require = createRequire(import.meta.url);
const files = readLfw(args.data).files;
const count = Math.min(Number(args.images), files.length);
const images = Array.from({ length: count }, (_, i) => files[Math.floor((i * files.length) / count)]!);

const networks = await openNetworks({ networksDir: fileURLToPath(new URL("../../../networks", import.meta.url)) });
const ours = async (file: string) => {
  const analysis = await analysePhoto(networks, readFileSync(file), { selection: "CENTRAL", keepChip: false });
  return analysis.kind === "face";
};
const theirs = await faceApi();

for (const file of images.slice(0, 3)) {
  await ours(file);
  await theirs(file);
}
const times = { ours: [] as number[], theirs: [] as number[] };
const found = { ours: 0, theirs: 0 };
for (const file of images) {
  for (const [name, run] of [
    ["ours", ours],
    ["theirs", theirs],
  ] as const) {
    const begun = performance.now();
    if (await run(file)) found[name]++;
    times[name].push(performance.now() - begun);
  }
}
const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;
const report = {
  cpu: cpus()[0]?.model,
  images: count,
  medianMs: { facenetCore: median(times.ours), faceApiWasmSsd: median(times.theirs) },
  facesFound: { facenetCore: found.ours, faceApiWasmSsd: found.theirs },
  ratio: median(times.theirs) / median(times.ours),
};
if (args.json) console.log(JSON.stringify(report, null, 2));
else {
  console.log(`${count} images, JPEG file to embedding, one process, one thread (${report.cpu})
facenet-core            median ${report.medianMs.facenetCore.toFixed(1)} ms   faces found ${found.ours}
face-api (WASM, SSD)    median ${report.medianMs.faceApiWasmSsd.toFixed(1)} ms   faces found ${found.theirs}
ratio                   ${report.ratio.toFixed(1)} x`);
}
process.exit(0);

async function faceApi(): Promise<(file: string) => Promise<boolean>> {
  const tf = require("@tensorflow/tfjs");
  const wasm = require("@tensorflow/tfjs-backend-wasm");
  wasm.setWasmPaths(`${join(dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json")), "dist")}/`);
  await tf.setBackend("wasm");
  await tf.ready();
  const root = weightsPackageRoot();
  const faceapi = require(join(root, "dist", "face-api.node-wasm.js"));
  for (const net of [faceapi.nets.ssdMobilenetv1, faceapi.nets.faceLandmark68Net, faceapi.nets.faceRecognitionNet]) {
    await net.loadFromDisk(join(root, "model"));
  }
  return async (file) => {
    const { data, info } = await sharp(readFileSync(file)).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const input = tf.tensor3d(new Uint8Array(data), [info.height, info.width, 3], "int32");
    const result = await faceapi
      .detectSingleFace(input, new faceapi.SsdMobilenetv1Options())
      .withFaceLandmarks()
      .withFaceDescriptor();
    input.dispose();
    return result?.descriptor !== undefined;
  };
}
