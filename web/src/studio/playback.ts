/**
 * The one clock of the page: a film's video, or the song alone while there is no film. Positions are frames of the film's
 * grid; a seek goes into the middle of a frame, so that the frame shown is the frame meant.
 */

import { batch, signal } from "@preact/signals";
import { insideFrame, toFrame, type Rate } from "../timecode";

export const frame = signal(0);
export const playing = signal(false);
export const muted = signal(false);
/** Whether anything has been played or sought yet. */
export const begun = signal(false);
/** Frames [start, stop) that are played over and over; null: all of it, once. */
export const looping = signal<[number, number] | null>(null);

let media: HTMLMediaElement | null = null;
let rate: Rate = [24, 1];
let frames = 0;
let ticking = 0;
const followers = new Set<(frame: number, isPlaying: boolean) => void>();

/** What follows the clock without being drawn anew by it, such as a second film. Returns what ends that. */
export function alongside(follow: (frame: number, isPlaying: boolean) => void): () => void {
  followers.add(follow);
  return () => followers.delete(follow);
}

export function setGrid(of: Rate, count: number): void {
  rate = of;
  frames = count;
}

/** Makes an element the clock; it goes on where the one before stood. */
export function setMedia(element: HTMLMediaElement | null): void {
  if (element === media) return;
  media?.pause();
  media = element;
  playing.value = false;
  if (!element) return;
  element.muted = muted.value;
  const begin = () => {
    if (media === element) element.currentTime = insideFrame(frame.peek(), rate);
  };
  if (element.readyState >= 1) begin();
  else element.addEventListener("loadedmetadata", begin, { once: true });
}

export function onPlayState(): void {
  if (!media) return;
  playing.value = !media.paused && !media.ended;
  if (playing.value) tick();
  else settle();
}

/** After a seek, or while it stands still. */
export function settle(): void {
  if (media) show(toFrame(media.currentTime, rate));
}

function tick(): void {
  cancelAnimationFrame(ticking);
  ticking = requestAnimationFrame(() => {
    if (!media || media.paused) return;
    const at = toFrame(media.currentTime, rate);
    const loop = looping.value;
    if (loop && at >= loop[1]) seek(loop[0]);
    else show(at);
    tick();
  });
}

function show(at: number): void {
  const clamped = Math.max(0, Math.min(frames - 1, at));
  batch(() => {
    frame.value = clamped;
  });
  for (const follow of followers) follow(clamped, playing.peek());
}

export function seek(to: number): void {
  begun.value = true;
  const clamped = Math.max(0, Math.min(frames - 1, Math.round(to)));
  if (media && media.readyState >= 1) media.currentTime = insideFrame(clamped, rate);
  show(clamped);
}

export function toggle(): void {
  if (!media) return;
  begun.value = true;
  // A browser may refuse to begin by itself; the visitor's next press is a gesture it takes.
  if (media.paused) media.play().catch(() => (playing.value = false));
  else media.pause();
}

export function toggleMuted(): void {
  muted.value = !muted.value;
  if (media) media.muted = muted.value;
}
