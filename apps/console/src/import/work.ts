import { CallFailedError, call } from "../api/client";
import { ENROLL, PERSON } from "../people/documents";
import { updatePerson } from "../people/writes";
import { dataUrl } from "../photos/data-url";
import { detectFaces } from "../photos/detect";
import type { PhotoFiles } from "./photo-files";
import type { PhotoFault, RowState } from "./row-state";
import type { ImportRow } from "./rows";

const PASSING = new Set(["BUSY", "RATE_LIMITED", "DATABASE_UNAVAILABLE", "UNREACHABLE", "API_UNREACHABLE"]);
const TRIES = 6;
const FIRST_PAUSE_MS = 500;

/** Again while what went wrong may pass, each time after twice as long. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === TRIES || !(error instanceof CallFailedError) || !PASSING.has(error.code)) throw error;
      await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** (attempt - 1)));
    }
  }
}

/** Looks at a row without changing anything. @throws CallFailedError when the server cannot be asked */
export async function checkRow(siteId: string, row: ImportRow, files: PhotoFiles): Promise<RowState> {
  if (row.error !== null) return { kind: "invalid", error: row.error };
  const { person } = await patiently(() => call(PERSON, { siteId, externalId: row.externalId }));
  if (person) return { kind: "enrolled" };
  const faults: PhotoFault[] = [];
  for (const name of row.photoNames) {
    const fault = await faultOf(files.find(name));
    if (fault !== null) faults.push({ name, fault });
  }
  return { kind: faults.length === row.photoNames.length ? "noPhoto" : "ready", faults };
}

async function faultOf(file: File | "missing" | "several"): Promise<PhotoFault["fault"] | null> {
  if (typeof file === "string") return file;
  try {
    const faces = await patiently(() => detectFaces(file));
    if (faces.length !== 1) return faces.length === 0 ? "noFace" : "manyFaces";
    return faces[0]?.quality.reasons.length === 0 ? null : "notGood";
  } catch (error) {
    if (error instanceof CallFailedError && (PASSING.has(error.code) || error.code === "UNAUTHENTICATED")) throw error;
    return "failed";
  }
}

/** Enrols the row's good photos. Done again for the same row and files, it changes nothing more. */
export async function importRow(
  siteId: string,
  row: ImportRow,
  files: PhotoFiles,
  faults: readonly PhotoFault[],
): Promise<RowState> {
  const bad = new Set(faults.map(({ name }) => name));
  const found = row.photoNames.filter((name) => !bad.has(name)).map((name) => files.find(name));
  const photos = found.filter((file) => file instanceof File);
  const { externalId, displayName, consent, tags } = row;
  const input = {
    ...{ siteId, externalId, displayName, consent },
    photos: await Promise.all(photos.map(async (file) => ({ base64: await dataUrl(file) }))),
    idempotencyKey: await fingerprintOf(row, photos),
  };
  const { enroll } = await patiently(async () => {
    const answer = await call(ENROLL, { input });
    // A passing problem of the result is tried again like one of the request.
    if ("code" in answer.enroll && PASSING.has(answer.enroll.code)) {
      throw new CallFailedError(answer.enroll.code, answer.enroll.message);
    }
    return answer;
  });
  switch (enroll.__typename) {
    case "Enrolled": {
      if (tags.length > 0) await patiently(() => updatePerson({ siteId, externalId, addTags: [...tags] }));
      const accepted = enroll.photos.filter((photo) => photo.accepted).length;
      return { kind: "done", accepted, refused: row.photoNames.length - accepted };
    }
    case "ProbableDuplicate":
      return { kind: "duplicate", externalId: enroll.candidate.externalId };
    case "DuplicateExternalId":
      return { kind: "enrolled" };
    default:
      return { kind: "failed", code: enroll.code, message: enroll.message };
  }
}

async function fingerprintOf(row: ImportRow, photos: readonly File[]): Promise<string> {
  const about = JSON.stringify([row.externalId, row.displayName, photos.map(({ name, size }) => [name, size])]);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(about));
  return `import-${[...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
