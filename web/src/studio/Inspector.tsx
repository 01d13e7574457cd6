/** What is selected, and all that can be done to it. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { clipUrl, get, projectPath, stillUrl } from "../api";
import { Icon } from "../parts/Icon";
import { StylePicker } from "../parts/StylePicker";
import { timecode, toSeconds } from "../timecode";
import type { Aspect, Draft, Edit, Section, Shot, Take } from "../wire";
import { creditsOf, named, sectionName, t } from "../words";
import { Stages } from "./Stages";
import { frame } from "./playback";
import { asking, draft, here, propose, running, select, selectedSection, selectedShot, target, view } from "./project";

const FRAMINGS = ["wide", "medium", "close", "low", "high", "detail"];
const CAMERAS = ["hold", "push_in", "pull_out", "drift_left", "drift_right", "rise", "sink", "orbit", "handheld"];
const TRANSITIONS = ["cut", "dissolve", "fade", "dip", "whip", "light_leak", "match"];
const SHAPES: Aspect[] = ["9:16", "16:9", "1:1", "4:5"];

/** Whether changes must wait. */
export const isBusy = () => running.value !== null || asking.value;
const may = () => view.value?.may.includes("write") ?? false;

export function Inspector() {
  const timeline = draft.value;
  const job = running.value;
  if (!timeline) return job ? <Stages job={job} /> : null;
  const shot = selectedShot.value;
  const section = selectedSection.value;
  return (
    <div class="inspector">
      {job?.kind === "make" && <Stages job={job} />}
      {running.value && <p class="hint">{t("busy")}</p>}
      <fieldset disabled={isBusy() || !may()}>
        {shot ? (
          <ShotFacts key={shot.shot.id} timeline={timeline} shot={shot.shot} number={shot.number} />
        ) : section ? (
          <SectionFacts key={section.id} timeline={timeline} section={section} />
        ) : (
          <FilmFacts timeline={timeline} />
        )}
      </fieldset>
    </div>
  );
}

/** An edit of what is selected. */
function onSelected(edit: string, changes: Record<string, unknown>, words: string): void {
  const one: Edit = { edit, target: target.value, changes };
  void propose([one], words);
}

function ShotFacts({ timeline, shot, number }: { timeline: Draft; shot: Shot; number: number }) {
  const scene = timeline.scenes[shot.scene];
  const section = timeline.sections.find((one) => one.id === shot.section);
  const long = toSeconds(shot.stop - shot.start, timeline.frame_rate).toFixed(2);
  const here_now = frame.value > shot.start && frame.value < shot.stop;
  return (
    <>
      <header class="subject">
        <p class="eyebrow">
          <button type="button" class="link" onClick={() => section && select({ kind: "section", id: section.id })}>
            {sectionName(section?.label ?? "")}
          </button>
        </p>
        <h3>{t("shot_n", { n: number })}</h3>
        <p class="facts">
          {timecode(shot.start, timeline.frame_rate)} · {long} s ·{" "}
          <span class={shot.on_beat || number === 1 ? "good" : "off"} title={shot.off_beat_reason ?? ""}>
            {shot.on_beat || number === 1 ? t("on_beat") : t("off_beat")}
          </span>
        </p>
      </header>
      <Again shots={1} />
      <Takes shot={shot} number={number} version={timeline.version} />
      <dl class="facts-list">
        <dt>{t("place")}</dt>
        <dd>
          {scene ? [scene.place, scene.time_of_day, ...(scene.weather === "clear" ? [] : [scene.weather])].map(named).join(", ") : ""}
          {shot.pose === null ? `, ${t("scenic")}` : ""}
        </dd>
        <dt>{t("what_it_shows")}</dt>
        <dd class="prompt">{shot.prompt}</dd>
      </dl>
      <Reprompt />
      <div class="pair">
        <Choice label={t("framing")} value={shot.framing} of={FRAMINGS} choose={(framing) => onSelected("camera", { framing }, `framing ${framing}`)} />
        <Choice label={t("camera")} value={shot.camera} of={CAMERAS} choose={(camera) => onSelected("camera", { camera }, `camera ${camera}`)} />
      </div>
      <div class="pair">
        <Choice label={t("transition")} value={shot.transition} of={TRANSITIONS} choose={(kind) => onSelected("transition", { kind }, `transition ${kind}`)} />
        <MotionLevel value={shot.motion} />
      </div>
      <Light />
      <Group title={t("order")}>
        <div class="chips">
          <button type="button" disabled={number === 1} onClick={() => onSelected("move_cut", { by_beats: -1 }, "cut a beat earlier")}>{t("cut_earlier")}</button>
          <button type="button" disabled={number === 1} onClick={() => onSelected("move_cut", { by_beats: 1 }, "cut a beat later")}>{t("cut_later")}</button>
          <button type="button" disabled={!here_now} onClick={() => splitHere(timeline, number)}>{t("split")}</button>
          <button
            type="button"
            disabled={number === timeline.shots.length}
            onClick={() => void propose([{ edit: "merge", target: { shots: [number, number + 1] } }], `merge shots ${number} and ${number + 1}`)}
          >
            {t("merge")}
          </button>
          <button type="button" disabled={number === 1} onClick={() => onSelected("reorder", { by: -1 }, "a place earlier")}>{t("move_earlier")}</button>
          <button type="button" disabled={number === timeline.shots.length} onClick={() => onSelected("reorder", { by: 1 }, "a place later")}>{t("move_later")}</button>
          <button type="button" onClick={() => onSelected(shot.locked ? "unlock" : "lock", {}, shot.locked ? "unlock" : "lock")}>
            <Icon name={shot.locked ? "unlock" : "lock"} />
            {shot.locked ? t("unlock") : t("lock")}
          </button>
          <button type="button" class="danger" onClick={() => onSelected("remove", {}, `remove shot ${number}`)}>{t("remove")}</button>
        </div>
      </Group>
      <Restyle current={shot.style ?? timeline.style} />
    </>
  );
}

