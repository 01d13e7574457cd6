/** What the page says in the visitor's language: one table for each, in `words/`. */

import { language } from "./settings";
import { en, type Key } from "./words/en";
import { NAMES_ZH } from "./words/names_zh";
import { zh } from "./words/zh";

export type { Key };

const TABLES = { en, zh };

/** The sentence in the visitor's language, with values in place of {names}. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  return TABLES[language.value][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export const creditsOf = (n: number) => (n === 1 ? t("one_credit") : t("credits", { n }));

/** The engine's own names, such as "flower_field", as words; known ones in the visitor's language. */
export function named(name: string): string {
  return (language.value === "zh" ? NAMES_ZH[name] : undefined) ?? name.replaceAll("_", " ");
}

/** What a look is called. */
export const styleName = (style: { key: string; name: string }) => (language.value === "zh" ? (NAMES_ZH[style.key] ?? style.name) : style.name);

/** A section's label: the part's name in the visitor's language, with its number. */
export function sectionName(label: string): string {
  const found = /^(.*?)(?: (\d+))?$/.exec(label);
  const word = named(found?.[1] ?? label);
  return found?.[2] ? `${word} ${found[2]}` : word;
}
