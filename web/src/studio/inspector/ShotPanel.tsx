/** One shot: its tries, its words, its look, its place in the film. */

import { useComputed } from "@preact/signals";
import { Icon } from "../../parts/Icon";
import { timecode, toSeconds } from "../../timecode";
import type { Draft, Shot } from "../../wire";
import { named, sectionName, t } from "../../words";
import { isInside, moveCut, onSelected, onShots, splitHere } from "../asks";
import { select } from "../project";
import { Again, Choice, Editing, Group, Level, Light, Reprompt, Restyle } from "./fields";
import { Takes } from "./Takes";

const FRAMINGS = ["wide", "medium", "close", "low", "high", "detail"] as const;
const CAMERAS = ["hold", "push_in", "pull_out", "drift_left", "drift_right", "rise", "sink", "orbit", "handheld"] as const;
const TRANSITIONS = ["cut", "dissolve", "fade", "dip", "whip", "light_leak", "match"] as const;

interface Shown {
  timeline: Draft;
  shot: Shot;
  number: number;
}

export function ShotPanel({ timeline, shot, number }: Shown) {
  const scene = timeline.scenes[shot.scene];
  return (
    <>
      <Subject timeline={timeline} shot={shot} number={number} />
      <Editing>
        <Again shots={1} />
      </Editing>
      <Takes shot={shot} number={number} version={timeline.version} />
      <dl class="facts-list">
        <dt>{t("place")}</dt>
        <dd>
          {scene ? [scene.place, scene.time_of_day, ...(scene.weather === "clear" ? [] : [scene.weather])].map(named).join(", ") : ""}
          {shot.pose === null ? `, ${t("scenic")}` : ""}
        </dd>
        <dt>{t("what_it_shows")}</dt>
        <dd class="prompt" title={shot.prompt}>
          {shot.prompt}
        </dd>
      </dl>
      <Editing>
        <Reprompt />
        <div class="pair">
          <Choice label={t("framing")} value={shot.framing} of={FRAMINGS} choose={(framing) => onSelected("camera", { framing }, `framing ${framing}`)} />
          <Choice label={t("camera")} value={shot.camera} of={CAMERAS} choose={(camera) => onSelected("camera", { camera }, `camera ${camera}`)} />
        </div>
        <div class="pair">
          <Choice label={t("transition")} value={shot.transition} of={TRANSITIONS} choose={(kind) => onSelected("transition", { kind }, `transition ${kind}`)} />
          <Level label={t("motion")} value={shot.motion} least={1} most={10} set={(level) => onSelected("motion", { level }, `motion ${level}`)} />
        </div>
        <Light />
        <Trim timeline={timeline} shot={shot} number={number} />
        <Order timeline={timeline} shot={shot} number={number} />
        <Restyle current={shot.style ?? timeline.style} />
      </Editing>
    </>
  );
}

function Subject({ timeline, shot, number }: Shown) {
  const section = timeline.sections.find((one) => one.id === shot.section);
  const long = toSeconds(shot.stop - shot.start, timeline.frame_rate).toFixed(2);
  const isOnBeat = shot.on_beat || number === 1;
  return (
    <header class="subject">
      <p class="eyebrow">
        <button type="button" class="link" onClick={() => section && select({ kind: "section", id: section.id })}>
          {sectionName(section?.label ?? "")}
        </button>
      </p>
      <h3>
        {t("shot_n", { n: number })}
        {shot.locked && (
          <span class="lock-mark" title={t("locked")}>
            <Icon name="lock" />
          </span>
        )}
      </h3>
      <p class="facts">
        {timecode(shot.start, timeline.frame_rate)} · {long} s ·{" "}
        <span class={isOnBeat ? "good" : "off"} title={shot.off_beat_reason ?? ""}>
          {isOnBeat ? t("on_beat") : t("off_beat")}
        </span>
      </p>
    </header>
  );
}

/** Both ends of the shot, each by a beat. */
function Trim({ timeline, number }: Shown) {
  const isLast = number === timeline.shots.length;
  const ends = [
    ["trim_start", number, number === 1],
    ["trim_end", number + 1, isLast],
  ] as const;
  return (
    <div class="pair trims">
      {ends.map(([key, cut, isFixed]) => (
        <div class="group" key={key}>
          <h4>{t(key)}</h4>
          <div class="stepper" role="group" aria-label={t(key)}>
            <button type="button" disabled={isFixed} aria-label={t("cut_earlier")} title={t("cut_earlier")} onClick={() => moveCut(cut, -1)}>
              <Icon name="frameBack" />
            </button>
            <span>{t("a_beat")}</span>
            <button type="button" disabled={isFixed} aria-label={t("cut_later")} title={t("cut_later")} onClick={() => moveCut(cut, 1)}>
              <Icon name="frameOn" />
            </button>
          </div>
        </div>
      ))}
    </div>
  );
}

function Order({ timeline, shot, number }: Shown) {
  // Only whether it can be split is looked at here: the playhead's every step would draw the panel anew.
  const canSplit = useComputed(isInside);
  const isLast = number === timeline.shots.length;
  return (
    <Group title={t("order")}>
      <div class="chips">
        <button type="button" disabled={number === 1} onClick={() => onSelected("reorder", { by: -1 }, "a place earlier")}>
          {t("move_earlier")}
        </button>
        <button type="button" disabled={isLast} onClick={() => onSelected("reorder", { by: 1 }, "a place later")}>
          {t("move_later")}
        </button>
        <button type="button" disabled={!canSplit.value} onClick={() => splitHere(timeline, number)}>
          {t("split")}
        </button>
        <button type="button" disabled={isLast} onClick={() => onShots("merge", [number, number + 1], {}, `merge shots ${number} and ${number + 1}`)}>
          {t("merge")}
        </button>
        <button type="button" onClick={() => onSelected(shot.locked ? "unlock" : "lock", {}, shot.locked ? "unlock" : "lock")}>
          <Icon name={shot.locked ? "unlock" : "lock"} />
          {shot.locked ? t("unlock") : t("lock")}
        </button>
        <button type="button" class="danger" onClick={() => onSelected("remove", {}, `remove shot ${number}`)}>
          {t("remove")}
        </button>
      </div>
    </Group>
  );
}