export function splitHere(timeline: Draft, number: number): void {
  const at_s = Number(toSeconds(frame.peek(), timeline.frame_rate).toFixed(3));
  void propose([{ edit: "split", target: { shots: [number] }, changes: { at_s } }], `split shot ${number}`);
}

function SectionFacts({ timeline, section }: { timeline: Draft; section: Section }) {
  const shots = timeline.shots.filter((shot) => shot.section === section.id);
  const name = useSignal(section.label);
  const isLocked = shots.length > 0 && shots.every((shot) => shot.locked);
  return (
    <>
      <header class="subject">
        <p class="eyebrow">
          {timecode(section.start, timeline.frame_rate)} – {timecode(section.stop, timeline.frame_rate)}
        </p>
        <h3>{sectionName(section.label)}</h3>
        <p class="facts">{section.intent}</p>
      </header>
      <Again shots={shots.length} />
      <Reprompt />
      <Group title={t("pace")}>
        <div class="chips">
          <button type="button" onClick={() => onSelected("pace", { factor: 2 }, "cut twice as fast")}>{t("faster")}</button>
          <button type="button" onClick={() => onSelected("pace", { factor: 0.5 }, "cut half as fast")}>{t("slower")}</button>
          <button type="button" onClick={() => onSelected(isLocked ? "unlock" : "lock", {}, isLocked ? "unlock" : "lock")}>
            <Icon name={isLocked ? "unlock" : "lock"} />
            {isLocked ? t("unlock") : t("lock")}
          </button>
        </div>
      </Group>
      <Light />
      <TitleForm at_s={[toSeconds(section.start, timeline.frame_rate), toSeconds(section.stop, timeline.frame_rate)]} />
      <form
        class="inline"
        onSubmit={(event) => {
          event.preventDefault();
          onSelected("rename_section", { name: name.value.trim() }, `call it ${name.value.trim()}`);
        }}
      >
        <label>
          {t("rename")}
          <input value={name.value} maxLength={60} onInput={(event) => (name.value = event.currentTarget.value)} />
        </label>
        <button type="submit" disabled={!name.value.trim() || name.value.trim() === section.label}>{t("apply")}</button>
      </form>
      <Restyle current={timeline.style} />
    </>
  );
}

