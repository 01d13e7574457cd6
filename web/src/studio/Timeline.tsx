/**
 * The song and the film on one beat grid: sections, waveform, shots, words, sound. Everything that can be pointed at is a
 * button; only those in sight are there, so a film of 400 shots scrolls as one of ten does.
 */

import { effect, useComputed, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { stillUrl } from "../api";
import { IconButton } from "../parts/Icon";
import { prefersStill, theme } from "../settings";
import { clock, framesPerS, indexAt, nearest, timecode, toSeconds } from "../timecode";
import type { Draft, Shot } from "../wire";
import { named, sectionName, t } from "../words";
import { drawTimeline, inkOf, sectionInk, type Ink, type Rows } from "./draw";
import { flagged } from "./moments";
import { frame, playing, seek } from "./playback";
import { draft, propose, running, select, selection, sound, view } from "./project";

const LEAST_PX_PER_S = 1;
const MOST_PX_PER_S = 240;
const MARGIN_PX = 400;
const STEP_PX = 200;
const LABELLED_PX = 30;
/** What is narrower than a fingertip is pointed at by mouse only; the keyboard and the transport reach it all the same. */
const TARGET_PX = 25;
const WIDEST_BY_ITSELF_PX_PER_S = 64;
const TOUCH_PX = 5;

export function Timeline() {
  const timeline = draft.value;
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const width_px = useSignal(1000);
  const pxPerS = useSignal(0);
  /** In steps, so that what is in sight is found anew a few times a second of scrolling and not at every pixel. */
  const seen_px = useSignal(0);
  const ink = useRef<Ink | null>(null);
  const length_s = timeline ? timeline.frames / framesPerS(timeline.frame_rate) : 1;
  const fit = () => Math.max(LEAST_PX_PER_S, (width_px.value - 24) / length_s);

  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const measure = () => (width_px.value = box.clientWidth);
    const watch = new ResizeObserver(measure);
    watch.observe(box);
    measure();
    return () => watch.disconnect();
  }, [timeline === null]);

  useEffect(() => {
    if (!timeline || pxPerS.value !== 0) return;
    // As wide as the page, unless its shortest shot would then be too narrow to be pointed at.
    const shortest_s = Math.min(...timeline.shots.map((shot) => shot.stop - shot.start)) / framesPerS(timeline.frame_rate);
    pxPerS.value = Math.max(fit(), Math.min(WIDEST_BY_ITSELF_PX_PER_S, (TARGET_PX + 3) / shortest_s));
  }, [timeline === null, width_px.value]);

  const rows = rowsOf();
  const draw = () => {
    const box = scroller.current;
    if (!box || !canvas.current || !timeline || pxPerS.value === 0) return;
    ink.current ??= inkOf(box);
    const window = { left_px: box.scrollLeft, width_px: width_px.value, pxPerS: pxPerS.value };
    drawTimeline(canvas.current, timeline, sound.value, window, rows, ink.current);
  };
  useEffect(draw);
  useEffect(
    () =>
      effect(() => {
        theme.value;
        ink.current = null;
        requestAnimationFrame(draw);
      }),
    [],
  );

  // The playhead moves without anything being drawn anew.
  useEffect(
    () =>
      effect(() => {
        const [at, scale] = [frame.value, pxPerS.value];
        const box = scroller.current;
        if (!timeline || !head.current || !box) return;
        const x = toSeconds(at, timeline.frame_rate) * scale;
        head.current.style.transform = `translateX(${x}px)`;
        if (!playing.value || scale * length_s <= box.clientWidth) return;
        const off = x - box.scrollLeft;
        if (off < 0 || off > box.clientWidth - 40) box.scrollLeft = x - 80;
      }),
    [timeline],
  );

  const onScroll = () => {
    const left = scroller.current?.scrollLeft ?? 0;
    seen_px.value = Math.floor(left / STEP_PX) * STEP_PX;
    requestAnimationFrame(draw);
  };
  const zoom = (factor: number, about_px?: number) => {
    const box = scroller.current;
    if (!box) return;
    const x = about_px ?? box.clientWidth / 2;
    const at_s = (box.scrollLeft + x) / pxPerS.value;
    pxPerS.value = Math.max(Math.min(fit(), 24), Math.min(MOST_PX_PER_S, pxPerS.value * factor));
    requestAnimationFrame(() => {
      box.scrollLeft = at_s * pxPerS.value - x;
      draw();
    });
  };
  const onWheel = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 200), event.clientX - (scroller.current?.getBoundingClientRect().left ?? 0));
  };
  useEffect(() => {
    const box = scroller.current;
    box?.addEventListener("wheel", onWheel, { passive: false });
    return () => box?.removeEventListener("wheel", onWheel);
  }, [timeline === null]);

  const first = useComputed(() => (seen_px.value - MARGIN_PX) / Math.max(1, pxPerS.value));
  const last = useComputed(() => (seen_px.value + width_px.value + MARGIN_PX + STEP_PX) / Math.max(1, pxPerS.value));

  if (!timeline) return <section class="timeline empty" aria-label={t("timeline")} />;
  const fps = framesPerS(timeline.frame_rate);
  const x = (at: number) => (at / fps) * pxPerS.value;
  const scrub = (event: PointerEvent) => {
    const box = event.currentTarget as HTMLElement;
    const go = (to: PointerEvent) => seek(((to.clientX - box.getBoundingClientRect().left) / pxPerS.value) * fps);
    box.setPointerCapture(event.pointerId);
    go(event);
    box.onpointermove = go;
    box.onpointerup = box.onpointercancel = () => (box.onpointermove = box.onpointerup = null);
  };
  return (
    <section class="timeline" aria-label={t("timeline")}>
      <header class="timeline-head">
        <h2>{t("timeline")}</h2>
        <p class="facts">
          {sound.value?.tempo_bpm ? `${t("bpm", { n: Math.round(sound.value.tempo_bpm) })} · ${sound.value.metre} · ` : ""}
          {clock(length_s)} · {timeline.shots.length} {t("shots").toLowerCase()}
        </p>
        <div class="buttons end">
          <IconButton icon="minus" label={t("zoom_out")} onClick={() => zoom(1 / 1.6)} />
          <button type="button" class="quiet" onClick={() => ((pxPerS.value = fit()), requestAnimationFrame(draw))}>
            {t("fit")}
          </button>
          <IconButton icon="plus" label={t("zoom_in")} onClick={() => zoom(1.6)} />
        </div>
      </header>
      <div class="scroller" ref={scroller} onScroll={onScroll} tabIndex={-1}>
        <div class="track" style={{ width: `${Math.max(x(timeline.frames), 1)}px`, height: `${rows.height}px` }}>
          <canvas ref={canvas} class="behind" style={{ width: `${width_px.value}px`, height: `${rows.height}px` }} aria-hidden="true" />
          <div class="ruler" style={{ height: `${rows.wave[1]}px` }} onPointerDown={scrub} />
          <Sections timeline={timeline} x={x} top={rows.sections} ink={ink.current ?? fallbackInk()} />
          <Shots timeline={timeline} x={x} top={rows.shots[0]} first_s={first.value} last_s={last.value} pxPerS={pxPerS.value} />
          <Texts timeline={timeline} x={x} top={rows.texts} />
          <Sounds timeline={timeline} x={x} top={rows.sounds} />
          <Flags x={x} fps={fps} />
          <div class="playhead" ref={head} aria-hidden="true" />
        </div>
      </div>
    </section>
  );
}

