// Migrates in a process of its own, so that a test can kill it. Usage: node run-migrations.mjs <connection> <folder>
import { migrate } from "../dist/migrations/migrator.js";

const [connectionString, migrationsDir] = process.argv.slice(2);
await migrate({ connectionString, migrationsDir });