function FilmFacts({ timeline }: { timeline: Draft }) {
  const hasLyrics = timeline.texts.some((text) => text.role === "lyric");
  const at_s = toSeconds(frame.value, timeline.frame_rate);
  return (
    <>
      <header class="subject">
        <p class="eyebrow">{t("whole_film")}</p>
        <h3>{view.value?.project.name}</h3>
        {timeline.prompt && <p class="facts">{timeline.prompt}</p>}
      </header>
      <Group title={t("shape")}>
        <div class="shapes" role="radiogroup" aria-label={t("shape")}>
          {SHAPES.map((aspect) => (
            <button
              type="button"
              role="radio"
              key={aspect}
              aria-checked={aspect === timeline.aspect}
              onClick={() => aspect !== timeline.aspect && void propose([{ edit: "canvas", changes: { aspect } }], `make it ${aspect}`)}
            >
              <span class="shape" style={{ aspectRatio: aspect.replace(":", " / ") }} />
              {aspect}
            </button>
          ))}
        </div>
      </Group>
      <Light />
      <TitleForm at_s={[at_s, Math.min(at_s + 4, toSeconds(timeline.frames, timeline.frame_rate))]} />
      <Group title={t("lyrics")}>
        <div class="chips">
          <button type="button" onClick={() => void propose([{ edit: "lyrics", changes: { show: !hasLyrics } }], hasLyrics ? "hide lyrics" : "show lyrics")}>
            {hasLyrics ? t("lyrics_hide") : t("lyrics_show")}
          </button>
        </div>
      </Group>
      <Restyle current={timeline.style} />
      {timeline.warnings.length > 0 && (
        <Group title={t("notes")}>
          <ul class="notes">
            {timeline.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Group>
      )}
    </>
  );
}

/** The two prices of another try: an image with its clip, or the clip alone. */
function Again({ shots }: { shots: number }) {
  const charged = view.value?.charged ?? false;
  const prices = view.value?.prices;
  const said = (each: number) => (charged ? creditsOf(each * shots) : t("free_one"));
  return (
    <div class="again">
      <button type="button" class="primary" onClick={() => onSelected("remake", { what: "both" }, "again")}>
        <Icon name="again" />
        {t("again")} · {said(Math.max(prices?.image ?? 0, 1))}
      </button>
      <button type="button" onClick={() => onSelected("remake", { what: "image" }, "the image again")}>
        {t("again_image")} <small>{said(Math.max(prices?.image ?? 0, 1))}</small>
      </button>
      <button type="button" onClick={() => onSelected("remake", { what: "clip" }, "the clip again")}>
        {t("again_clip")} <small>{said(prices?.clip ?? 0)}</small>
      </button>
    </div>
  );
}

/** Every try of a shot, side by side and moving. */
function Takes({ shot, number, version }: { shot: Shot; number: number; version: number }) {
  const takes = useSignal<Take[]>([]);
  useEffect(() => {
    const gone = new AbortController();
    if (view.value?.films.length)
      get<{ takes: Take[] }>(projectPath(here(), `/shots/${number}/takes`), gone.signal).then(
        (found) => (takes.value = found.takes),
        () => (takes.value = []),
      );
    return () => gone.abort();
  }, [shot.id, number, version, shot.still]);
  const shown: Take[] = takes.value.length ? takes.value : [];
  return (
    <Group title={`${t("takes")} · ${shot.takes}`}>
      <div class="takes" role="list">
        {shown.map((take) => (
          <figure key={take.number} role="listitem" class={take.number === shot.take ? "take chosen" : "take"} data-take={take.number}>
            {take.still ? (
              <video
                src={clipUrl(here(), take.still)}
                poster={stillUrl(here(), take.still)}
                muted
                loop
                playsInline
                preload="none"
                onMouseEnter={(event) => void event.currentTarget.play().catch(() => undefined)}
                onMouseLeave={(event) => event.currentTarget.pause()}
                onClick={(event) => {
                  const video = event.currentTarget;
                  if (video.paused) void video.play().catch(() => undefined);
                  else video.pause();
                }}
              />
            ) : take.number === shot.take && shot.still ? (
              <img src={stillUrl(here(), shot.still)} alt="" decoding="async" />
            ) : (
              <div class="nothing">{t("no_picture")}</div>
            )}
            <figcaption>
              <b>{take.number}</b>
              {take.number === shot.take ? (
                <span class="shown">{t("shown")}</span>
              ) : (
                <button
                  type="button"
                  class="small"
                  onClick={() => void propose([{ edit: "choose_take", target: { shots: [number] }, changes: { take: take.number } }], `take ${take.number} of shot ${number}`)}
                >
                  {t("show_take")}
                </button>
              )}
            </figcaption>
          </figure>
        ))}
      </div>
    </Group>
  );
}

function Reprompt() {
  const words = useSignal("");
  return (
    <form
      class="reprompt"
      onSubmit={(event) => {
        event.preventDefault();
        onSelected("reprompt", { prompt: words.value.trim() }, words.value.trim());
      }}
    >
      <label>
        {t("show_instead")}
        <textarea rows={2} maxLength={2000} value={words.value} onInput={(event) => (words.value = event.currentTarget.value)} />
      </label>
      <button type="submit" disabled={!words.value.trim()}>{t("change")}</button>
    </form>
  );
}

function Light() {
  const by = (changes: Record<string, number>, words: string) => onSelected("light", changes, words);
  return (
    <Group title={t("light")}>
      <div class="chips">
        <button type="button" onClick={() => by({ warmth: -0.5 }, "colder light")}>{t("colder")}</button>
        <button type="button" onClick={() => by({ warmth: 0.5 }, "warmer light")}>{t("warmer")}</button>
        <button type="button" onClick={() => by({ brightness: 0.5 }, "brighter")}>{t("brighter")}</button>
        <button type="button" onClick={() => by({ brightness: -0.5 }, "darker")}>{t("darker")}</button>
      </div>
    </Group>
  );
}

function TitleForm({ at_s }: { at_s: [number, number] }) {
  const text = useSignal("");
  return (
    <form
      class="inline"
      onSubmit={(event) => {
        event.preventDefault();
        const range: [number, number] = [Number(at_s[0].toFixed(3)), Number(at_s[1].toFixed(3))];
        const words = text.value.trim();
        void propose([{ edit: "add_text", target: { ranges_s: [range] }, changes: { text: words, role: "title" } }], `title ${words}`);
        text.value = "";
      }}
    >
      <label>
        {t("add_title")}
        <input value={text.value} maxLength={500} onInput={(event) => (text.value = event.currentTarget.value)} />
      </label>
      <button type="submit" disabled={!text.value.trim()}>{t("add")}</button>
    </form>
  );
}

function Restyle({ current }: { current: string }) {
  return (
    <Group title={t("style")} isFolded>
      <StylePicker chosen={current} disabled={isBusy()} choose={(style) => style && onSelected("restyle", { style }, `style ${named(style)}`)} />
    </Group>
  );
}

function MotionLevel({ value }: { value: number }) {
  return (
    <label class="field">
      {t("motion")} <output>{value}</output>
      <input
        type="range"
        min={1}
        max={10}
        value={value}
        onChange={(event) => {
          const level = Number(event.currentTarget.value);
          event.currentTarget.value = String(value);
          onSelected("motion", { level }, `motion ${level}`);
        }}
      />
    </label>
  );
}

function Choice(props: { label: string; value: string; of: string[]; choose: (value: string) => void }) {
  return (
    <label class="field">
      {props.label}
      <select
        value={props.value}
        onChange={(event) => {
          const wanted = event.currentTarget.value;
          // The film decides what is shown here: until it agrees nothing has changed.
          event.currentTarget.value = props.value;
          props.choose(wanted);
        }}
      >
        {props.of.map((one) => (
          <option key={one} value={one}>
            {named(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Group({ title, children, isFolded }: { title: string; children: ComponentChildren; isFolded?: boolean }) {
  if (isFolded)
    return (
      <details class="group">
        <summary>
          <h4>{title}</h4>
        </summary>
        {children}
      </details>
    );
  return (
    <div class="group">
      <h4>{title}</h4>
      {children}
    </div>
  );
}
