/** Frames and seconds, in figures and in words. */

export type Rate = [number, number];

export const framesPerS = (rate: Rate) => rate[0] / rate[1];
export const toSeconds = (frame: number, rate: Rate) => (frame * rate[1]) / rate[0];
export const toFrame = (seconds: number, rate: Rate) => Math.floor((seconds * rate[0]) / rate[1] + 1e-6);
/** The middle of a frame: a player that is sent there shows this frame and no neighbour, however it rounds. */
export const insideFrame = (frame: number, rate: Rate) => ((frame + 0.5) * rate[1]) / rate[0];

const two = (n: number) => String(n).padStart(2, "0");

/** "1:02:07": minutes, seconds, frames. */
export function timecode(frame: number, rate: Rate): string {
  const whole = Math.floor(toSeconds(frame, rate) + 1e-6);
  const rest = frame - Math.ceil(whole * framesPerS(rate) - 1e-6);
  return `${Math.floor(whole / 60)}:${two(whole % 60)}:${two(Math.max(0, rest))}`;
}

/** "1:02" */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds + 1e-6);
  return `${Math.floor(whole / 60)}:${two(whole % 60)}`;
}

export function nearest(sorted: readonly number[], value: number): number | null {
  if (sorted.length === 0) return null;
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  const after = sorted[low] as number;
  const before = low > 0 ? (sorted[low - 1] as number) : after;
  return value - before <= after - value ? before : after;
}

/** The index of the last stretch that begins at or before `at`; stretches are in order. */
export function indexAt(stretches: readonly { start: number }[], at: number): number {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle] as { start: number }).start <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
