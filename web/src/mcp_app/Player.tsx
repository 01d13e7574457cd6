import { useEffect, useMemo, useRef } from "preact/hooks";

import { draft, pictures, wantPicture } from "./film";
import { attach, fetching, film, frame, frames, goTo, isShown, pause, play, playing, shotAt } from "./playing";
import { clock } from "./time";
import type { Draft } from "./told";
import { name, say } from "./words";

function Still() {
  const key = draft.value?.shots[shotAt.value]?.still;
  useEffect(() => {
    if (key) wantPicture(key);
  }, [key]);
  const picture = key ? pictures.value[key] : undefined;
  return picture ? <img class="still" src={picture} alt="" hidden={isShown.value} /> : null;
}

export function Player() {
  const one = useRef<HTMLVideoElement>(null);
  const other = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (one.current && other.current) attach(one.current, other.current);
  }, []);
  const now = draft.value;
  const made = film.value;
  const isOlder = made && now && made.version !== now.version;
  return (
    <figure class="player" style={{ aspectRatio: `${now?.width ?? 9} / ${now?.height ?? 16}` }}>
      <Still />
      <video ref={one} playsInline preload="auto" hidden={!isShown.value} />
      <video ref={other} playsInline preload="auto" hidden />
      {now && made && (
        <button class="play" aria-label={say(playing.value ? "pause" : "play")} onClick={() => (playing.value ? pause() : play())}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d={playing.value ? "M8 5.5v13M16 5.5v13" : "M8 5.5v13l10.5-6.5z"} />
          </svg>
        </button>
      )}
      {fetching.value && <span class="fetching" />}
      {now && !made && <figcaption>{say("no_film_yet")}</figcaption>}
      {isOlder && <figcaption>{say("older", { w: made.version, v: now.version })}</figcaption>}
    </figure>
  );
}

/** More ticks than this are a grey band; then bars alone are drawn. */
const MOST_BEATS = 240;

function Lines({ now, here }: { now: Draft; here: number }) {
  const bars = new Set(now.downbeats);
  const beats = now.beats.length > MOST_BEATS ? [] : now.beats.filter((at) => !bars.has(at));
  const gap = now.frames / 600;
  return (
    <>
      {now.sections.map((one, index) => (
        <rect key={one.id} class={`tint-${index % 8}`} x={one.start} y="0" width={one.stop - one.start} height="12" />
      ))}
      {now.shots.map((one, index) => {
        const width = Math.max(1, one.stop - one.start - gap);
        return <rect key={one.start} class={index === here ? "shot here" : "shot"} x={one.start} y="15" width={width} height="13" />;
      })}
      <path class="beats" d={beats.map((at) => `M${at} 34v4`).join("")} />
      <path class="downbeats" d={now.downbeats.map((at) => `M${at} 31v8`).join("")} />
    </>
  );
}

/** Sections, shots and beats on one line, and where the film stands in it. */
export function Grid() {
  const [now, here] = [draft.value, shotAt.value];
  // The lines stay while the head moves over them, many times a second.
  const lines = useMemo(() => now && <Lines now={now} here={here} />, [now, here]);
  if (!now) return null;
  const section = now.sections.find((one) => one.id === now.shots[here]?.section);
  const time = clock(frame.value / now.rate);
  const words = say("at", { time, section: name(section?.label ?? ""), n: here + 1 });
  return (
    <div class="grid">
      <svg viewBox={`0 0 ${now.frames} 40`} preserveAspectRatio="none" aria-hidden="true">
        {lines}
        <path class="head" d={`M${frame.value} 0v40`} />
      </svg>
      <input
        type="range"
        min="0"
        max={Math.max(0, frames.value - 1)}
        step="1"
        value={frame.value}
        aria-label={say("position")}
        aria-valuetext={words}
        onInput={(event) => goTo(Number(event.currentTarget.value))}
      />
      <p class="where">
        <output>{words}</output>
        <span>{clock(now.frames / now.rate)}</span>
      </p>
    </div>
  );
}
