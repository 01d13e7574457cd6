/** Draws what lies behind the timeline's buttons: ruler, waveform, beats. Pure but for the canvas it is given. */

import type { Draft, Sound } from "../wire";
import { clock, framesPerS } from "../timecode";

export interface Window {
  /** Where the visible part begins and how long a second is, in CSS pixels. */
  left_px: number;
  width_px: number;
  pxPerS: number;
}

export interface Rows {
  ruler: [number, number];
  wave: [number, number];
  shots: [number, number];
  height: number;
}

export interface Ink {
  text: string;
  faint: string;
  line: string;
  beat: string;
  accent: string;
  sections: string[];
}

const STEPS_S = [0.5, 1, 2, 5, 10, 15, 30, 60, 120];
const LEAST_STEP_PX = 64;
const LEAST_BEAT_PX = 7;
const LEAST_BAR_PX = 5;

export function drawTimeline(
  canvas: HTMLCanvasElement,
  draft: Draft,
  sound: Sound | null,
  window: Window,
  rows: Rows,
  ink: Ink,
): void {
  const scale = devicePixelRatio;
  const [wide, high] = [Math.round(window.width_px * scale), Math.round(rows.height * scale)];
  if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, window.width_px, rows.height);
  const length_s = draft.frames / framesPerS(draft.frame_rate);
  drawRuler(pen, window, rows, ink, length_s);
  if (!sound) return;
  drawBeats(pen, sound, window, rows, ink);
  drawWave(pen, draft, sound, window, rows, ink);
}

const xOf = (seconds: number, window: Window) => seconds * window.pxPerS - window.left_px;

function drawRuler(pen: CanvasRenderingContext2D, window: Window, rows: Rows, ink: Ink, length_s: number): void {
  const step = STEPS_S.find((one) => one * window.pxPerS >= LEAST_STEP_PX) ?? 300;
  const [top, bottom] = rows.ruler;
  pen.font = "11px ui-sans-serif, system-ui, sans-serif";
  pen.textBaseline = "middle";
  const first = Math.max(0, Math.floor(window.left_px / window.pxPerS / step) * step);
  for (let at = first; at <= length_s && xOf(at, window) < window.width_px + 40; at += step) {
    const x = Math.round(xOf(at, window)) + 0.5;
    pen.fillStyle = ink.line;
    pen.fillRect(x, bottom - 6, 1, 6);
    pen.fillStyle = ink.faint;
    pen.fillText(step < 1 ? at.toFixed(1) : clock(at), x + 4, (top + bottom) / 2);
  }
}

/** Beats through all rows, bars a little stronger; where they would run into one another only bars, then neither. */
function drawBeats(pen: CanvasRenderingContext2D, sound: Sound, window: Window, rows: Rows, ink: Ink): void {
  const beat_px = (60 / Math.max(30, sound.tempo_bpm || 120)) * window.pxPerS;
  const bars = new Set(sound.downbeats_s);
  const bar_px = beat_px * (sound.beats_per_bar || 4);
  if (bar_px < LEAST_BAR_PX) return;
  const [top] = rows.wave;
  for (const at of sound.beats_s) {
    const isBar = bars.has(at);
    if (!isBar && beat_px < LEAST_BEAT_PX) continue;
    const x = Math.round(xOf(at, window));
    if (x < -1) continue;
    if (x > window.width_px) break;
    pen.globalAlpha = isBar ? 0.9 : 0.4;
    pen.fillStyle = isBar ? ink.beat : ink.line;
    pen.fillRect(x, top, 1, rows.height - top);
  }
  pen.globalAlpha = 1;
}

/** The song's loudness, in the colour of the section, as loud as its loudest sample; brighter where its lows are. */
function drawWave(
  pen: CanvasRenderingContext2D,
  draft: Draft,
  sound: Sound,
  window: Window,
  rows: Rows,
  ink: Ink,
): void {
  const [top, bottom] = rows.wave;
  const middle = (top + bottom) / 2;
  const half = (bottom - top) / 2 - 3;
  const perPx = sound.peaks_hz / window.pxPerS;
  const fps = framesPerS(draft.frame_rate);
  let section = 0;
  for (let x = 0; x < window.width_px; x += 2) {
    const at_s = (x + window.left_px) / window.pxPerS;
    const from = Math.floor(at_s * sound.peaks_hz);
    if (from >= sound.peaks.length) break;
    let peak = 0;
    for (let k = from; k < Math.max(from + 1, from + 2 * perPx) && k < sound.peaks.length; k += 1)
      peak = Math.max(peak, sound.peaks[k] as number);
    while (section + 1 < draft.sections.length && (draft.sections[section + 1]?.start ?? 0) <= at_s * fps) section += 1;
    const low = sound.curves.low[Math.round(at_s * sound.rate_hz)] ?? 0;
    const tall = Math.max(1, (peak / 255) * half);
    pen.fillStyle = sectionInk(ink, draft.sections[section]?.letter ?? "A");
    pen.globalAlpha = 0.45 + 0.4 * low;
    pen.fillRect(x, middle - tall, 1.4, 2 * tall);
  }
  pen.globalAlpha = 1;
}

/** Sections that return have the same letter and so the same colour. */
export const sectionInk = (ink: Ink, letter: string) =>
  ink.sections[(letter.codePointAt(0) ?? 65) % ink.sections.length] ?? ink.text;

export function inkOf(element: Element): Ink {
  const style = getComputedStyle(element);
  const value = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: value("--text"),
    faint: value("--faint"),
    line: value("--line"),
    beat: value("--beat"),
    accent: value("--accent"),
    sections: Array.from({ length: 8 }, (_, k) => value(`--section-${k}`)),
  };
}
