import { useState } from "preact/hooks";

import {
  busy, changeByWords, chooseTake, chosen, draft, fault, keep, lookAgain, mayChange, quote, redo, said, step, stop,
  unheard, view,
} from "./film";
import { can, say as sayInChat } from "./host";
import { name, say } from "./words";

/** What is chosen, and what can be done to it. */
export function Selected() {
  const [now, what] = [draft.value, chosen.value];
  if (!now || !what) return null;
  const shots = now.shots.slice(what.from, what.to + 1);
  const shot = shots[0];
  if (!shot) return null;
  const section = now.sections.find((one) => one.id === (what.section ?? shot.section));
  const isOne = what.from === what.to;
  const isKept = shots.every((one) => one.locked);
  const range = isOne ? say("shot", { n: what.from + 1 }) : say("shots", { a: what.from + 1, b: what.to + 1 });
  const look = [shot.place, shot.time_of_day, ...(shot.weather === "clear" ? [] : [shot.weather])].map(name);
  const camera = [name(shot.framing), name(shot.camera), say("motion", { n: shot.motion })];
  return (
    <section class="selected" aria-label={range}>
      <h2>{what.section ? `${name(section?.label ?? "")} · ${range}` : range}</h2>
      <p>{what.section ? section?.intent : `${name(section?.label ?? "")} · ${look.join(" · ")}`}</p>
      {!what.section && <p class="soft">{camera.join(" · ")}</p>}
      <div class="buttons">
        <button disabled={!mayChange.value} onClick={() => void redo()}>
          {say("redo")}
        </button>
        <button disabled={!mayChange.value} title={say("keep_hint")} onClick={() => void keep(!isKept)}>
          {say(isKept ? "release" : "keep")}
        </button>
      </div>
      {isOne && shot.takes > 1 && (
        <div class="buttons takes" role="group" aria-label={say("takes")}>
          {Array.from({ length: shot.takes }, (_, index) => index + 1).map((take) => (
            <button
              key={take}
              aria-pressed={take === shot.take}
              disabled={!mayChange.value}
              onClick={() => take !== shot.take && void chooseTake(take)}
            >
              {say("take", { n: take })}
            </button>
          ))}
        </div>
      )}
    </section>
  );
}

export function History() {
  const now = view.value;
  if (!now || (!now.past && !now.future)) return null;
  const words = now.last_words.length > 40 ? `${now.last_words.slice(0, 40)}…` : now.last_words;
  return (
    <div class="buttons history">
      {now.past > 0 && (
        <button disabled={!mayChange.value} onClick={() => void step("undo")}>
          {words ? say("undo_last", { words }) : say("undo")}
        </button>
      )}
      {now.future > 0 && (
        <button disabled={!mayChange.value} onClick={() => void step("redo")}>
          {say("bring_back")}
        </button>
      )}
    </div>
  );
}

export function ChangeBox() {
  const [words, setWords] = useState("");
  const now = draft.value;
  if (!now || !view.value?.may_write) return view.value ? <p class="soft">{say("reads_only")}</p> : null;
  const part = name(now.sections[Math.min(1, now.sections.length - 1)]?.label ?? "");
  const send = () => {
    if (!words.trim() || !mayChange.value) return;
    void changeByWords(words.trim()).then((isHeard) => isHeard && setWords(""));
  };
  // No form: a frame that may not send forms does not even tell its page that one was sent.
  return (
    <div class="change">
      <label>
        <span>{say("change")}</span>
        <input
          value={words}
          maxLength={2000}
          placeholder={say("change_example", { part })}
          onInput={(event) => setWords(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Enter" && !event.isComposing && send()}
        />
      </label>
      <button disabled={!mayChange.value || !words.trim()} onClick={send}>
        {say("send")}
      </button>
    </div>
  );
}

/** What is under way, what was said, what was refused, and what must be agreed to. */
export function Talk() {
  const job = view.value?.job;
  const failed = view.value?.failed;
  return (
    <>
      {quote.value && <Asked />}
      {job && (
        <div class="job">
          <p role="status">
            {say("job", {
              kind: say(job.kind === "edit" ? "edit" : job.kind === "export" ? "export" : "make"),
              stage: job.state === "queued" ? say("queued") : name(job.stage) || say("starting"),
            })}
            {!!job.seconds_left && ` · ${say("seconds_left", { n: job.seconds_left })}`}
          </p>
          <progress max="100" value={job.percent} aria-label={say("percent", { n: job.percent })} />
          <button disabled={!!busy.value} onClick={() => void stop()}>
            {say("stop")}
          </button>
        </div>
      )}
      <p class="soft" role="status">
        {busy.value || said.value}
      </p>
      {fault.value && (
        <div class="fault">
          <p role="alert">{fault.value}</p>
          {unheard.value && can.value.message && (
            <button onClick={() => void sayInChat(unheard.value).catch((problem: Error) => (fault.value = problem.message))}>
              {say("ask_chat")}
            </button>
          )}
          {view.value && <button onClick={() => void lookAgain(view.value!.project.id)}>{say("look_again")}</button>}
        </div>
      )}
      {!job && !fault.value && !draft.value && failed?.state === "failed" && (
        <p role="alert" class="fault">
          {say("failed", { why: failed.error })}
        </p>
      )}
    </>
  );
}

function Asked() {
  const asked = quote.value;
  if (!asked) return null;
  const n = asked.credits;
  const available = view.value?.available;
  const one = n === 1;
  const costs =
    available === undefined
      ? say(one ? "costs_alone_one" : "costs_alone", { n })
      : say(one ? "costs_one" : "costs", { n, m: available });
  return (
    <div class="quote" role="group" aria-label={costs}>
      <p role="status">
        {asked.text} {n > 0 && <strong>{costs}</strong>}
      </p>
      <div class="buttons">
        <button class="primary" disabled={!!busy.value} onClick={asked.go}>
          {n === 0 ? say("go_ahead_free") : say(one ? "go_ahead_one" : "go_ahead", { n })}
        </button>
        <button disabled={!!busy.value} onClick={() => (quote.value = null)}>
          {say("leave")}
        </button>
      </div>
    </div>
  );
}
