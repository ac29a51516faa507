import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";

/** Folders of things that are made or installed. */
const NOT_OURS = new Set([
  "node_modules",
  "dist",
  ".next",
  ".turbo",
  ".git",
  "data",
  "coverage",
  "networks",
  "demo-output",
]);

/**
 * The Markdown files of the repository, as paths from its root.
 *
 * @param {string} root
 * @returns {string[]}
 */
export function listPages(root, folder = root) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !NOT_OURS.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return listPages(root, path);
      return entry.name.endsWith(".md") ? [relative(root, path)] : [];
    });
}

/**
 * Links of a page to files of the repository and to headings; links to other sites are left out.
 *
 * @param {string} root
 * @param {string} page path from the root
 * @returns {{ link: string, target: string, anchor: string | undefined }[]} the link as it is written, and the path that it leads to
 */
export function linksOf(root, page) {
  const text = withoutCode(readFileSync(join(root, page), "utf8"));
  return [...text.matchAll(/\]\(([^()\s]+)\)/g)]
    .map(([, link = ""]) => link)
    .filter((link) => !/^[a-z]+:/i.test(link))
    .map((link) => {
      const [path = "", anchor] = link.split("#");
      return { link, target: path === "" ? page : normalize(join(dirname(page), path)), anchor };
    });
}

/**
 * Links of a page to a file that is not there or to a heading that its page does not have.
 *
 * @param {string} root
 * @param {string} page path from the root
 * @returns {string[]} as they are written
 */
export function brokenLinks(root, page) {
  /** @param {ReturnType<typeof linksOf>[number]} link */
  const isBroken = ({ target, anchor }) =>
    target.startsWith("..") ||
    !existsSync(join(root, target)) ||
    (anchor !== undefined && !anchorsOf(readFileSync(join(root, target), "utf8")).has(anchor));
  return linksOf(root, page)
    .filter(isBroken)
    .map(({ link }) => link);
}

/**
 * The anchors that GitHub gives to the headings of a page.
 *
 * @param {string} text
 * @returns {Set<string>}
 */
function anchorsOf(text) {
  /** @type {Set<string>} */
  const anchors = new Set();
  for (const [, heading = ""] of withoutCode(text).matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const anchor = words.replace(/[^\p{L}\p{N}\p{M}_ -]/gu, "").replaceAll(" ", "-");
    let unique = anchor;
    for (let count = 1; anchors.has(unique); count++) unique = `${anchor}-${count}`;
    anchors.add(unique);
  }
  return anchors;
}

/** @param {string} text */
function withoutCode(text) {
  return text.replace(/^```[\s\S]*?^```/gm, "");
}
