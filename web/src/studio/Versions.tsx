/** Every version of the film, what made it, the way back, and the comparison of two. */

import { Icon } from "../parts/Icon";
import { t } from "../words";
import { compared, compareWith } from "./compare";
import { chosenFilm, draft, film, films, restore, running, step, view } from "./project";

export function Versions() {
  const history = view.value?.history;
  const stands = draft.value?.version;
  if (!history || !stands) return null;
  const byVersion = new Map([...films.value].reverse().map((one) => [one.version, one]));
  const others = [...byVersion.values()].filter((one) => one.item_id !== film.value?.item_id);
  const isBusy = running.value !== null;
  return (
    <div class="versions">
      <div class="chips">
        <button type="button" disabled={isBusy || history.past.length === 0} onClick={() => void step("undo")}>
          <Icon name="undo" /> {t("undo")}
        </button>
        <button type="button" disabled={isBusy || history.future.length === 0} onClick={() => void step("redo")}>
          <Icon name="redo" /> {t("redo")}
        </button>
      </div>
      <div class="group">
        <h4>{t("compare")}</h4>
        {others.length === 0 ? (
          <p class="hint">{t("need_two")}</p>
        ) : (
          <div class="chips">
            {others.map((one) => (
              <button
                type="button"
                key={one.item_id}
                aria-pressed={compared.value?.item_id === one.item_id}
                onClick={() => compareWith(compared.value?.item_id === one.item_id ? null : one.item_id)}
              >
                <Icon name="compare" /> {t("version_n", { v: one.version ?? "?" })}
              </button>
            ))}
          </div>
        )}
      </div>
      <ol class="steps" reversed>
        {[...history.steps].reverse().map((one) => {
          const rendered = byVersion.get(one.version);
          return (
            <li key={one.version} aria-current={one.version === stands ? "true" : undefined} class={history.future.includes(one.version) ? "undone" : ""}>
              <p class="step-head">
                <b>{t("version_n", { v: one.version })}</b>
                {one.version === stands ? (
                  <span class="shown">{t("stands")}</span>
                ) : (
                  <button type="button" class="small" disabled={isBusy} onClick={() => void restore(one.version)}>
                    {t("go_back")}
                  </button>
                )}
                {rendered && rendered.item_id !== film.value?.item_id && (
                  <button type="button" class="small quiet" onClick={() => (chosenFilm.value = rendered.item_id)}>
                    <Icon name="play" />
                    <span class="hidden">{t("play")}</span>
                  </button>
                )}
              </p>
              <p class="step-words">{one.words || t("first_version")}</p>
              {one.said && <p class="step-said">{one.said}</p>}
            </li>
          );
        })}
      </ol>
    </div>
  );
}
