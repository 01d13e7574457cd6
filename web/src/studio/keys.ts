/** The studio by keyboard. Letters do nothing while something is typed, or a control has a use for them. */

import type { Key } from "../words";
import { indexAt } from "../timecode";
import { splitHere } from "./Inspector";
import { frame, seek, toggle } from "./playback";
import { draft, propose, running, select, selectedShot, step, target } from "./project";
import { talkBox } from "./Talk";

export const KEYS: [string, Key][] = [
  ["Space, K", "key_play"],
  ["← →", "key_frame"],
  ["↑ ↓", "key_shot"],
  ["Home, End", "key_ends"],
  ["[ ]", "key_beat"],
  ["R", "key_again"],
  ["L", "key_lock"],
  ["S", "key_split"],
  ["Ctrl Z, Ctrl Shift Z", "key_undo"],
  ["T", "key_talk"],
  ["Esc", "key_none"],
];

const TYPED = new Set(["INPUT", "TEXTAREA", "SELECT", "SUMMARY"]);

const actions: Record<string, () => void> = {
  k: toggle,
  ArrowLeft: () => seek(frame.peek() - 1),
  ArrowRight: () => seek(frame.peek() + 1),
  ArrowUp: () => toShot(-1),
  ArrowDown: () => toShot(1),
  Home: () => seek(0),
  End: () => seek((draft.peek()?.frames ?? 1) - 1),
  "[": () => moveCut(-1),
  "]": () => moveCut(1),
  r: () => change("remake", { what: "both" }, "again"),
  l: () => change(selectedShot.peek()?.shot.locked ? "unlock" : "lock", {}, "lock"),
  s: split,
  t: () => talkBox.current?.focus(),
  Escape: () => select({ kind: "film" }),
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
  const act = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  event.preventDefault();
  act();
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

function moveCut(by_beats: number): void {
  if (selectedShot.peek()) change("move_cut", { by_beats }, `cut ${by_beats} beat`);
}

function split(): void {
  const timeline = draft.peek();
  const chosen = selectedShot.peek();
  if (timeline && chosen && !running.peek()) splitHere(timeline, chosen.number);
}
