import { unzip } from "fflate";

/** Of one photo in a zip, unpacked; beyond it the server would refuse it anyway. */
export const MOST_PHOTO_BYTES = 20 * 1024 * 1024;
/** Of all of them together: they are held in memory. */
export const MOST_ZIP_BYTES = 2 * 1024 * 1024 * 1024;
const PHOTO = /\.(jpe?g|png|webp)$/i;

/** Photos by their path, and by their name alone where only one has it. */
export class PhotoFiles {
  private readonly byPath = new Map<string, File>();
  private readonly byName = new Map<string, File | "several">();

  get count(): number {
    return this.byPath.size;
  }

  add(path: string, file: File): void {
    const clean = path.replaceAll("\\", "/").replace(/^\/+/, "");
    const name = clean.split("/").at(-1) ?? clean;
    if (!PHOTO.test(name) || name.startsWith(".") || clean.startsWith("__MACOSX/")) return;
    this.byPath.set(clean.toLowerCase(), file);
    this.byName.set(name.toLowerCase(), this.byName.has(name.toLowerCase()) ? "several" : file);
  }

  /** Folders differ between machines in front of what the file says, so the end of a path is enough if only one has it. */
  find(wanted: string): File | "missing" | "several" {
    const clean = wanted.replaceAll("\\", "/").replace(/^\/+/, "").toLowerCase();
    const exact = this.byPath.get(clean);
    if (exact !== undefined) return exact;
    const ends = [...this.byPath].filter(([path]) => clean.includes("/") && path.endsWith(`/${clean}`));
    if (ends.length > 0) return ends.length === 1 ? (ends[0]?.[1] ?? "missing") : "several";
    return clean.includes("/") ? "missing" : (this.byName.get(clean) ?? "missing");
  }
}

export class ZipError extends Error {
  override readonly name = "ZipError";

  constructor(readonly code: "corrupt" | "tooLarge") {
    super(code);
  }
}

/** @throws ZipError */
export async function addZip(files: PhotoFiles, zip: Blob): Promise<void> {
  let total = 0;
  let isTooLarge = false;
  const bytes = new Uint8Array(await zip.arrayBuffer());
  const entries = await new Promise<Record<string, Uint8Array>>((resolve, reject) => {
    unzip(
      bytes,
      {
        filter: ({ name, originalSize }) => {
          if (!PHOTO.test(name) || originalSize > MOST_PHOTO_BYTES) return false;
          total += originalSize;
          if (total > MOST_ZIP_BYTES) isTooLarge = true;
          return !isTooLarge;
        },
      },
      (error, unpacked) => (error ? reject(new ZipError("corrupt")) : resolve(unpacked)),
    );
  });
  if (isTooLarge) throw new ZipError("tooLarge");
  for (const [path, content] of Object.entries(entries)) {
    const name = path.split("/").at(-1) ?? path;
    files.add(path, new File([content as Uint8Array<ArrayBuffer>], name));
  }
}
