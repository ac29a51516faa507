// Owns the embedded PostgreSQL of a data folder until it is killed. A process of its own, because being killed is what is
// tested; over the compiled code, because Node 20 does not run TypeScript. Usage: node postgres-owner.mjs <data folder>
import { startEmbeddedPostgres } from "../dist/postgres/index.js";

try {
  const { pid, connectionString } = await startEmbeddedPostgres({ dataDir: process.argv[2] });
  process.stdout.write(`${JSON.stringify({ pid, connectionString })}\n`);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: error.name, message: error.message })}\n`);
}
