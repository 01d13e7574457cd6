/** What the check found: each moment to be looked at, and all of their shots made again by one press. */

import { clock, framesPerS } from "../timecode";
import { named, t } from "../words";
import { isBusy } from "./asks";
import { check, checked, fixThese, flagged, flaggedShots, report, watching } from "./moments";
import { seek } from "./playback";
import { draft, film, select } from "./project";

export function Moments() {
  const timeline = draft.value;
  const found = report.value;
  if (!timeline) return null;
  const told = checked.value?.told;
  const go = (start_s: number, shot: number) => {
    seek(start_s * framesPerS(timeline.frame_rate));
    const at = timeline.shots[shot - 1];
    if (at) select({ kind: "shot", id: at.id });
  };
  return (
    <div class="moments">
      {!found && (
        <button type="button" class="primary" disabled={!film.value || watching.value} onClick={() => void check()}>
          {watching.value ? t("checking") : t("check_film")}
        </button>
      )}
      {watching.value && <progress max={told?.total || 1} {...(told?.total ? { value: told.done } : {})} aria-label={t("checking")} />}
      {found && (
        <>
          <p class={found.verdict.broadcast_usable ? "verdict good" : "verdict"}>
            {found.verdict.broadcast_usable ? t("usable") : t("not_usable")}
            <span>
              {t("stability")} {found.stability.toFixed(2)}
            </span>
          </p>
          {found.verdict.why_not.map((why) => (
            <p key={why} class="hint">
              {why}
            </p>
          ))}
          {flagged.value.length === 0 ? (
            <p>{t("nothing_found")}</p>
          ) : (
            <>
              <h4>{t("flagged")}</h4>
              <ol class="faults">
                {flagged.value.map((fault) => (
                  <li key={`${fault.kind}-${fault.start_s}`}>
                    <button type="button" class="fault-row" onClick={() => go(fault.start_s, fault.shot_number)}>
                      <b>{clock(fault.start_s)}</b>
                      <span>
                        {named(fault.kind)} · {t("shot_n", { n: fault.shot_number })}
                        <small>{fault.why}</small>
                      </span>
                    </button>
                  </li>
                ))}
              </ol>
              <button type="button" class="primary" disabled={isBusy()} onClick={() => void fixThese()}>
                {t("fix_these", { n: flaggedShots.value.length })}
              </button>
            </>
          )}
        </>
      )}
    </div>
  );
}