interface AllRows extends Rows {
  sections: number;
  texts: number;
  sounds: number;
}

function rowsOf(): AllRows {
  const compact = matchMedia("(max-width: 760px)").matches;
  const wave = compact ? 40 : 54;
  const shots = compact ? 58 : 74;
  const sections = 22;
  const waveTop = sections + 24;
  const shotsTop = waveTop + wave + 4;
  const texts = shotsTop + shots + 4;
  // Kept free where there are no words yet, so that nothing moves when some are added.
  const sounds = texts + 20;
  return {
    ruler: [0, 20],
    sections,
    wave: [waveTop, waveTop + wave],
    shots: [shotsTop, shotsTop + shots],
    texts,
    sounds,
    height: sounds + 20,
  };
}

const fallbackInk = () => inkOf(document.documentElement);

interface Placed {
  timeline: Draft;
  x: (frame: number) => number;
}

function Sections({ timeline, x, top, ink }: Placed & { top: number; ink: Ink }) {
  const chosen = selection.value;
  return (
    <div role="group" aria-label={t("sections")}>
      {timeline.sections.map((section) => {
        const count = timeline.shots.filter((shot) => shot.section === section.id).length;
        const at = (frame: number) => clock(toSeconds(frame, timeline.frame_rate));
        return (
          <button
            type="button"
            key={section.id}
            class="section"
            aria-pressed={chosen.kind === "section" && chosen.id === section.id}
            aria-label={t("section_says", {
              label: sectionName(section.label),
              from: at(section.start),
              to: at(section.stop),
              n: count,
            })}
            title={section.intent}
            style={{
              transform: `translate(${x(section.start)}px, ${top}px)`,
              width: `${Math.max(4, x(section.stop) - x(section.start) - 2)}px`,
              "--of-section": sectionInk(ink, section.letter),
            }}
            onClick={() => {
              select({ kind: "section", id: section.id });
              seek(section.start);
            }}
          >
            <span>{sectionName(section.label)}</span>
          </button>
        );
      })}
    </div>
  );
}

