/** The shots in sight as buttons, with a handle at each cut; what is too narrow for a button is drawn and found by its place. */

import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import { stillUrl } from "../../api";
import { language } from "../../settings";
import { indexAt, timecode, toSeconds } from "../../timecode";
import type { Draft, Shot } from "../../wire";
import { named, sectionName, t } from "../../words";
import { seek } from "../playback";
import { select, selection, view } from "../project";
import { Cut } from "./Cut";
import { startMove } from "./moving";
import { dropAt_px, frameAt, pxPerS, sighted, TARGET_PX, x } from "./scale";

const LABELLED_PX = 30;

function choose(shot: Shot): void {
  select({ kind: "shot", id: shot.id });
  seek(shot.start);
}

/**
 * What was made of a shot, kept until anything that it shows has changed: a shot that stays in sight while the timeline
 * scrolls is not made anew.
 */
function useKept(...seen: unknown[]): (key: string, make: () => VNode) => VNode {
  const kept = useRef<{ seen: unknown[]; made: Map<string, VNode> }>({ seen, made: new Map() });
  if (seen.some((one, k) => one !== kept.current.seen[k])) kept.current = { seen, made: new Map() };
  return (key, make) => {
    const { made } = kept.current;
    const known = made.get(key) ?? make();
    made.set(key, known);
    return known;
  };
}

export function Shots({ timeline, top, high }: { timeline: Draft; top: number; high: number }) {
  const [visible, first] = sighted(timeline.shots);
  const sections = new Map(timeline.sections.map((one) => [one.id, one]));
  const chosen = selection.value.kind === "shot" ? selection.value.id : "";
  const kept = useKept(timeline, top, chosen, pxPerS.value, language.value);
  const isWide = (shot: Shot | undefined) => shot !== undefined && x(shot.stop) - x(shot.start) >= TARGET_PX;
  const pick = (event: MouseEvent) => {
    const lane = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const shot = timeline.shots[Math.max(0, indexAt(timeline.shots, frameAt(event.clientX - lane.left)))];
    if (shot) choose(shot);
  };
  const button = (shot: Shot, number: number) => {
    const section = sectionName(sections.get(shot.section)?.label ?? "");
    return <ShotButton key={shot.id} shot={shot} number={number} timeline={timeline} section={section} top={top} isChosen={shot.id === chosen} />;
  };
  const cut = (shot: Shot, before: Shot, number: number) => {
    const isOfChosen = shot.id === chosen || before.id === chosen;
    return <Cut key={`cut-${shot.id}`} shot={shot} before={before} number={number} timeline={timeline} top={top} high={high} isOfChosen={isOfChosen} />;
  };
  return (
    <div role="group" aria-label={t("shots")} data-shots={timeline.shots.length}>
      <div class="lane" style={{ transform: `translateY(${top}px)`, height: `${high}px` }} onClick={pick} />
      {visible.map((shot, k) => isWide(shot) && kept(shot.id, () => button(shot, first + k + 1)))}
      {visible.map((shot, k) => {
        const before = timeline.shots[first + k - 1];
        const isSeen = isWide(shot) || isWide(before) || shot.id === chosen || before?.id === chosen;
        return before && isSeen ? kept(`cut-${shot.id}`, () => cut(shot, before, first + k + 1)) : null;
      })}
      <Drop top={top} high={high} />
    </div>
  );
}

function Drop({ top, high }: { top: number; high: number }) {
  const at = dropAt_px.value;
  return at === null ? null : <div class="drop-line" style={{ transform: `translate(${at}px, ${top}px)`, height: `${high}px` }} />;
}

interface ShotProps {
  timeline: Draft;
  shot: Shot;
  number: number;
  section: string;
  top: number;
  isChosen: boolean;
}

function ShotButton({ timeline, shot, number, section, top, isChosen }: ShotProps) {
  const wide = x(shot.stop) - x(shot.start);
  const scene = timeline.scenes[shot.scene];
  const marks = [
    shot.locked ? t("locked") : "",
    shot.takes > 1 ? t("take_of", { a: shot.take, b: shot.takes }) : "",
    shot.on_beat || number === 1 ? "" : t("off_beat"),
  ].filter(Boolean);
  return (
    <button
      type="button"
      class="shot"
      data-shot={number}
      aria-pressed={isChosen}
      aria-label={t("shot_says", {
        n: number,
        section,
        at: timecode(shot.start, timeline.frame_rate),
        long: toSeconds(shot.stop - shot.start, timeline.frame_rate).toFixed(1),
        place: scene ? named(scene.place) : "",
        more: marks.map((mark) => `, ${mark}`).join(""),
      })}
      style={{ transform: `translate(${x(shot.start)}px, ${top}px)`, width: `${Math.max(2, wide - 1)}px` }}
      onClick={() => choose(shot)}
      onPointerDown={(event) => startMove(event, timeline, number)}
    >
      {shot.still && view.value ? (
        <img src={stillUrl(view.value.project.id, shot.still)} alt="" loading="lazy" decoding="async" fetchpriority="low" draggable={false} />
      ) : (
        <span class="waiting" />
      )}
      {wide >= LABELLED_PX && <span class="number" data-said={number} />}
      {shot.locked && <span class="mark locked" />}
      {shot.takes > 1 && wide >= LABELLED_PX && <span class="mark take-mark" data-said={shot.take} />}
    </button>
  );
}
