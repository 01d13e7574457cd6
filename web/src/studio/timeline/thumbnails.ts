/** Pictures of shots for the canvas: asked for once each, told of when they are there. */

import { signal } from "@preact/signals";
import { stillUrl } from "../../api";

const MOST_KEPT = 600;
const kept = new Map<string, HTMLImageElement>();
/** Goes up with every picture that has come. */
export const arrived = signal(0);

/** The shot's picture, if it is there already. */
export function thumbnail(project: string, still: string): HTMLImageElement | null {
  const url = stillUrl(project, still);
  const known = kept.get(url);
  if (known) return known.complete && known.naturalWidth > 0 ? known : null;
  const image = new Image();
  image.decoding = "async";
  image.onload = () => (arrived.value += 1);
  image.src = url;
  kept.set(url, image);
  const oldest = kept.keys().next().value;
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return null;
}