interface ShotsProps extends Placed {
  top: number;
  first_s: number;
  last_s: number;
  pxPerS: number;
}

function Shots({ timeline, x, top, first_s, last_s, pxPerS }: ShotsProps) {
  const fps = framesPerS(timeline.frame_rate);
  const from = Math.max(0, indexAt(timeline.shots, first_s * fps));
  const to = Math.min(timeline.shots.length, indexAt(timeline.shots, last_s * fps) + 1);
  const sections = new Map(timeline.sections.map((one) => [one.id, one]));
  const visible = timeline.shots.slice(from, to);
  return (
    <div role="group" aria-label={t("shots")} data-shots={timeline.shots.length}>
      {visible.map((shot, k) => (
        <ShotButton
          key={shot.id}
          shot={shot}
          number={from + k + 1}
          timeline={timeline}
          section={sectionName(sections.get(shot.section)?.label ?? "")}
          x={x}
          top={top}
          pxPerS={pxPerS}
        />
      ))}
      {visible.map(
        (shot, k) =>
          from + k > 0 && (
            <Cut key={`cut-${shot.id}`} shot={shot} number={from + k + 1} timeline={timeline} x={x} top={top} pxPerS={pxPerS} />
          ),
      )}
    </div>
  );
}

interface ShotProps extends Placed {
  shot: Shot;
  number: number;
  top: number;
  pxPerS: number;
}

