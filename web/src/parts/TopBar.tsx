/** What stands above every page: where one is, where one can go, and how the page looks. */

import type { ComponentChildren } from "preact";
import { language, theme, type Language, type Theme } from "../settings";
import { creditsOf, t } from "../words";
import { Icon } from "./Icon";

const MENU = "menu";

interface Shown {
  title: string;
  children?: ComponentChildren;
  /** Whether the visitor has no other page to go to. */
  isLonely?: boolean;
  /** Credits; null: nothing is charged here. Left out: not known. */
  available?: number | null | undefined;
}

export function TopBar({ title, children, isLonely, available }: Shown) {
  const balance = available === undefined ? null : available === null ? t("not_charged") : creditsOf(available);
  return (
    <header class="topbar">
      <a class="brand" href={isLonely ? "#" : "/studio"} aria-label="songreel">
        <span class="mark" aria-hidden="true" />
        <span class="brand-name">songreel</span>
      </a>
      <h1>{title}</h1>
      {balance && <span class="balance">{balance}</span>}
      <div class="topbar-end">{children}</div>
      <button type="button" class="quiet menu-button" popovertarget={MENU} aria-label={t("menu")} title={t("menu")}>
        <Icon name="more" />
      </button>
      <Menu isLonely={isLonely ?? false} balance={balance} />
    </header>
  );
}

function Menu({ isLonely, balance }: { isLonely: boolean; balance: string | null }) {
  return (
    <div id={MENU} class="menu" popover="auto">
      {balance && <p class="menu-credits">{balance}</p>}
      <Pick
        label={t("language")}
        name="language"
        chosen={language.value}
        of={[
          ["en", "English"],
          ["zh", "中文"],
        ]}
        choose={(value) => (language.value = value as Language)}
      />
      <Pick
        label={t("theme")}
        name="theme"
        chosen={theme.value}
        of={[
          ["auto", t("theme_auto")],
          ["dark", t("theme_dark")],
          ["light", t("theme_light")],
        ]}
        choose={(value) => (theme.value = value as Theme)}
      />
      {!isLonely && (
        <nav aria-label={t("menu")}>
          <a href="/studio">{t("vault")}</a>
          <a href="/studio/new">{t("create")}</a>
          <a href="/account">{t("account")}</a>
        </nav>
      )}
    </div>
  );
}

interface Picked {
  label: string;
  name: string;
  chosen: string;
  of: [string, string][];
  choose: (value: string) => void;
}

function Pick({ label, name, chosen, of, choose }: Picked) {
  return (
    <fieldset class="pick">
      <legend>{label}</legend>
      <div class="picks">
        {of.map(([value, said]) => (
          <label key={value}>
            <input type="radio" class="hidden" name={name} value={value} checked={value === chosen} onChange={() => choose(value)} />
            <span>{said}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
