/** The studio by keyboard. Letters do nothing while something is typed, or a control has a use for them. */

import { signal } from "@preact/signals";
import type { Key } from "../words";
import { indexAt } from "../timecode";
import * as asks from "./asks";
import { frame, seek, toggle, toggleMuted } from "./playback";
import { draft, propose, running, select, selectedShot, step, target } from "./project";
import { talkBox } from "./Talk";

/** Whether the list of them is shown. */
export const showsKeys = signal(false);

export const KEYS: [string, Key][] = [
  ["Space, K", "key_play"],
  ["← →", "key_frame"],
  ["Shift ← →", "key_second"],
  ["↑ ↓", "key_shot"],
  ["Home, End", "key_ends"],
  ["[ ]", "key_beat"],
  ["{ }", "key_beat_end"],
  ["R", "key_again"],
  ["L", "key_lock"],
  ["S", "key_split"],
  ["1 … 9", "key_take"],
  ["M", "key_mute"],
  ["Ctrl Z, Ctrl Shift Z", "key_undo"],
  ["T", "key_talk"],
  ["Esc", "key_none"],
  ["?", "key_keys"],
];

const TYPED = new Set(["INPUT", "TEXTAREA", "SELECT", "SUMMARY"]);
const aSecond = () => {
  const rate = draft.peek()?.frame_rate ?? [24, 1];
  return Math.round(rate[0] / rate[1]);
};

const actions: Record<string, (event: KeyboardEvent) => void> = {
  k: toggle,
  ArrowLeft: (event) => seek(frame.peek() - (event.shiftKey ? aSecond() : 1)),
  ArrowRight: (event) => seek(frame.peek() + (event.shiftKey ? aSecond() : 1)),
  ArrowUp: () => toShot(-1),
  ArrowDown: () => toShot(1),
  Home: () => seek(0),
  End: () => seek((draft.peek()?.frames ?? 1) - 1),
  "[": () => moveCut(0, -1),
  "]": () => moveCut(0, 1),
  "{": () => moveCut(1, -1),
  "}": () => moveCut(1, 1),
  r: () => change("remake", { what: "both" }, "again"),
  l: () => change(selectedShot.peek()?.shot.locked ? "unlock" : "lock", {}, "lock"),
  s: split,
  m: toggleMuted,
  t: () => talkBox.current?.focus(),
  "?": () => (showsKeys.value = true),
  Escape: () => {
    select({ kind: "film" });
    (document.activeElement as HTMLElement | null)?.blur();
  },
};

export function onKey(event: KeyboardEvent): void {
  const at = event.target as HTMLElement;
  if (document.querySelector("dialog[open]") || TYPED.has(at.tagName) || at.isContentEditable) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
    event.preventDefault();
    if (!running.peek()) void step(event.shiftKey ? "redo" : "undo");
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const isButton = at.tagName === "BUTTON" || at.tagName === "A";
  if (event.key === " " && !isButton) {
    event.preventDefault();
    toggle();
    return;
  }
  const act = /^[1-9]$/.test(event.key) ? () => chooseTake(Number(event.key)) : actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  event.preventDefault();
  act(event);
}

function toShot(by: number): void {
  const timeline = draft.peek();
  if (!timeline) return;
  const chosen = selectedShot.peek();
  const index = chosen ? chosen.number - 1 + by : indexAt(timeline.shots, frame.peek()) + (by < 0 ? 0 : by);
  const shot = timeline.shots[Math.max(0, Math.min(timeline.shots.length - 1, index))];
  if (!shot) return;
  select({ kind: "shot", id: shot.id });
  seek(shot.start);
}

/** Of what is selected, never of the whole film by one key. */
function change(edit: string, changes: Record<string, unknown>, words: string): void {
  const part = target.peek();
  if (running.peek() || (!part.shots && !part.sections)) return;
  void propose([{ edit, target: part, changes }], words);
}

/** The cut into the selected shot, or `later` 1: the one out of it. */
function moveCut(later: 0 | 1, by_beats: number): void {
  const chosen = selectedShot.peek();
  const cut = (chosen?.number ?? 0) + later;
  if (chosen && !running.peek() && cut > 1 && cut <= (draft.peek()?.shots.length ?? 0)) asks.moveCut(cut, by_beats);
}

function chooseTake(take: number): void {
  const chosen = selectedShot.peek();
  if (chosen && !running.peek() && take !== chosen.shot.take && take <= chosen.shot.takes) change("choose_take", { take }, `take ${take}`);
}

function split(): void {
  const timeline = draft.peek();
  const chosen = selectedShot.peek();
  if (timeline && chosen && !running.peek()) asks.splitHere(timeline, chosen.number);
}
