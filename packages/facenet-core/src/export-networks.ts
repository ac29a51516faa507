import { exportNetworks } from "./runtime/onnx/export.js";

// Build step: writes the ONNX files once; does nothing when they are already there.
const { written } = await exportNetworks();
if (written.length > 0) process.stdout.write(`exported ${written.join(", ")}\n`);
