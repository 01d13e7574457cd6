/** What stands above every page: where one is, where one can go, and how the page looks. */

import type { ComponentChildren } from "preact";
import { language, theme, type Language, type Theme } from "../settings";
import { t } from "../words";

export function TopBar({ title, children, isLonely }: { title: string; children?: ComponentChildren; isLonely?: boolean }) {
  return (
    <header class="topbar">
      <a class="brand" href={isLonely ? "#" : "/studio"} aria-label="songreel">
        <span class="mark" aria-hidden="true" />
        <span class="brand-name">songreel</span>
      </a>
      <h1>{title}</h1>
      <div class="topbar-end">{children}</div>
      <Appearance />
    </header>
  );
}

function Appearance() {
  return (
    <div class="appearance">
      <select aria-label={t("language")} value={language.value} onChange={(event) => (language.value = event.currentTarget.value as Language)}>
        <option value="en">EN</option>
        <option value="zh">中文</option>
      </select>
      <select aria-label={t("theme")} value={theme.value} onChange={(event) => (theme.value = event.currentTarget.value as Theme)}>
        <option value="auto">{t("theme_auto")}</option>
        <option value="dark">{t("theme_dark")}</option>
        <option value="light">{t("theme_light")}</option>
      </select>
    </div>
  );
}
