#!/usr/bin/env node
import pg from "pg";
import { startEmbeddedPostgres } from "../dist/postgres/index.js";

/*
 * A database for benchmarks of the console: an embedded PostgreSQL, and sites full of people who have names, tags and
 * consents but no photos. Enrolling so many by photos would take the better part of an hour.
 *
 *   many-people.mjs serve DIR                  starts it in the folder, says where, and ends with SIGTERM
 *   many-people.mjs fill URL SITE_ID COUNT     once the server has made its tables
 */

const FIRST = ["Ada", "Grace", "Alan", "Edsger", "Barbara", "Donald", "Katherine", "Linus"];
const LAST = ["Lovelace", "Hopper", "Turing", "Dijkstra", "Liskov", "Knuth", "Johnson"];

const [mode, ...args] = process.argv.slice(2);
if (mode === "serve" && args[0] !== undefined) await serve(args[0]);
else if (mode === "fill" && args.length === 3) await fill(String(args[0]), String(args[1]), Number(args[2]));
else {
  console.error("many-people.mjs serve DIR | fill URL SITE_ID COUNT");
  process.exitCode = 2;
}

/** @param {string} dataDir */
async function serve(dataDir) {
  const server = await startEmbeddedPostgres({ dataDir });
  process.once("SIGTERM", () => void server.stop());
  console.log(`PostgreSQL: ${server.connectionString}`);
}

/**
 * @param {string} url
 * @param {string} siteId
 * @param {number} count
 */
async function fill(url, siteId, count) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `WITH made AS (
       SELECT gen_random_uuid() AS id, i, ($3::text[])[1 + i % 8] || ' ' || ($4::text[])[1 + (i / 8) % 7] || ' ' || i AS name
       FROM generate_series(1, $2::int) i
     ), people AS (
       INSERT INTO person (id, display_name, state, tags, wrapped_data_key, master_key_id, created_at, updated_at)
       SELECT id, name, (CASE WHEN i % 50 = 0 THEN 'SUSPENDED' ELSE 'ACTIVE' END)::person_state,
         CASE WHEN i % 10 = 0 THEN ARRAY['staff'] ELSE '{}' END, '\\x00', 'none', now() - i * interval '1 minute', now()
       FROM made
     ), members AS (
       INSERT INTO site_membership (site_id, person_id, external_id) SELECT $1, id, 'P-' || i FROM made
     )
     INSERT INTO consent (id, person_id, basis, text_version, obtained_at, expires_at, recorded_at)
     SELECT gen_random_uuid(), id, 'CONSENT', '1', now(), now() + (i % 40 - 10) * interval '1 day', now()
     FROM made WHERE i % 3 = 0`,
    [siteId, count, FIRST, LAST],
  );
  // What autovacuum would have done by the time that so many are enrolled.
  await client.query("VACUUM ANALYZE");
  await client.end();
}
