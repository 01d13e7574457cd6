/** The cut into a shot. It is dragged from beat to beat, or moved by arrow keys; the picture at it is seen meanwhile. */

import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { framesPerS, nearest, timecode, toSeconds } from "../../timecode";
import type { Draft, Shot } from "../../wire";
import { t } from "../../words";
import { moveCut } from "../asks";
import { seek } from "../playback";
import { propose, running, sound } from "../project";
import { pxPerS, x } from "./scale";

interface CutProps {
  timeline: Draft;
  shot: Shot;
  before: Shot;
  number: number;
  top: number;
  high: number;
  /** Whether it is an end of the selected shot: then it is a control of its own, wide enough for a finger. */
  isOfChosen: boolean;
}

export function Cut({ timeline, shot, before, number, top, high, isOfChosen }: CutProps) {
  const to_s = useSignal<number | null>(null);
  const element = useRef<HTMLDivElement>(null);
  const fps = framesPerS(timeline.frame_rate);
  const start_s = toSeconds(shot.start, timeline.frame_rate);
  // Both shots keep a frame at least: the server has the last word on what is too short.
  const [least, most] = [before.start / fps + 1 / fps, shot.stop / fps - 1 / fps];
  const snapped = (raw: number) => {
    const near = nearest(sound.value?.beats_s ?? [], raw) ?? raw;
    return near > least && near < most ? near : Math.min(most, Math.max(least, raw));
  };
  const drag = (event: PointerEvent) => {
    if (running.peek()) return;
    event.stopPropagation();
    const handle = element.current;
    handle?.setPointerCapture(event.pointerId);
    const left = handle?.closest(".track")?.getBoundingClientRect().left ?? 0;
    const move = (now: PointerEvent) => {
      to_s.value = snapped((now.clientX - left) / pxPerS.value);
      seek(Math.round(to_s.value * fps));
    };
    const gone = new AbortController();
    const end = () => {
      gone.abort();
      const to = to_s.peek();
      to_s.value = null;
      if (to === null || Math.abs(to - start_s) <= 0.5 / fps) return;
      const changes = { to_s: Number(to.toFixed(3)) };
      void propose([{ edit: "move_cut", target: { shots: [number] }, changes }], `move the cut into shot ${number} to ${to.toFixed(2)} s`);
    };
    handle?.addEventListener("pointermove", move, { signal: gone.signal });
    handle?.addEventListener("pointerup", end, { signal: gone.signal });
    handle?.addEventListener("pointercancel", () => (gone.abort(), (to_s.value = null)), { signal: gone.signal });
  };
  const key = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || running.peek()) return;
    event.preventDefault();
    event.stopPropagation();
    moveCut(number, by);
  };
  const now_s = to_s.value ?? start_s;
  const at = to_s.value === null ? x(shot.start) : to_s.value * pxPerS.value;
  const said = {
    role: "slider" as const,
    tabIndex: 0,
    "aria-label": t("cut_into", { n: number }),
    "aria-valuemin": Math.round(least * 100) / 100,
    "aria-valuemax": Math.round(most * 100) / 100,
    "aria-valuenow": Math.round(now_s * 100) / 100,
    "aria-valuetext": timecode(Math.round(now_s * fps), timeline.frame_rate),
  };
  return (
    <div
      ref={element}
      class={`cut${to_s.value === null ? "" : " dragged"}${isOfChosen ? " chosen" : ""}`}
      data-cut={number}
      {...(isOfChosen ? said : { "aria-hidden": "true" as const })}
      style={{ transform: `translate(${at}px, ${top + (isOfChosen ? (high - 24) / 2 : 0)}px)`, ...(isOfChosen ? {} : { height: `${high}px` }) }}
      onPointerDown={drag}
      onKeyDown={key}
    >
      {to_s.value !== null && <output>{t("cut_to", { at: timecode(Math.round(to_s.value * fps), timeline.frame_rate) })}</output>}
    </div>
  );
}
