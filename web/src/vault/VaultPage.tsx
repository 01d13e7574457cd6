/** What the account keeps: films, songs and characters, found by words. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Dialog } from "../parts/Dialog";
import { Icon } from "../parts/Icon";
import { Nav } from "../parts/Nav";
import { Toast } from "../parts/Toast";
import { TopBar } from "../parts/TopBar";
import { t } from "../words";
import { Characters } from "./Characters";
import { Films } from "./Films";
import { forget, forgetting, load, told, words } from "./kept";
import { Songs } from "./Songs";
import "../look/pages.css";
import "../look/vault.css";

const TYPING_MS = 200;

export function VaultPage() {
  const isFirst = useSignal(true);
  useEffect(() => {
    document.title = `${t("vault")} – songreel`;
    const gone = new AbortController();
    const timer = setTimeout(() => void load(gone.signal), isFirst.peek() ? 0 : TYPING_MS);
    isFirst.value = false;
    return () => (clearTimeout(timer), gone.abort());
  }, [words.value]);
  return (
    <div class="plain">
      <TopBar title={t("vault")}>
        <Nav here="vault" />
      </TopBar>
      <main class="page">
        <div class="vault-head">
          <input
            type="search"
            class="search"
            aria-label={t("search")}
            placeholder={t("search_vault")}
            value={words.value}
            onInput={(event) => (words.value = event.currentTarget.value)}
          />
          <a class="button primary" href="/studio/new">
            <Icon name="plus" /> {t("create")}
          </a>
        </div>
        <Films />
        <Songs />
        <Characters />
      </main>
      <Sure />
      <Toast told={told} />
    </div>
  );
}

/** What is deleted is gone: it is asked once. */
function Sure() {
  const asked = forgetting.value;
  const leave = () => (forgetting.value = null);
  return (
    <Dialog title={t("delete")} isOpen={asked !== null} close={leave} class="quote">
      <p>{t("sure_delete", { name: asked?.name ?? "" })}</p>
      <div class="dialog-end">
        <button type="button" autofocus onClick={leave}>
          {t("cancel")}
        </button>
        <button type="button" class="danger" onClick={() => void forget()}>
          {t("delete")}
        </button>
      </div>
    </Dialog>
  );
}
