import type { Locale } from "../shell/locale";
import { en } from "./en";
import { es } from "./es";

/** The same keys, any text. */
type Texts<Tree> = { readonly [Key in keyof Tree]: Tree[Key] extends string ? string : Texts<Tree[Key]> };
export type Messages = Texts<typeof en>;

const ALL: Readonly<Record<Locale, Messages>> = { en, es };

export const messagesOf = (locale: Locale): Messages => ALL[locale];
