/**
 * The song and the film on one beat grid: sections, waveform, shots, words, sound. What can be pointed at is a button; only
 * those in sight are there, so that a film of 400 shots scrolls as one of ten does.
 */

import { effect } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { IconButton } from "../../parts/Icon";
import { clock } from "../../timecode";
import { t } from "../../words";
import { frame, playing, seek } from "../playback";
import { draft, sound } from "../project";
import { Behind } from "./Behind";
import { clampedScale, fitting, frameAt, length_s, openingScale, pxPerS, rowsOf, seen_px, STEP_PX, width_px, x } from "./scale";
import { Shots } from "./Shots";
import { Flags, Sections, Sounds, Texts } from "./Tracks";

const ZOOM = 1.6;
const AHEAD_PX = 80;

export function Timeline() {
  const timeline = draft.value;
  const scroller = useRef<HTMLDivElement>(null);
  const rows = rowsOf();
  useMeasured(scroller, timeline === null);
  const zoom = (factor: number, about_px?: number) => scroller.current && zoomBy(scroller.current, factor, about_px);
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 200), event.clientX - box.getBoundingClientRect().left);
    };
    box.addEventListener("wheel", onWheel, { passive: false });
    return () => box.removeEventListener("wheel", onWheel);
  }, [timeline === null]);
  if (!timeline) return <section class="timeline empty" aria-label={t("timeline")} />;
  const song = sound.value;
  const facts = [
    ...(song?.tempo_bpm ? [t("bpm", { n: Math.round(song.tempo_bpm) }), song.metre] : []),
    clock(length_s.value),
    timeline.shots.length === 1 ? t("one_shot") : t("n_shots", { n: timeline.shots.length }),
  ];
  return (
    <section class="timeline" aria-label={t("timeline")}>
      <header class="timeline-head">
        <h2>{t("timeline")}</h2>
        <p class="facts">{facts.join(" · ")}</p>
        <div class="buttons end">
          <IconButton icon="minus" label={t("zoom_out")} onClick={() => zoom(1 / ZOOM)} />
          <button type="button" class="quiet" onClick={() => (pxPerS.value = fitting())}>
            {t("fit")}
          </button>
          <IconButton icon="plus" label={t("zoom_in")} onClick={() => zoom(ZOOM)} />
        </div>
      </header>
      <div
        class="scroller"
        ref={scroller}
        onScroll={(event) => (seen_px.value = Math.floor(event.currentTarget.scrollLeft / STEP_PX) * STEP_PX)}
        tabIndex={-1}
      >
        <div class="track" style={{ width: `${Math.max(x(timeline.frames), 1)}px`, height: `${rows.height}px` }}>
          <Behind rows={rows} frames={timeline.frames} />
          <div class="ruler" style={{ height: `${rows.wave[1]}px` }} onPointerDown={scrub} />
          <Sections timeline={timeline} top={rows.sections} />
          <Shots timeline={timeline} top={rows.shots[0]} high={rows.shots[1] - rows.shots[0]} />
          <Texts timeline={timeline} top={rows.texts} />
          <Sounds timeline={timeline} top={rows.sounds} />
          <Flags timeline={timeline} top={rows.shots[0] - 4} />
          <Playhead scroller={scroller} />
        </div>
      </div>
    </section>
  );
}

/** Keeps the measures of the scroller, and opens every film at a scale of its own. */
function useMeasured(scroller: { current: HTMLDivElement | null }, isEmpty: boolean): void {
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const measure = () => (width_px.value = box.clientWidth);
    const watch = new ResizeObserver(measure);
    watch.observe(box);
    measure();
    const timeline = draft.peek();
    if (timeline) pxPerS.value = openingScale(timeline);
    seen_px.value = 0;
    return () => watch.disconnect();
  }, [isEmpty]);
}

function zoomBy(box: HTMLElement, factor: number, about_px = box.clientWidth / 2): void {
  const at_s = (box.scrollLeft + about_px) / pxPerS.value;
  pxPerS.value = clampedScale(pxPerS.value * factor);
  // Once the track is as wide as it will be.
  requestAnimationFrame(() => (box.scrollLeft = at_s * pxPerS.value - about_px));
}

function scrub(event: PointerEvent): void {
  const box = event.currentTarget as HTMLElement;
  const go = (to: PointerEvent) => seek(frameAt(to.clientX - box.getBoundingClientRect().left));
  box.setPointerCapture(event.pointerId);
  go(event);
  box.onpointermove = go;
  box.onpointerup = box.onpointercancel = () => (box.onpointermove = box.onpointerup = null);
}

/** Moves without anything being drawn anew. */
function Playhead({ scroller }: { scroller: { current: HTMLDivElement | null } }) {
  const head = useRef<HTMLDivElement>(null);
  useEffect(
    () =>
      effect(() => {
        const at = x(frame.value);
        const box = scroller.current;
        if (!head.current || !box) return;
        head.current.style.transform = `translateX(${at}px)`;
        const wide = width_px.peek();
        if (!playing.value || length_s.peek() * pxPerS.peek() <= wide) return;
        const off = at - box.scrollLeft;
        if (off < 0 || off > wide - AHEAD_PX / 2) box.scrollLeft = at - AHEAD_PX;
      }),
    [],
  );
  return <div class="playhead" ref={head} aria-hidden="true" />;
}
