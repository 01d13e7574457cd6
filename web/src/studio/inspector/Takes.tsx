/** Every try of a shot, side by side and moving; two of them can be laid over one another. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { clipUrl, get, projectPath, stillUrl } from "../../api";
import { Icon } from "../../parts/Icon";
import type { Shot, Take } from "../../wire";
import { t } from "../../words";
import { isBusy, may, onShots } from "../asks";
import { here, tell, view } from "../project";
import { Group } from "./fields";
import { TakesCompared } from "./TakesCompared";

interface Shown {
  shot: Shot;
  number: number;
  version: number;
}

export const chooseTake = (number: number, take: number) => onShots("choose_take", [number], { take }, `take ${take} of shot ${number}`);

export function Takes({ shot, number, version }: Shown) {
  const found = useSignal<Take[] | null>(null);
  const isComparing = useSignal(false);
  useEffect(() => {
    const gone = new AbortController();
    // Before the first film is done there is nothing to see of any take.
    if (view.value?.films.length)
      get<{ takes: Take[] }>(projectPath(here(), `/shots/${number}/takes`), gone.signal).then((told) => (found.value = told.takes), tell);
    return () => gone.abort();
  }, [shot.id, number, version, shot.still]);
  const takes = found.value ?? Array.from({ length: shot.takes }, (_, k) => ({ number: k + 1, still: null }));
  const seen = (found.value ?? []).filter((take) => take.still !== null && hasClip(take.still));
  return (
    <Group title={`${t("takes")} · ${shot.takes}`}>
      <div class="takes" role="list">
        {takes.map((take) => (
          <figure key={take.number} role="listitem" class={take.number === shot.take ? "take chosen" : "take"} data-take={take.number}>
            <Moving take={take} instead={take.number === shot.take ? shot.still : null} isLoading={found.value === null} />
            <figcaption>
              <b>{take.number}</b>
              {take.number === shot.take ? (
                <span class="shown">{t("shown")}</span>
              ) : (
                <button
                  type="button"
                  class="small"
                  disabled={isBusy() || !may("write")}
                  aria-label={`${t("take_n", { n: take.number })}: ${t("show_take")}`}
                  onClick={() => chooseTake(number, take.number)}
                >
                  {t("show")}
                </button>
              )}
            </figcaption>
          </figure>
        ))}
      </div>
      {seen.length > 1 && (
        <button type="button" class="compare-takes" onClick={() => (isComparing.value = true)}>
          <Icon name="compare" /> {t("compare_takes")}
        </button>
      )}
      <TakesCompared takes={seen} shot={shot} number={number} isOpen={isComparing.value} close={() => (isComparing.value = false)} />
    </Group>
  );
}

/** Whether the picture is of a clip of its own; else it is of a frame of some film. */
const hasClip = (still: string) => !still.includes(".");

/** A take's clip, which moves while it is pointed at. */
function Moving({ take, instead, isLoading }: { take: { still: string | null }; instead: string | null; isLoading: boolean }) {
  const project = here();
  const picture = take.still ?? instead;
  if (take.still && hasClip(take.still))
    return (
      <video
        src={clipUrl(project, take.still)}
        poster={stillUrl(project, take.still)}
        muted
        loop
        playsInline
        preload="none"
        onMouseEnter={(event) => void event.currentTarget.play().catch(() => undefined)}
        onMouseLeave={(event) => event.currentTarget.pause()}
        onClick={(event) => {
          const video = event.currentTarget;
          if (video.paused) void video.play().catch(() => undefined);
          else video.pause();
        }}
      />
    );
  if (picture) return <img src={stillUrl(project, picture)} alt="" decoding="async" />;
  return <div class={isLoading ? "nothing loading" : "nothing"}>{isLoading ? "" : t("no_picture")}</div>;
}
