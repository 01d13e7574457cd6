/** What was heard, drawn: sections in their colours, loudness, the bars, where somebody sings. */

import { useEffect, useRef } from "preact/hooks";
import { theme } from "../settings";
import { inkOf, sectionInk, type Ink } from "../studio/timeline/ink";
import type { Analysis } from "../wire";
import { clock } from "../timecode";
import { sectionName, t } from "../words";

const HEIGHT_PX = 120;
const NAMES_PX = 22;
const SUNG_PX = 4;

export function AnalysisPicture({ analysis }: { analysis: Analysis | null }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (!element || !analysis) return;
    const draw = () => paint(element, analysis, inkOf(element));
    const watch = new ResizeObserver(draw);
    watch.observe(element);
    return () => watch.disconnect();
  }, [analysis, theme.value]);
  const said = analysis?.sections.map((one) => `${clock(one.start_s)} ${sectionName(one.label)}`).join(", ");
  return analysis ? (
    <canvas ref={canvas} class="analysis" role="img" aria-label={`${t("heard")}: ${said}`} />
  ) : (
    <div class="analysis">
      <progress aria-label={t("listening")} />
    </div>
  );
}

function paint(canvas: HTMLCanvasElement, heard: Analysis, ink: Ink): void {
  const scale = devicePixelRatio;
  const width = canvas.clientWidth;
  [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(HEIGHT_PX * scale)];
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  const x = (seconds: number) => (seconds / heard.duration_s) * width;
  const base = HEIGHT_PX - SUNG_PX - 4;
  const tall = base - NAMES_PX - 6;
  pen.font = "600 12px ui-sans-serif, system-ui, sans-serif";
  for (const section of heard.sections) {
    const [left, right] = [x(section.start_s), x(section.end_s)];
    pen.fillStyle = sectionInk(ink, section.letter);
    pen.globalAlpha = 0.16;
    pen.fillRect(left, 0, right - left - 1, HEIGHT_PX);
    pen.globalAlpha = 0.85;
    for (let at = Math.ceil(left); at < right - 1; at += 3) {
      const k = Math.round((at / width) * (heard.curves.energy.length - 1));
      const loud = Math.max(0.02, (heard.curves.energy[k] ?? 0) * (0.72 + 0.28 * (heard.curves.low[k] ?? 0)));
      pen.fillRect(at, base - loud * tall, 2, loud * tall);
    }
    pen.globalAlpha = 1;
    const name = sectionName(section.label);
    if (pen.measureText(name).width < right - left - 10) {
      pen.fillStyle = ink.text;
      pen.fillText(name, left + 6, 15);
    }
  }
  pen.fillStyle = ink.beat;
  for (const bar of heard.downbeats_s) pen.fillRect(Math.round(x(bar)), base + 1, 1, 3);
  pen.fillStyle = ink.accent;
  for (const [from, to] of heard.vocals) pen.fillRect(x(from), HEIGHT_PX - SUNG_PX, Math.max(1, x(to) - x(from)), SUNG_PX - 1);
}
