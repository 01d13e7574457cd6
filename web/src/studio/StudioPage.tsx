/** One project: its film, its timeline, and everything that can be said and done about it. */

import { signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Dialog } from "../parts/Dialog";
import { Icon, IconButton } from "../parts/Icon";
import { Toast } from "../parts/Toast";
import { TopBar } from "../parts/TopBar";
import { Work } from "../parts/Work";
import { t, type Key } from "../words";
import { ExportPanel } from "./ExportPanel";
import { Inspector } from "./inspector/Inspector";
import { KEYS, onKey, showsKeys } from "./keys";
import { Moments } from "./Moments";
import { Player } from "./Player";
import { close, draft, films, missing, open, reload, running, step, stop, told, unreachable, view } from "./project";
import { QuoteDialog } from "./QuoteDialog";
import { Talk } from "./Talk";
import { Timeline } from "./timeline/Timeline";
import { Versions } from "./Versions";
import "../look/studio.css";
import "../look/panels.css";
import "../look/inspector.css";
import "../look/timeline.css";

const TABS = { look: Inspector, versions: Versions, check: Moments } as const;
type Tab = keyof typeof TABS;
const NAMES: Record<Tab | "talk", Key> = { look: "look", versions: "versions", check: "check", talk: "talk" };
/** What a phone shows below the film; beside each other on a wide screen. */
const tab = signal<Tab | "talk">("look");

export function StudioPage({ id }: { id: string }) {
  const isExporting = useSignal(false);
  useEffect(() => {
    void open(id);
    addEventListener("keydown", onKey);
    return () => {
      removeEventListener("keydown", onKey);
      close();
    };
  }, [id]);
  const now = view.value;
  const job = running.value;
  const percent = job && job.total > 0 ? `${Math.floor((100 * job.done) / job.total)} % ` : "";
  useEffect(() => {
    document.title = `${percent}${now?.project.name ?? t("studio")} – songreel`;
  }, [percent, now?.project.name]);
  if (missing.value) return <Missing />;
  if (!now && unreachable.value) return <Unreachable why={unreachable.value} />;
  const history = now?.history;
  const Side = TABS[tab.value === "talk" ? "look" : tab.value];
  return (
    <div class="studio" data-tab={tab.value} data-version={draft.value?.version ?? ""}>
      <TopBar title={now?.project.name ?? " "} isLonely={!now?.may.includes("upload")} available={now ? (now.charged ? now.balance.available : null) : undefined}>
        <IconButton icon="undo" label={t("undo")} disabled={!history?.past.length || running.value !== null} onClick={() => void step("undo")} />
        <IconButton icon="redo" label={t("redo")} disabled={!history?.future.length || running.value !== null} onClick={() => void step("redo")} />
        <IconButton icon="keys" class="wide-only" label={t("keys_title")} onClick={() => (showsKeys.value = true)} />
        <button type="button" class="primary" disabled={!films.value.length} onClick={() => (isExporting.value = true)}>
          <Icon name="export" /> {t("export")}
        </button>
      </TopBar>
      <main>
        <section class="side talk-side" aria-label={t("talk")}>
          <h2>{t("talk")}</h2>
          <Talk />
        </section>
        <div class="middle">
          <Player />
          <div class="strip">
            {job && <Work job={job} stop={now?.may.includes("write") ? () => void stop() : undefined} />}
            {!job && now?.failed && <p class="fault strip-fault">{now.failed.error ?? t("cancelled")}</p>}
          </div>
        </div>
        <section class="side look-side" aria-label={t(NAMES[tab.value === "talk" ? "look" : tab.value])}>
          <Tabs />
          <div class="side-body">
            <Side />
          </div>
        </section>
        <Timeline />
      </main>
      <ExportPanel isOpen={isExporting.value} close={() => (isExporting.value = false)} />
      <QuoteDialog />
      <Dialog title={t("keys_title")} isOpen={showsKeys.value} close={() => (showsKeys.value = false)}>
        <table class="keys">
          <tbody>
            {KEYS.map(([keys, does]) => (
              <tr key={keys}>
                <th scope="row">
                  {keys.split(", ").map((one) => (
                    <kbd key={one}>{one}</kbd>
                  ))}
                </th>
                <td>{t(does)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Dialog>
      <Toast told={told} />
    </div>
  );
}

function Tabs() {
  return (
    <div class="tabs" role="group" aria-label={t("studio")}>
      {(Object.keys(NAMES) as (Tab | "talk")[]).map((one) => (
        <button type="button" key={one} class={`tab ${one}-tab`} aria-pressed={tab.value === one} onClick={() => (tab.value = one)}>
          {t(NAMES[one])}
        </button>
      ))}
    </div>
  );
}

function Unreachable({ why }: { why: string }) {
  return (
    <div class="plain">
      <TopBar title="songreel" />
      <main class="centred">
        <h2>{t("no_answer")}</h2>
        <p>{why}</p>
        <button type="button" class="primary" onClick={() => void reload()}>
          {t("retry")}
        </button>
      </main>
    </div>
  );
}

function Missing() {
  return (
    <div class="plain">
      <TopBar title="songreel" />
      <main class="centred">
        <h2>{t("no_project")}</h2>
        <p>{t("no_project_more")}</p>
        <a class="button" href="/studio">
          {t("to_vault")}
        </a>
      </main>
    </div>
  );
}
