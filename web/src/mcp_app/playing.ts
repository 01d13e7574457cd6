/** The film in short parts: one plays while the next one is fetched, so that nothing large goes through the chat. */

import { computed, effect, signal } from "@preact/signals";

import { chosen, draft, fault, view } from "./film";
import { call, Refusal } from "./host";
import type { Film } from "./told";

/** As songreel_server/viewing.py allows. */
const LONGEST_S = 5;
/** A part that ends at a cut hides its seam there; shorter ones are not worth an answer of their own. */
const SHORTEST_S = 2.5;
const MOST_KEPT = 6;

export const frame = signal(0);
export const playing = signal(false);
export const fetching = signal(false);
/** Whether the picture that stands still is the film's own, not a shot's small one. */
export const isShown = signal(false);

export const film = computed<Film | null>(() => view.value?.film ?? null);
export const frames = computed(() => draft.value?.frames ?? 0);
export const shotAt = computed(() => {
  const shots = draft.value?.shots ?? [];
  return Math.max(0, shots.findIndex((shot) => frame.value < shot.stop));
});

interface Part {
  start: number;
  stop: number;
  data: Promise<string>;
}

const parts = new Map<string, Part>();
let screens: [HTMLVideoElement, HTMLVideoElement] | null = null;
let now: { part: Part; video: HTMLVideoElement } | null = null;
let turn = 0;

export function attach(one: HTMLVideoElement, other: HTMLVideoElement): void {
  screens = [one, other];
  for (const video of screens) video.addEventListener("ended", () => video === now?.video && void goOn());
}

const item = computed(() => film.value?.item_id);
/** Another film has other frames. */
effect(() => {
  void item.value;
  parts.clear();
  rest();
});

function rest(): void {
  turn += 1;
  playing.value = fetching.value = isShown.value = false;
  now?.video.pause();
  now = null;
}

function part(start: number): Part | null {
  const [of, whole] = [film.value, draft.value];
  if (!of || !whole || start >= whole.frames) return null;
  const longest = Math.floor(LONGEST_S * whole.rate);
  const cuts = whole.shots.map((shot) => shot.stop).filter((cut) => cut > start + SHORTEST_S * whole.rate);
  const cut = cuts.filter((one) => one <= start + longest).at(-1);
  const stop = Math.min(whole.frames, cut ?? start + longest);
  const key = `${of.item_id}:${start}:${stop}`;
  const known = parts.get(key);
  if (known) return known;
  const data = call("mv_view_part", { item_id: of.item_id, start, stop }).then((answer) => {
    const told = answer.structuredContent as { media_type: string; data: string };
    return `data:${told.media_type};base64,${told.data}`;
  });
  // One that failed is asked for again.
  data.catch(() => parts.delete(key));
  const fresh = { start, stop, data };
  parts.set(key, fresh);
  for (const old of parts.keys()) if (parts.size > MOST_KEPT) parts.delete(old);
  return fresh;
}

async function loaded(one: Part, video: HTMLVideoElement): Promise<void> {
  const data = await one.data;
  if (video.src === data && video.readyState >= 2) return;
  await new Promise<void>((resolve, reject) => {
    video.onloadeddata = () => resolve();
    video.onerror = () => reject(new Refusal(video.error?.message || "The film cannot be played here."));
    video.src = data;
  });
}

async function from(one: Part | null, video: HTMLVideoElement, at: number): Promise<void> {
  if (!one || !screens) return rest();
  const mine = ++turn;
  try {
    fetching.value = true;
    await loaded(one, video);
    if (mine !== turn) return;
    fetching.value = false;
    if (now && now.video !== video) now.video.pause();
    now = { part: one, video };
    const rate = draft.value?.rate ?? 24;
    // In the middle of a frame, so that rounding never shows its neighbour.
    if (at > one.start) video.currentTime = (at - one.start + 0.5) / rate;
    for (const other of screens) other.hidden = other !== video;
    isShown.value = true;
    await video.play();
    playing.value = true;
    requestAnimationFrame(tick);
    const next = part(one.stop);
    const spare = screens.find((other) => other !== video);
    if (next && spare) await loaded(next, spare).catch(() => undefined);
  } catch (problem) {
    if (mine !== turn) return;
    rest();
    // Whoever pauses while it begins has not met with a fault.
    if (problem instanceof DOMException && problem.name === "AbortError") return;
    fault.value = problem instanceof Error ? problem.message : String(problem);
  }
}

function goOn(): Promise<void> {
  const next = now ? part(now.part.stop) : null;
  const spare = screens?.find((video) => video !== now?.video);
  if (!next || !spare) {
    frame.value = Math.max(0, frames.value - 1);
    rest();
    return Promise.resolve();
  }
  return from(next, spare, next.start);
}

function tick(): void {
  const whole = draft.value;
  if (!now || !whole || now.video.paused) return;
  const { part: one, video } = now;
  frame.value = Math.min(one.stop - 1, one.start + Math.floor(video.currentTime * whole.rate));
  requestAnimationFrame(tick);
}

export function play(): void {
  if (!screens) return;
  if (frame.value >= frames.value - 1) frame.value = 0;
  const at = frame.value;
  const inside = now && at >= now.part.start && at < now.part.stop ? now : null;
  void from(inside?.part ?? part(at), inside?.video ?? screens[0], at);
}

export function pause(): void {
  turn += 1;
  fetching.value = playing.value = false;
  now?.video.pause();
}

export function goTo(at: number): void {
  const wasPlaying = playing.value;
  pause();
  frame.value = Math.max(0, Math.min(at, frames.value - 1));
  isShown.value = false;
  now = null;
  if (wasPlaying) play();
}

/** What is chosen is what is looked at. */
export function choose(section: string | null, first: number, last: number): void {
  chosen.value = { section, from: first, to: last };
  const shot = draft.value?.shots[first];
  if (shot) goTo(shot.start);
}
