/** Work under way: its stage, how much of it is done, and the time left as far as anybody can honestly say. */

import type { Job } from "../wire";
import { clock } from "../timecode";
import { language } from "../settings";
import { named, t } from "../words";
import { exportTold } from "../words/exports";

const OF_SHOTS = new Set(["image generation", "video generation"]);

/** "export youtube" is the film's way to one of the files of a pack. */
function stageName(stage: string): string {
  const file = /^export (\S+)$/.exec(stage)?.[1];
  return file ? `${t("export")} · ${exportTold(language.value, file, "").name}` : named(stage);
}

export function Work({ job, stop }: { job: Job; stop?: (() => void) | undefined }) {
  const isShots = OF_SHOTS.has(job.stage);
  const share = job.total > 0 ? job.done / job.total : null;
  return (
    <div class="work-strip">
      <b role="status">{job.state === "queued" ? t("queued") : stageName(job.stage || "creative vision")}</b>
      <progress max={1} {...(share === null ? {} : { value: share })} aria-label={stageName(job.stage || "creative vision")} />
      <span class="figures">
        {isShots && `${t("shots_done", { a: Math.floor(job.done), b: Math.round(job.total) })} · `}
        {job.seconds_left === null ? t("measuring") : t("left_about", { t: clock(job.seconds_left) })}
      </span>
      {stop && (
        <button type="button" class="small" onClick={stop}>
          {t("stop")}
        </button>
      )}
    </div>
  );
}
