/**
 * What is drawn behind the buttons, in tiles as a map has them: a tile is drawn when it comes near the sight and stays as it
 * is while the timeline scrolls.
 */

import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { theme } from "../../settings";
import { draft, here, selection, sound } from "../project";
import { drawTimeline } from "./draw";
import { inkOf } from "./ink";
import { MARGIN_PX, pxPerS, seen_px, width_px, x, type Rows } from "./scale";
import { arrived, thumbnail } from "./thumbnails";

const TILE_PX = 512;

export function Behind({ rows, frames }: { rows: Rows; frames: number }) {
  const end = Math.max(0, Math.ceil(x(frames) / TILE_PX) - 1);
  const first = Math.max(0, Math.floor((seen_px.value - MARGIN_PX) / TILE_PX));
  const last = Math.min(end, Math.floor((seen_px.value + width_px.value + MARGIN_PX) / TILE_PX));
  const tiles = Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => first + k);
  return (
    <div class="behind" aria-hidden="true">
      {tiles.map((tile) => (
        <Tile key={tile} left_px={tile * TILE_PX} rows={rows} />
      ))}
    </div>
  );
}

function Tile({ left_px, rows }: { left_px: number; rows: Rows }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let waiting = 0;
    let draws = 0;
    const stop = effect(() => {
      const [timeline, song, chosen, scale] = [draft.value, sound.value, selection.value, pxPerS.value];
      void [theme.value, arrived.value];
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(() => {
        const element = canvas.current;
        if (!element || !timeline || scale === 0) return;
        const scene = {
          draft: timeline,
          sound: song,
          chosen: chosen.kind === "shot" ? chosen.id : null,
          picture: (still: string) => thumbnail(here(), still),
        };
        drawTimeline(element, scene, { left_px, width_px: TILE_PX, pxPerS: scale }, rows, inkOf(element));
        draws += 1;
        element.dataset["draws"] = String(draws);
      });
    });
    return () => (cancelAnimationFrame(waiting), stop());
  }, [left_px, rows.height]);
  const place = { transform: `translateX(${left_px}px)`, width: `${TILE_PX}px`, height: `${rows.height}px` };
  return <canvas ref={canvas} style={place} />;
}
