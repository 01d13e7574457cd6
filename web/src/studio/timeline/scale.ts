/** Where things stand on the timeline: how wide a second is, which part is in sight, which row is how high. */

import { computed, signal } from "@preact/signals";
import { framesPerS, indexAt } from "../../timecode";
import type { Draft } from "../../wire";
import { draft } from "../project";

const LEAST_PX_PER_S = 1;
const MOST_PX_PER_S = 240;
const WIDEST_BY_ITSELF_PX_PER_S = 64;
/** What is drawn beyond the part in sight, so that a little scrolling needs nothing new. */
export const MARGIN_PX = 400;
export const STEP_PX = 200;
/** What is narrower than a fingertip is drawn, and pointed at as a place; the keyboard and the transport reach it all the same. */
export const TARGET_PX = 25;
export const TARGET_HIGH_PX = 24;

export const width_px = signal(1000);
/** 0: not known yet. */
export const pxPerS = signal(0);
/** In steps, so that what is in sight is found anew a few times a second of scrolling and not at every pixel. */
export const seen_px = signal(0);
/** Where a shot that is dragged would be put, in pixels; null: none is dragged. */
export const dropAt_px = signal<number | null>(null);

const fps = computed(() => (draft.value ? framesPerS(draft.value.frame_rate) : 24));
export const length_s = computed(() => (draft.value ? draft.value.frames / fps.value : 1));
export const fitting = () => Math.max(LEAST_PX_PER_S, (width_px.value - 24) / length_s.value);
export const clampedScale = (wanted: number) => Math.max(Math.min(fitting(), 24), Math.min(MOST_PX_PER_S, wanted));

export const x = (frame: number) => (frame / fps.value) * pxPerS.value;
export const frameAt = (px: number) => (px / Math.max(1e-6, pxPerS.value)) * fps.value;

/** As wide as the page, unless its shortest shot would then be too narrow to be pointed at. */
export function openingScale(timeline: Draft): number {
  const shortest_s = Math.min(...timeline.shots.map((shot) => shot.stop - shot.start)) / fps.value;
  return Math.max(fitting(), Math.min(WIDEST_BY_ITSELF_PX_PER_S, (TARGET_PX + 3) / shortest_s));
}

/** Frames from and to which things are kept in the page. */
export const inSight = computed<[number, number]>(() => [
  frameAt(seen_px.value - MARGIN_PX),
  frameAt(seen_px.value + width_px.value + MARGIN_PX + STEP_PX),
]);

/** Of stretches in order: those in sight, and the index of the first. */
export function sighted<T extends { start: number }>(stretches: readonly T[]): [T[], number] {
  const [from, to] = inSight.value;
  const first = Math.max(0, indexAt(stretches, from));
  return [stretches.slice(first, Math.min(stretches.length, indexAt(stretches, to) + 1)), first];
}

export interface Rows {
  ruler: [number, number];
  sections: number;
  wave: [number, number];
  shots: [number, number];
  texts: number;
  sounds: number;
  height: number;
}

export const RULER_PX = 22;

export function rowsOf(): Rows {
  const isCompact = matchMedia("(max-width: 760px)").matches;
  const wave = RULER_PX + TARGET_HIGH_PX + 2;
  const shots = wave + (isCompact ? 40 : 52) + 4;
  const texts = shots + (isCompact ? 58 : 74) + 4;
  // Kept free where there are no words yet, so that nothing moves when some are added.
  const sounds = texts + TARGET_HIGH_PX + 2;
  return {
    ruler: [0, RULER_PX - 2],
    sections: RULER_PX,
    wave: [wave, shots - 4],
    shots: [shots, texts - 4],
    texts,
    sounds,
    height: sounds + TARGET_HIGH_PX + 2,
  };
}
