/** What a visitor chose about the page itself: its language and whether it is dark. Kept in this browser. */

import { effect, signal } from "@preact/signals";

export type Language = "en" | "zh";
export type Theme = "auto" | "dark" | "light";
const LANGUAGE = "songreel.language";
const THEME = "songreel.theme";

function kept<T extends string>(name: string, allowed: readonly T[]): T | null {
  const value = localStorage.getItem(name) as T | null;
  return value !== null && allowed.includes(value) ? value : null;
}

const spoken: Language = navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
export const language = signal<Language>(kept(LANGUAGE, ["en", "zh"]) ?? spoken);
export const theme = signal<Theme>(kept(THEME, ["auto", "dark", "light"]) ?? "auto");

effect(() => {
  document.documentElement.lang = language.value === "zh" ? "zh-CN" : "en";
  localStorage.setItem(LANGUAGE, language.value);
});
effect(() => {
  document.documentElement.dataset["theme"] = theme.value;
  localStorage.setItem(THEME, theme.value);
});

export const prefersStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