function ShotButton({ shot, number, timeline, section, x, top }: ShotProps & { section: string }) {
  const chosen = selection.value;
  const wide = x(shot.stop) - x(shot.start);
  const scene = timeline.scenes[shot.scene];
  const marks = [
    shot.locked ? t("locked") : "",
    shot.takes > 1 ? t("take_of", { a: shot.take, b: shot.takes }) : "",
    shot.on_beat || number === 1 ? "" : t("off_beat"),
  ].filter(Boolean);
  const Kind = wide - 1 < TARGET_PX ? "span" : "button";
  return (
    <Kind
      {...(Kind === "button" ? { type: "button" as const } : { "aria-hidden": "true" as const })}
      class="shot"
      data-shot={number}
      aria-pressed={chosen.kind === "shot" && chosen.id === shot.id}
      aria-label={t("shot_says", {
        n: number,
        section,
        at: timecode(shot.start, timeline.frame_rate),
        long: toSeconds(shot.stop - shot.start, timeline.frame_rate).toFixed(1),
        place: scene ? named(scene.place) : "",
        more: marks.map((mark) => `, ${mark}`).join(""),
      })}
      style={{ transform: `translate(${x(shot.start)}px, ${top}px)`, width: `${Math.max(2, wide - 1)}px` }}
      onClick={() => {
        select({ kind: "shot", id: shot.id });
        seek(shot.start);
      }}
      onPointerDown={(event) => startMove(event, timeline, number, x)}
    >
      {shot.still && view.value ? (
        <img src={stillUrl(view.value.project.id, shot.still)} alt="" loading="lazy" decoding="async" fetchpriority="low" draggable={false} />
      ) : (
        <span class="waiting" />
      )}
      {wide >= LABELLED_PX && <span class="number" data-said={number} />}
      {shot.locked && <span class="mark locked" />}
      {shot.takes > 1 && wide >= LABELLED_PX && <span class="mark take-mark" data-said={shot.take} />}
    </Kind>
  );
}

/** A shot that is dragged goes before the shot it is dropped on, or after the last. */
function startMove(event: PointerEvent, timeline: Draft, number: number, x: (frame: number) => number): void {
  if (event.pointerType === "touch" || running.peek() || event.button !== 0) return;
  const button = event.currentTarget as HTMLElement;
  const began = event.clientX;
  let place: number | null = null;
  const at = (to: PointerEvent) => {
    const track = button.closest(".track")?.getBoundingClientRect();
    return to.clientX - (track?.left ?? 0);
  };
  const move = (to: PointerEvent) => {
    if (place === null && Math.abs(to.clientX - began) < TOUCH_PX) return;
    const over = timeline.shots.findIndex((shot) => at(to) < (x(shot.start) + x(shot.stop)) / 2);
    place = over < 0 ? timeline.shots.length : over;
    button.classList.add("moving");
    button.style.translate = `${to.clientX - began}px 0`;
  };
  const end = () => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", end);
    removeEventListener("pointercancel", end);
    button.classList.remove("moving");
    button.style.translate = "";
    if (place === null || place === number - 1 || place === number) return;
    const changes =
      place < timeline.shots.length
        ? { before: { shots: [place + 1] } }
        : { after: { shots: [timeline.shots.length] } };
    void propose([{ edit: "reorder", target: { shots: [number] }, changes }], `move shot ${number} to place ${place + 1}`);
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", end);
  addEventListener("pointercancel", end);
}

