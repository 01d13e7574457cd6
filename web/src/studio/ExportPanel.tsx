/** Finished files: written for a platform or an editor, followed to their end, downloaded. */

import { useSignal, type Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { get, post, projectPath } from "../api";
import { choices, loadChoices } from "../choices";
import { Dialog } from "../parts/Dialog";
import { Icon } from "../parts/Icon";
import { Work } from "../parts/Work";
import { followJob } from "../streams";
import type { Job, Quality } from "../wire";
import { language } from "../settings";
import { creditsOf, t } from "../words";
import { exportTold } from "../words/exports";
import { draft, here, reload, running, say, stop, tell, view } from "./project";

const PACK = "release-pack";
const WITH_SECONDS = new Set(["teaser", "canvas", "gif", "webp"]);
const FILM = "film";

export function ExportPanel({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  const done = useSignal<Job[]>([]);
  const chosen = useSignal(FILM);
  const quality = useSignal<Quality>("draft");
  const seconds = useSignal("");
  const busy = useSignal(false);

  const load = async () => {
    try {
      await loadOptional();
      done.value = (await get<{ exports: Job[] }>(projectPath(here(), "/exports"))).exports;
    } catch (error) {
      tell(error);
    }
  };
  useEffect(() => {
    if (isOpen) void load();
  }, [isOpen]);

  const begin = async () => {
    busy.value = true;
    try {
      const timeline = choices.value?.timelines.some((one) => one.name === chosen.value) ?? false;
      const job = await post<Job>(projectPath(here(), "/exports"), {
        profile: timeline || chosen.value === FILM ? null : chosen.value,
        timeline: timeline ? chosen.value : null,
        quality: quality.value,
        seconds: WITH_SECONDS.has(chosen.value) && seconds.value ? Number(seconds.value) : null,
      });
      await reload();
      followJob(here(), job.id, (heard, isEnd) => {
        if (!isEnd) return;
        if (heard.state === "failed") tell(heard.error ?? t("failed"));
        else if (heard.state === "completed") say(t("finished_files"));
        void load();
        void reload();
      });
    } catch (error) {
      tell(error);
    } finally {
      busy.value = false;
    }
  };

  const price = view.value?.charged && view.value.prices.export > 0 ? creditsOf(view.value.prices.export) : t("free");
  const profiles = choices.value?.profiles ?? [];
  return (
    <Dialog title={t("export")} isOpen={isOpen} close={close} class="export">
      {running.value && <Work job={running.value} stop={() => void stop()} />}
      {done.value.length > 0 && (
        <section aria-label={t("finished_files")}>
          <h3>{t("finished_files")}</h3>
          <ul class="files">
            {done.value.flatMap((job) =>
              job.files.map((file) => (
                <li key={file.id + job.id}>
                  <a href={file.url} download={file.name}>
                    <Icon name="export" />
                    <span>{file.name}</span>
                  </a>
                  <small>{(file.size / 1e6).toFixed(file.size < 1e6 ? 2 : 1)} MB</small>
                </li>
              )),
            )}
          </ul>
        </section>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void begin();
        }}
      >
        <fieldset class="profiles" disabled={busy.value || running.value !== null}>
          <legend>{t("export_as")}</legend>
          <Profile id={FILM} name={t("whole_film_file")} what={`${draft.value?.aspect ?? ""} MP4`} chosen={chosen} />
          {[...profiles]
            .sort((one, other) => Number(other.name === PACK) - Number(one.name === PACK))
            .map((one) => (
              <Profile key={one.name} id={one.name} {...exportTold(language.value, one.name, one.what)} chosen={chosen} />
            ))}
        </fieldset>
        {(choices.value?.timelines.length ?? 0) > 0 && (
          <fieldset class="profiles" disabled={busy.value || running.value !== null}>
            <legend>{t("for_editors")}</legend>
            {choices.value?.timelines.map((one) => (
              <Profile key={one.name} id={one.name} {...exportTold(language.value, one.name, one.what)} chosen={chosen} />
            ))}
          </fieldset>
        )}
        <div class="export-end">
          <label class="field">
            {t("quality")}
            <select value={quality.value} onChange={(event) => (quality.value = event.currentTarget.value as Quality)}>
              {(["preview", "draft", "final"] as const).map((one) => (
                <option key={one} value={one}>
                  {t(one)}
                </option>
              ))}
            </select>
          </label>
          {WITH_SECONDS.has(chosen.value) && (
            <label class="field">
              {t("seconds")}
              <input type="number" min={1} max={60} value={seconds.value} onInput={(event) => (seconds.value = event.currentTarget.value)} />
            </label>
          )}
          <span class="price">{price}</span>
          <button type="submit" class="primary" disabled={busy.value || running.value !== null}>
            <Icon name="export" /> {t("export")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** A browser with a claim link may not see what the account could choose from; the film itself it may have. */
async function loadOptional(): Promise<void> {
  if (view.value?.may.includes("upload")) await loadChoices();
}

function Profile({ id, name, what, chosen }: { id: string; name: string; what: string; chosen: Signal<string> }) {
  return (
    <label class="profile">
      <input type="radio" name="profile" value={id} checked={chosen.value === id} onChange={() => (chosen.value = id)} />
      <span>
        <b>{name}</b>
        <small>{what}</small>
      </span>
    </label>
  );
}
