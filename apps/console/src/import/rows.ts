import { parse } from "papaparse";

/** A person as a row of the file has them. */
export interface ImportRow {
  /** As people count: the first row under the header is 2. */
  readonly line: number;
  readonly externalId: string;
  readonly displayName: string | null;
  readonly photoNames: readonly string[];
  readonly tags: readonly string[];
  readonly consent: {
    readonly basis: string;
    readonly textVersion: string;
    readonly obtainedAt: string | null;
    readonly expiresAt: string | null;
  } | null;
  /** What is wrong with the row by itself. */
  readonly error: RowError | null;
}

export type RowError =
  | "noExternalId"
  | "badExternalId"
  | "badName"
  | "twice"
  | "noPhotos"
  | "tooManyPhotos"
  | "badConsent"
  | "badTags";

export interface ParsedFile {
  readonly rows: readonly ImportRow[];
  /** Columns that mean nothing here. */
  readonly ignored: readonly string[];
  readonly error: "noColumns" | "empty" | null;
}

export const MOST_PHOTOS = 10;
const MOST_TAGS = 20;
const COLUMNS = [
  ...["externalid", "displayname", "photos", "tags"],
  ...["consentbasis", "consenttextversion", "consentobtainedat", "consentexpiresat"],
];

export const TEMPLATE = [
  "externalId,displayName,photos,tags,consentBasis,consentTextVersion,consentObtainedAt,consentExpiresAt",
  "A-100,Ada Lovelace,ada-1.jpg;ada-2.jpg,staff;day,CONSENT,1,2026-01-31,",
  "",
].join("\r\n");

/** Reads the file as a whole: what is wrong with one row does not hide the others. */
export function parseRows(text: string): ParsedFile {
  const { data, meta } = parse<Record<string, string>>(text.replace(/^\uFEFF/, ""), {
    header: true,
    skipEmptyLines: "greedy",
    transformHeader: (name) =>
      name
        .trim()
        .toLowerCase()
        .replace(/[\s_-]/g, ""),
  });
  const fields = meta.fields ?? [];
  const ignored = fields.filter((name) => name !== "" && !COLUMNS.includes(name));
  if (!fields.includes("externalid") || !fields.includes("photos")) return { rows: [], ignored, error: "noColumns" };
  const seen = new Set<string>();
  const rows = data.map((row, index): ImportRow => {
    const cell = (name: string) => (row[name] ?? "").trim();
    const list = (name: string) =>
      cell(name)
        .split(";")
        .map((part) => part.trim())
        .filter((part) => part !== "");
    const externalId = cell("externalid");
    const basis = cell("consentbasis");
    const [obtainedAt, expiresAt] = [momentOf(cell("consentobtainedat")), momentOf(cell("consentexpiresat"))];
    const consent =
      basis === ""
        ? null
        : {
            basis,
            textVersion: cell("consenttextversion"),
            obtainedAt: obtainedAt ?? null,
            expiresAt: expiresAt ?? null,
          };
    const plain = { displayName: cell("displayname") || null, photoNames: list("photos"), tags: list("tags") };
    const consentIsBad =
      obtainedAt === undefined || expiresAt === undefined || (consent !== null && consent.textVersion === "");
    const error = errorOf({ externalId, ...plain, consentIsBad, isTwice: seen.has(externalId) });
    seen.add(externalId);
    return { line: index + 2, externalId, ...plain, consent, error };
  });
  return { rows, ignored, error: rows.length === 0 ? "empty" : null };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is looking for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const isName = (text: string, longest: number) => text.length >= 1 && text.length <= longest && !CONTROL.test(text);

function errorOf(row: {
  externalId: string;
  displayName: string | null;
  photoNames: readonly string[];
  tags: readonly string[];
  consentIsBad: boolean;
  isTwice: boolean;
}): RowError | null {
  if (row.externalId === "") return "noExternalId";
  if (!isName(row.externalId, 128)) return "badExternalId";
  if (row.isTwice) return "twice";
  if (row.displayName !== null && !isName(row.displayName, 200)) return "badName";
  if (row.photoNames.length === 0) return "noPhotos";
  if (row.photoNames.length > MOST_PHOTOS) return "tooManyPhotos";
  if (row.tags.length > MOST_TAGS || !row.tags.every((tag) => isName(tag, 64))) return "badTags";
  return row.consentIsBad ? "badConsent" : null;
}

/** Null when nothing is said, undefined when it is no moment. */
function momentOf(text: string): string | null | undefined {
  if (text === "") return null;
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}
