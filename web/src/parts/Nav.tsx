/** Between the pages that are no project. */

import { t } from "../words";

export function Nav({ here }: { here: "vault" | "new" }) {
  const current = (place: string) => (place === here ? ({ "aria-current": "page" } as const) : {});
  return (
    <nav aria-label="songreel">
      <a href="/studio" {...current("vault")}>
        {t("vault")}
      </a>
      <a href="/studio/new" {...current("new")}>
        {t("create")}
      </a>
      <a href="/account">{t("account")}</a>
    </nav>
  );
}
