import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Database, environmentKeyProvider, openDatabase } from "facenet-db";
import { migrate } from "facenet-db/migrations";
import { startEmbeddedPostgres } from "facenet-db/postgres";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createSignIn } from "./sign-in.js";

const MINUTE = 60_000;
const PUBLIC_URL = "http://127.0.0.1:3000";

describe("the sessions of people", () => {
  let dataDir: string;
  let postgres: Awaited<ReturnType<typeof startEmbeddedPostgres>>;
  let db: Database;
  let now = new Date("2026-03-01T08:00:00Z");

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "facenet-sign-in-"));
    await chmod(dataDir, 0o711);
    postgres = await startEmbeddedPostgres({ dataDir });
    const { connectionString } = postgres;
    const migrationsDir = fileURLToPath(new URL("../../../../prisma/migrations", import.meta.url));
    await migrate({ connectionString, migrationsDir });
    db = await openDatabase({
      connectionString,
      keyProvider: environmentKeyProvider(randomBytes(32).toString("base64")),
    });
    vi.useFakeTimers({ toFake: ["Date"], now });
  });
  afterAll(async () => {
    vi.useRealTimers();
    await db?.close();
    await postgres?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const later = (ms: number) => {
    now = new Date(now.getTime() + ms);
    vi.setSystemTime(now);
  };
  const signInServer = () =>
    createSignIn(db, { publicUrl: PUBLIC_URL, idleMinutes: 30, maxHours: 2, perMinute: 100, oidc: undefined });

  it("end when idle, go on when used, and end after their longest time however busy", async () => {
    const server = signInServer();
    await db.users.replaceLink(null, { tokenHash: "a".repeat(64), expiresAt: new Date(now.getTime() + MINUTE) });
    const owner = { name: "Ada", email: "ada@example.org" };
    await db.users.useLink("a".repeat(64), { passwordHash: await server.hashPassword("a good password"), owner });
    const signIn = async () => {
      const response = await server.handle(
        new Request(`${PUBLIC_URL}/v1/auth/sign-in/email`, {
          method: "POST",
          headers: { "content-type": "application/json", origin: PUBLIC_URL },
          body: JSON.stringify({ email: owner.email, password: "a good password" }),
        }),
      );
      expect(response.status).toBe(200);
      return response.headers.getSetCookie()[0]!.split(";")[0]!;
    };
    const idle = await signIn();
    later(29 * MINUTE);
    expect(await server.session(idle)).toMatchObject({ email: owner.email });
    later(31 * MINUTE);
    expect(await server.session(idle)).toBeNull();

    const busy = await signIn();
    for (let minutes = 0; minutes < 110; minutes += 10) {
      later(10 * MINUTE);
      expect(await server.session(busy), `after ${minutes + 10} minutes`).not.toBeNull();
    }
    later(10 * MINUTE);
    expect(await server.session(busy)).toBeNull();
    expect(await server.session(`${busy.split(".")[0]}.${"A".repeat(44)}`)).toBeNull();
    expect(await server.session("facenet.session_token=nonsense")).toBeNull();
  });
});
