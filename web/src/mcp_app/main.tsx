/** The film inside a chat: its storyboard on the beat grid, a player, and the changes that most people want. */

import { effect, untracked } from "@preact/signals";
import { render } from "preact";

import { ChangeBox, History, Selected, Talk } from "./Changes";
import { begin, busy, draft, fault, view } from "./film";
import { calledOff, can, connect, context, openLink, Refusal, result, show } from "./host";
import { Grid, Player } from "./Player";
import { film } from "./playing";
import { Storyboard } from "./Storyboard";
import { clock } from "./time";
import { isChinese, name, say } from "./words";

/** Taken from the host together or not at all: half of a palette can be unreadable on our half. */
const PALETTE: Record<string, string> = {
  "--color-background-primary": "--room",
  "--color-background-secondary": "--panel",
  "--color-text-primary": "--text",
  "--color-text-secondary": "--soft",
  "--color-border-primary": "--line",
};

function dress(): void {
  const root = document.documentElement;
  const { theme, styles, displayMode } = context.value;
  root.lang = isChinese() ? "zh-CN" : "en";
  root.dataset["mode"] = displayMode ?? "inline";
  if (theme) root.dataset["theme"] = theme;
  const given = styles?.variables ?? {};
  const isWhole = Object.keys(PALETTE).every((key) => given[key]);
  for (const [theirs, ours] of Object.entries(PALETTE)) {
    if (isWhole) root.style.setProperty(ours, given[theirs]!);
    else root.style.removeProperty(ours);
  }
  if (given["--font-sans"]) root.style.setProperty("--font", given["--font-sans"]);
}

function refused(problem: unknown): void {
  if (!(problem instanceof Refusal)) throw problem;
  fault.value = problem.message;
}

function Heading() {
  const [now, of] = [view.value, draft.value];
  if (!now) return null;
  const facts = of && {
    v: of.version,
    n: of.shots.length,
    long: clock(of.frames / of.rate),
    style: name(of.style),
  };
  const url = film.value?.url;
  const isFull = context.value.displayMode === "fullscreen";
  const wanted = isFull ? "inline" : "fullscreen";
  return (
    <header>
      <div>
        <h1>{now.project.name}</h1>
        <p class="soft">
          {facts ? say("facts", facts) : say("planned")} · {now.charged ? say("credits", { n: now.available }) : say("not_charged")}
        </p>
      </div>
      <div class="buttons">
        {url && can.value.openLinks && (
          <button onClick={() => void openLink(url).catch(refused)}>{say("open_film")}</button>
        )}
        {context.value.availableDisplayModes?.includes(wanted) && (
          <button onClick={() => void show(wanted).catch(refused)}>{say(wanted)}</button>
        )}
      </div>
    </header>
  );
}

function Page() {
  const path = film.value?.path;
  if (!view.value) {
    const line = calledOff.value ? say("called_off") : !result.value || busy.value ? say("waiting") : "";
    return (
      <main>
        {line && <p role="status">{line}</p>}
        <Talk />
      </main>
    );
  }
  return (
    <main>
      <Heading />
      {draft.value && (
        <div class={draft.value.width > draft.value.height ? "look wide" : "look"}>
          <Player />
          <div class="beside">
            <Selected />
            <History />
            {path && (
              <p class="path">
                {say("film_path")} <code>{path}</code>
              </p>
            )}
          </div>
        </div>
      )}
      <Talk />
      <Grid />
      <Storyboard />
      <ChangeBox />
    </main>
  );
}

const root = document.getElementById("film")!;
if (window.parent === window) root.textContent = say("alone");
else {
  effect(dress);
  effect(() => {
    if (result.value) untracked(() => void begin());
  });
  render(<Page />, root);
  void connect().catch(refused);
}
