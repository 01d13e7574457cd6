import { useEffect, useRef } from "preact/hooks";

import { chosen, draft, pictures, shotsOf, wantPicture } from "./film";
import { choose, shotAt } from "./playing";
import { clock } from "./time";
import type { Draft, Section } from "./told";
import { count, name, say } from "./words";

/** Arrow keys go from shot to shot; one of them is in the order of the tab key. */
function onKey(event: KeyboardEvent): void {
  const shots = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("[data-shot]")];
  const at = shots.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: shots.length - 1 }[event.key];
  if (at < 0 || to === undefined || !shots[to]) return;
  event.preventDefault();
  shots[to].focus();
  shots[to].click();
}

function beatsIn(now: Draft, index: number): number {
  const shot = now.shots[index]!;
  return now.beats.filter((at) => at >= shot.start && at < shot.stop).length;
}

function ShotButton({ now, index }: { now: Draft; index: number }) {
  const shot = now.shots[index]!;
  const button = useRef<HTMLButtonElement>(null);
  const key = shot.still;
  useEffect(() => {
    if (!button.current || !key) return;
    const watcher = new IntersectionObserver(
      (seen) => seen.some((one) => one.isIntersecting) && (wantPicture(key), watcher.disconnect()),
      { rootMargin: "200px" },
    );
    watcher.observe(button.current);
    return () => watcher.disconnect();
  }, [key]);
  const { from = -1, to = -1 } = chosen.value ?? {};
  const picture = key ? pictures.value[key] : undefined;
  const marks = [
    shot.locked && say("locked"),
    shot.takes > 1 && say("take_of", { a: shot.take, b: shot.takes }),
    !shot.on_beat && index > 0 && say("off_beat"),
  ].filter(Boolean);
  return (
    <button
      ref={button}
      class="shot"
      data-shot={index + 1}
      aria-pressed={index >= from && index <= to}
      tabIndex={index === Math.max(0, from) ? 0 : -1}
      onClick={() => choose(null, index, index)}
    >
      <span class="frame" style={{ aspectRatio: `${now.width} / ${now.height}` }}>
        {picture && <img src={picture} alt={`${name(shot.place)}, ${name(shot.framing)}`} />}
        {index === shotAt.value && <span class="here" />}
      </span>
      <span class="number">{say("shot", { n: index + 1 })}</span>
      <span class="facts">{clock(shot.start / now.rate)}</span>
      <span class="facts">{count(beatsIn(now, index), "beat", "beats")}</span>
      {marks.length > 0 && <span class="marks">{marks.join(" · ")}</span>}
    </button>
  );
}

function Part({ now, section, tint }: { now: Draft; section: Section; tint: number }) {
  const shots = shotsOf(section, now);
  const [first, last] = [shots[0], shots.at(-1)];
  if (first === undefined || last === undefined) return null;
  return (
    <section>
      <h3>
        <button
          class={`section tint-${tint % 8}`}
          aria-pressed={chosen.value?.section === section.id}
          onClick={() => choose(section.id, first, last)}
        >
          <strong>{name(section.label)}</strong>
          <span>
            {clock(section.start / now.rate)}–{clock(section.stop / now.rate)}
          </span>
        </button>
      </h3>
      <div class="shots">
        {shots.map((index) => (
          <ShotButton key={index} now={now} index={index} />
        ))}
      </div>
    </section>
  );
}

export function Storyboard() {
  const now = draft.value;
  if (!now) return null;
  return (
    <div class={`storyboard${now.height >= now.width ? " tall" : ""}`} role="group" aria-label={say("storyboard")} onKeyDown={onKey}>
      {now.sections.map((section, index) => (
        <Part key={section.id} now={now} section={section} tint={index} />
      ))}
    </div>
  );
}
