/** What the page asks of the film, by button or by key, for whatever is selected. Each is proposed: the price comes first. */

import { toSeconds } from "../timecode";
import type { Draft, Edit, Target } from "../wire";
import { frame } from "./playback";
import { asking, propose, running, selectedShot, target, view } from "./project";

/** Whether changes must wait. */
export const isBusy = () => running.value !== null || asking.value;
export const may = (what: string) => view.value?.may.includes(what) ?? false;

/** An edit of what is selected. */
export function onSelected(edit: string, changes: Record<string, unknown>, words: string): void {
  const one: Edit = { edit, target: target.value, changes };
  void propose([one], words);
}

export function onShots(edit: string, shots: number[], changes: Record<string, unknown>, words: string): void {
  void propose([{ edit, target: { shots }, changes }], words);
}

export function onFilm(edit: string, changes: Record<string, unknown>, words: string): void {
  void propose([{ edit, changes }], words);
}

export function onRange(edit: string, range: Target["ranges_s"], changes: Record<string, unknown>, words: string): void {
  void propose([{ edit, target: range ? { ranges_s: range } : {}, changes }], words);
}

/** The cut at which a shot begins, by so many beats. */
export function moveCut(number: number, by_beats: number): void {
  onShots("move_cut", [number], { by_beats }, `cut into shot ${number} ${by_beats} beat`);
}

export function splitHere(timeline: Draft, number: number): void {
  const at_s = Number(toSeconds(frame.peek(), timeline.frame_rate).toFixed(3));
  onShots("split", [number], { at_s }, `split shot ${number}`);
}

/** Whether the playhead stands inside the selected shot, where it can be split. */
export function isInside(): boolean {
  const shot = selectedShot.value?.shot;
  return shot !== undefined && frame.value > shot.start && frame.value < shot.stop;
}

/** Where a new title goes: the selected part, or from the playhead on. */
export function titleRange(timeline: Draft, seconds: number, part: { start: number; stop: number } | null): [number, number] {
  const from = part?.start ?? frame.peek();
  const to = part?.stop ?? Math.min(timeline.frames, from + Math.round(seconds * (timeline.frame_rate[0] / timeline.frame_rate[1])));
  const inSeconds = (at: number) => Number(toSeconds(at, timeline.frame_rate).toFixed(3));
  return [inSeconds(from), inSeconds(to)];
}

