/** Draws what lies behind the timeline's buttons: ruler, waveform, beats, shots too narrow for a button. */

import type { Draft, Sound } from "../../wire";
import { clock, framesPerS, indexAt } from "../../timecode";
import { sectionInk, type Ink } from "./ink";
import { TARGET_HIGH_PX, TARGET_PX, type Rows } from "./scale";

export interface Part {
  /** Where the drawn part begins and how long a second is, in CSS pixels. */
  left_px: number;
  width_px: number;
  pxPerS: number;
}

export interface Scene {
  draft: Draft;
  sound: Sound | null;
  /** The selected shot. */
  chosen: string | null;
  picture: (still: string) => CanvasImageSource | null;
}

type Pen = CanvasRenderingContext2D;

const STEPS_S = [0.5, 1, 2, 5, 10, 15, 30, 60, 120];
const LEAST_STEP_PX = 64;
const LEAST_BEAT_PX = 7;
const LEAST_BAR_PX = 5;
const LEAST_PICTURE_PX = 10;
/** Of a wave, each as wide as a line and the gap after it. */
const BAR_PX = 2;

export function drawTimeline(canvas: HTMLCanvasElement, scene: Scene, part: Part, rows: Rows, ink: Ink): void {
  const scale = devicePixelRatio;
  const [wide, high] = [Math.round(part.width_px * scale), Math.round(rows.height * scale)];
  if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, part.width_px, rows.height);
  drawRuler(pen, part, rows, ink, scene.draft.frames / framesPerS(scene.draft.frame_rate));
  if (scene.sound) {
    drawBeats(pen, scene.sound, part, rows, ink);
    drawWave(pen, scene.draft, scene.sound, part, rows, ink);
  }
  drawNarrow(pen, scene, part, rows, ink);
  drawItems(pen, scene.draft.texts, scene.draft, part, rows.texts, ink.words);
  drawItems(pen, scene.draft.audio, scene.draft, part, rows.sounds, ink.sounds);
}

const xOf = (seconds: number, part: Part) => seconds * part.pxPerS - part.left_px;

function drawRuler(pen: Pen, part: Part, rows: Rows, ink: Ink, length_s: number): void {
  const step = STEPS_S.find((one) => one * part.pxPerS >= LEAST_STEP_PX) ?? 300;
  const [top, bottom] = rows.ruler;
  pen.font = "11px ui-sans-serif, system-ui, sans-serif";
  pen.textBaseline = "middle";
  const first = Math.max(0, Math.floor(part.left_px / part.pxPerS / step) * step);
  for (let at = first; at <= length_s && xOf(at, part) < part.width_px + 40; at += step) {
    const x = Math.round(xOf(at, part));
    pen.fillStyle = ink.line;
    pen.fillRect(x, bottom - 6, 1, 6);
    pen.fillStyle = ink.faint;
    const name = step < 1 ? at.toFixed(1) : clock(at);
    // Nothing is written over the film's end.
    if (at + 30 / part.pxPerS <= length_s || at === 0) pen.fillText(name, x + 4, (top + bottom) / 2);
  }
}

/** Beats through all rows, bars a little stronger; where they would run into one another only bars, then neither. */
function drawBeats(pen: Pen, sound: Sound, part: Part, rows: Rows, ink: Ink): void {
  const beat_px = (60 / Math.max(30, sound.tempo_bpm || 120)) * part.pxPerS;
  const bars = new Set(sound.downbeats_s);
  const bar_px = beat_px * (sound.beats_per_bar || 4);
  if (bar_px < LEAST_BAR_PX) return;
  const [top] = rows.wave;
  for (const at of sound.beats_s) {
    const isBar = bars.has(at);
    if (!isBar && beat_px < LEAST_BEAT_PX) continue;
    const x = Math.round(xOf(at, part));
    if (x < -1) continue;
    if (x > part.width_px) break;
    pen.globalAlpha = isBar ? 0.9 : 0.4;
    pen.fillStyle = isBar ? ink.beat : ink.line;
    pen.fillRect(x, top, 1, rows.height - top);
  }
  pen.globalAlpha = 1;
}