/** The cut into a shot. It is dragged from beat to beat, or moved by arrow keys. */
function Cut({ shot, number, timeline, x, top, pxPerS }: ShotProps) {
  const to_s = useSignal<number | null>(null);
  const element = useRef<HTMLDivElement>(null);
  const fps = framesPerS(timeline.frame_rate);
  const start_s = toSeconds(shot.start, timeline.frame_rate);
  const before = timeline.shots[number - 2] as Shot;
  const beats = sound.value?.beats_s ?? [];
  // Both shots keep a frame at least: the server has the last word on what is too short.
  const [least, most] = [before.start / fps + 1 / fps, shot.stop / fps - 1 / fps];
  const snapped = (raw: number) => {
    const near = nearest(beats, raw) ?? raw;
    return near > least && near < most ? near : Math.min(most, Math.max(least, raw));
  };
  const done = (to: number, by: string) =>
    propose([{ edit: "move_cut", target: { shots: [number] }, changes: { to_s: Number(to.toFixed(3)) } }], by);
  const drag = (event: PointerEvent) => {
    if (running.peek()) return;
    event.stopPropagation();
    const handle = element.current;
    handle?.setPointerCapture(event.pointerId);
    const left = handle?.closest(".track")?.getBoundingClientRect().left ?? 0;
    const move = (now: PointerEvent) => (to_s.value = snapped((now.clientX - left) / pxPerS));
    const end = () => {
      handle?.removeEventListener("pointermove", move);
      const to = to_s.peek();
      to_s.value = null;
      if (to !== null && Math.abs(to - start_s) > 0.5 / fps) void done(to, `move the cut into shot ${number} to ${to.toFixed(2)} s`);
    };
    handle?.addEventListener("pointermove", move);
    handle?.addEventListener("pointerup", end, { once: true });
    handle?.addEventListener("pointercancel", () => (to_s.value = null), { once: true });
  };
  const key = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || running.peek()) return;
    event.preventDefault();
    event.stopPropagation();
    void propose([{ edit: "move_cut", target: { shots: [number] }, changes: { by_beats: by } }], `cut into shot ${number} ${by} beat`);
  };
  const at = to_s.value === null ? x(shot.start) : to_s.value * pxPerS;
  // Of the chosen shot alone it is a control of its own, wide enough for a finger; the others are there for the mouse.
  const chosen = selection.value.kind === "shot" && selection.value.id === shot.id;
  const said = {
    role: "slider" as const,
    tabIndex: 0,
    "aria-label": t("cut_into", { n: number }),
    "aria-valuemin": Math.round(least * 100) / 100,
    "aria-valuemax": Math.round(most * 100) / 100,
    "aria-valuenow": Math.round((to_s.value ?? start_s) * 100) / 100,
    "aria-valuetext": timecode(Math.round((to_s.value ?? start_s) * fps), timeline.frame_rate),
  };
  return (
    <div
      ref={element}
      class={`cut${to_s.value === null ? "" : " dragged"}${chosen ? " chosen" : ""}`}
      data-cut={number}
      {...(chosen ? said : { "aria-hidden": "true" as const })}
      style={{ transform: `translate(${at}px, ${top}px)` }}
      onPointerDown={drag}
      onKeyDown={key}
    >
      {to_s.value !== null && <output>{t("cut_to", { at: timecode(Math.round(to_s.value * fps), timeline.frame_rate) })}</output>}
    </div>
  );
}

function Texts({ timeline, x, top }: Placed & { top: number }) {
  return (
    <div role="list" aria-label={t("words_track")}>
      {timeline.texts.map((text) => (
        <span
          role="listitem"
          key={text.id}
          class={`text-item ${text.role}`}
          title={text.text}
          style={{
            transform: `translate(${x(text.start)}px, ${top}px)`,
            width: `${Math.max(3, x(text.stop) - x(text.start) - 2)}px`,
          }}
        >
          {text.text}
        </span>
      ))}
    </div>
  );
}

function Sounds({ timeline, x, top }: Placed & { top: number }) {
  return (
    <div role="list" aria-label={t("sound_track")}>
      {timeline.audio.map((item) => (
        <span
          role="listitem"
          key={item.id}
          class="sound-item"
          style={{
            transform: `translate(${x(item.start)}px, ${top}px)`,
            width: `${Math.max(3, x(item.stop) - x(item.start) - 2)}px`,
          }}
        >
          {item.source === "song" ? t("song") : (timeline.media[item.source]?.name ?? item.source)}
          {item.gain_percent === 100 ? "" : ` · ${Math.round(item.gain_percent)} %`}
        </span>
      ))}
    </div>
  );
}

function Flags({ x, fps }: { x: (frame: number) => number; fps: number }) {
  return (
    <>
      {flagged.value.map((fault) => (
        <span
          key={`${fault.kind}-${fault.start_s}`}
          class="flag"
          title={`${named(fault.kind)}: ${fault.why}`}
          style={{ transform: `translateX(${x(fault.start_s * fps)}px)`, width: `${Math.max(3, x((fault.end_s - fault.start_s) * fps))}px` }}
        />
      ))}
    </>
  );
}

/** Scrolls a shot into sight, as after a step by key. */
export function reveal(element: Element | null): void {
  element?.scrollIntoView({ behavior: prefersStill() ? "auto" : "smooth", block: "nearest", inline: "nearest" });
}
