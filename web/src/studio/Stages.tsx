/** The road from a song to a film, and how far it has been gone. */

import type { Job } from "../wire";
import { named, t } from "../words";

const PLANNING = "creative vision";
const ROAD = ["audio analysis", PLANNING, "image generation", "video generation", "assembly"];

export function Stages({ job }: { job: Job }) {
  const at = ROAD.indexOf(job.stage);
  return (
    <ol class="stages" aria-label={t("stages")}>
      {ROAD.map((stage, index) => (
        <li key={stage} class={index < at ? "done" : ""} aria-current={index === at ? "step" : undefined}>
          <span>
            {named(stage)}
            {stage === PLANNING && <small>{t("plans")}</small>}
          </span>
          {index === at && job.total > 0 && <small>{Math.round((100 * job.done) / job.total)} %</small>}
        </li>
      ))}
    </ol>
  );
}