/** The song's loudness, in the colour of the section, as loud as its loudest sample; brighter where its lows are. */
function drawWave(pen: Pen, draft: Draft, sound: Sound, part: Part, rows: Rows, ink: Ink): void {
  const [top, bottom] = rows.wave;
  const middle = (top + bottom) / 2;
  const half = (bottom - top) / 2 - 3;
  const fps = framesPerS(draft.frame_rate);
  const per_bar = (BAR_PX * sound.peaks_hz) / part.pxPerS;
  let section = 0;
  // Bars stand where they stood before, wherever the drawn part begins.
  const first = Math.max(0, Math.floor(part.left_px / BAR_PX));
  for (let bar = first; bar * BAR_PX - part.left_px < part.width_px; bar += 1) {
    const from = Math.floor(bar * per_bar);
    if (from >= sound.peaks.length) break;
    let peak = 0;
    for (let k = from; k < Math.max(from + 1, (bar + 1) * per_bar) && k < sound.peaks.length; k += 1)
      peak = Math.max(peak, sound.peaks[k] as number);
    const at_s = (bar * BAR_PX) / part.pxPerS;
    while (section + 1 < draft.sections.length && (draft.sections[section + 1]?.start ?? 0) <= at_s * fps) section += 1;
    const low = sound.curves.low[Math.round(at_s * sound.rate_hz)] ?? 0;
    const tall = Math.max(1, (peak / 255) * half);
    pen.fillStyle = sectionInk(ink, draft.sections[section]?.letter ?? "A");
    pen.globalAlpha = 0.45 + 0.45 * low;
    pen.fillRect(bar * BAR_PX - part.left_px, middle - tall, 1.4, 2 * tall);
  }
  pen.globalAlpha = 1;
}

/** Shots that no button has room for: their picture, or where even that would be a sliver, their section's colour. */
function drawNarrow(pen: Pen, scene: Scene, part: Part, rows: Rows, ink: Ink): void {
  const { shots, sections, frame_rate } = scene.draft;
  const fps = framesPerS(frame_rate);
  const [top, bottom] = rows.shots;
  const letters = new Map(sections.map((one) => [one.id, one.letter]));
  for (let k = Math.max(0, indexAt(shots, (part.left_px / part.pxPerS) * fps)); k < shots.length; k += 1) {
    const shot = shots[k] as Draft["shots"][number];
    const [left, right] = [xOf(shot.start / fps, part), xOf(shot.stop / fps, part)];
    if (left > part.width_px) break;
    const wide = right - left - 1;
    if (wide >= TARGET_PX - 1) continue;
    const picture = wide >= LEAST_PICTURE_PX && shot.still ? scene.picture(shot.still) : null;
    if (picture) drawCover(pen, picture, left, top, wide, bottom - top);
    else {
      pen.globalAlpha = k % 2 ? 0.42 : 0.6;
      pen.fillStyle = sectionInk(ink, letters.get(shot.section) ?? "A");
      pen.fillRect(left, top, Math.max(1, wide), bottom - top);
      pen.globalAlpha = 1;
    }
    if (shot.id === scene.chosen) {
      pen.strokeStyle = ink.accent;
      pen.lineWidth = 2;
      pen.strokeRect(left, top + 1, Math.max(2, wide), bottom - top - 2);
    }
  }
}

/** Words and sounds that no button has room for. */
function drawItems(pen: Pen, items: { start: number; stop: number }[], draft: Draft, part: Part, top: number, colour: string): void {
  const fps = framesPerS(draft.frame_rate);
  pen.fillStyle = colour;
  pen.globalAlpha = 0.5;
  for (let k = Math.max(0, indexAt(items, (part.left_px / part.pxPerS) * fps)); k < items.length; k += 1) {
    const item = items[k] as { start: number; stop: number };
    const [left, right] = [xOf(item.start / fps, part), xOf(item.stop / fps, part)];
    if (left > part.width_px) break;
    if (right - left - 2 < TARGET_PX) pen.fillRect(left, top, Math.max(1, right - left - 1), TARGET_HIGH_PX);
  }
  pen.globalAlpha = 1;
}

/** As large as covers the place, its middle in the middle. */
function drawCover(pen: Pen, picture: CanvasImageSource, x: number, y: number, wide: number, high: number): void {
  const [width, height] = picture instanceof HTMLImageElement ? [picture.naturalWidth, picture.naturalHeight] : [wide, high];
  const scale = Math.max(wide / width, high / height);
  const [cut_w, cut_h] = [wide / scale, high / scale];
  pen.drawImage(picture, (width - cut_w) / 2, (height - cut_h) / 2, cut_w, cut_h, x, y, wide, high);
}
