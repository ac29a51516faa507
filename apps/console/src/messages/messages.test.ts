import { createTranslator } from "use-intl/core";
import { describe, expect, it } from "vitest";
import { messagesOf } from ".";
import { en } from "./en";

type Tree = { readonly [key: string]: string | Tree };

const leaves = (tree: Tree, path = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[`${path}${key}`, value] as [string, string]] : leaves(value, `${path}${key}.`),
  );
/** What is put into a message, by name. */
const slotsOf = (message: string) =>
  [...new Set([...message.matchAll(/(?<!(?:=\d+|one|other) )\{(\w+)(?=[,}])/g)].map(([, name]) => name))].sort();

describe.each(["es"] as const)("messages in %s", (locale) => {
  const texts = new Map(leaves(messagesOf(locale) as unknown as Tree));

  it("are there for every text, and none is forgotten in English", () => {
    expect([...texts.keys()]).toEqual(leaves(en as unknown as Tree).map(([key]) => key));
    const same = leaves(en as unknown as Tree).filter(
      ([key, text]) => texts.get(key) === text && /[a-z]{5}/i.test(text),
    );
    // Words that are the same in both languages.
    expect(same.map(([, text]) => text).filter((text) => !/^(Impostor|Roles|Auditor|.*\{.*)$/.test(text))).toEqual([]);
  });

  it("take the same values, and can be formatted", () => {
    for (const [key, text] of leaves(en as unknown as Tree)) {
      const translated = texts.get(key) ?? "";
      expect(slotsOf(translated), key).toEqual(slotsOf(text));
      const values = Object.fromEntries(slotsOf(text).map((name) => [name ?? "", 2]));
      const t = createTranslator({
        ...{ locale, messages: { text: translated }, timeZone: "UTC" },
        onError: (error) => {
          throw error;
        },
      });
      expect(t("text", values as never), key).not.toContain("{");
    }
  });
});
