/**
 * @typedef {{
 *   version?: string, dev?: boolean, optional?: boolean, devOptional?: boolean, link?: boolean, resolved?: string,
 *   integrity?: string, os?: string[], cpu?: string[], libc?: string[], optionalDependencies?: Record<string, string>,
 * }} LockEntry
 * @typedef {{ packages: Record<string, LockEntry> }} Lock
 */

const SYSTEMS = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const PROCESSORS = ["arm", "arm64", "ia32", "loong64", "ppc64", "riscv64", "s390x", "wasm32", "x64"];

/**
 * Native programs come as one optional package for each platform, and `npm ci` refuses a lockfile that lacks one of them.
 * npm leaves out those that the registry in use does not hold, so they are added here from what their parent asks for:
 * an exact version, and the platform that the name states. Without a checksum: npm records it where it first installs one.
 *
 * @param {Lock} lock changed in place
 * @returns {string[]} what was added, as name@version
 */
export function completeLockInPlace(lock) {
  /** @type {string[]} */
  const added = [];
  for (const [parentPath, parent] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      const platform = platformOf(name);
      if (platform === undefined || !/^\d+\.\d+\.\d+[\w.-]*$/.test(version) || isLocked(lock, parentPath, name))
        continue;
      lock.packages[`node_modules/${name}`] = {
        version,
        ...platform,
        ...(parent.dev || parent.devOptional ? { dev: true } : {}),
        optional: true,
      };
      added.push(`${name}@${version}`);
    }
  }
  if (added.length > 0) {
    const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en"));
    lock.packages = Object.fromEntries(sorted);
  }
  return added;
}

/**
 * @param {string} name such as `@turbo/windows-arm64` or `@oxc-parser/binding-linux-x64-musl`
 * @returns {Pick<LockEntry, "os" | "cpu" | "libc"> | undefined} undefined where the name states no platform
 */
export function platformOf(name) {
  const words = name.split(/[/-]/).map((word) => (word === "windows" ? "win32" : word === "64" ? "x64" : word));
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  if (cpu === undefined) return undefined;
  if (os === undefined) return cpu === "wasm32" ? { cpu: [cpu] } : undefined;
  const musl = words.includes("musl") || words.includes("musleabihf");
  const gnu = words.includes("gnu") || words.includes("gnueabihf");
  return {
    os: [os],
    cpu: [cpu],
    ...(os === "linux" && (musl || gnu) ? { libc: [musl ? "musl" : "glibc"] } : {}),
  };
}

/**
 * As Node looks for it: in the parent's own node_modules, then upwards.
 *
 * @param {Lock} lock
 * @param {string} parentPath
 * @param {string} name
 */
function isLocked(lock, parentPath, name) {
  for (let folder = parentPath; ; ) {
    if (lock.packages[folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`]) return true;
    if (folder === "") return false;
    const above = folder.lastIndexOf("/node_modules/");
    folder = above < 0 ? "" : folder.slice(0, above);
  }
}
