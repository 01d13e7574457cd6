/**
 * The project that the page shows, and everything that can be done to it. Every change is asked for twice: what it would do
 * and cost, then, once the visitor agrees, the change itself. What the server refuses is told and changes nothing here.
 */

import { batch, computed, signal } from "@preact/signals";
import { get, post, projectPath, Refusal } from "../api";
import { followJob } from "../streams";
import { unpacked, type Sent } from "../wire";
import type { AudioItem, Edit, Edited, Film, Job, Said, Section, Shot, Sound, Target, TextItem, View } from "../wire";

export type Selection = { kind: "film" } | { kind: "section" | "shot" | "text" | "sound"; id: string };
export interface Proposal {
  edits: Edit[];
  words: string;
  quote: Edited;
}

export const view = signal<View | null>(null);
export const sound = signal<Sound | null>(null);
export const talk = signal<Said[]>([]);
export const missing = signal(false);
/** Why nothing could be shown at all; null: it could. */
export const unreachable = signal<string | null>(null);
export const told = signal<{ sentence: string; isFault: boolean } | null>(null);
export const proposal = signal<Proposal | null>(null);
export const asking = signal(false);
export const selection = signal<Selection>({ kind: "film" });
/** The film that plays; null: the newest. */
export const chosenFilm = signal<string | null>(null);

export const draft = computed(() => view.value?.draft ?? null);
export const running = computed(() => view.value?.running ?? null);
export const films = computed(() => view.value?.films ?? []);
export const film = computed<Film | null>(
  () => films.value.find((one) => one.item_id === chosenFilm.value) ?? films.value[0] ?? null,
);
export const selectedShot = computed<{ shot: Shot; number: number } | null>(() => {
  const chosen = selection.value;
  if (chosen.kind !== "shot" || !draft.value) return null;
  const index = draft.value.shots.findIndex((shot) => shot.id === chosen.id);
  return index < 0 ? null : { shot: draft.value.shots[index] as Shot, number: index + 1 };
});
export const selectedSection = computed<Section | null>(() => {
  return chosenOf("section", draft.value?.sections ?? []);
});
export const selectedText = computed<TextItem | null>(() => chosenOf("text", draft.value?.texts ?? []));
export const selectedSound = computed<AudioItem | null>(() => chosenOf("sound", draft.value?.audio ?? []));
export const target = computed<Target>(() => {
  if (selectedShot.value) return { shots: [selectedShot.value.number] };
  if (selectedSection.value) return { sections: [selectedSection.value.label] };
  return {};
});

function chosenOf<T extends { id: string }>(kind: Selection["kind"], among: T[]): T | null {
  const chosen = selection.value;
  return chosen.kind === kind && chosen.kind !== "film" ? (among.find((one) => one.id === chosen.id) ?? null) : null;
}

const isChosenGone = () =>
  selection.value.kind !== "film" && !selectedShot.value && !selectedSection.value && !selectedText.value && !selectedSound.value;

let projectId = "";
let stopFollowing: (() => void) | null = null;
let followed = "";

export const here = () => projectId;

/** Opens a project; the page shows nothing of another meanwhile. */
export async function open(id: string): Promise<void> {
  batch(() => {
    projectId = id;
    view.value = sound.value = null;
    talk.value = [];
    missing.value = false;
    unreachable.value = null;
    selection.value = { kind: "film" };
    proposal.value = chosenFilm.value = null;
  });
  await reload();
  void loadTalk();
}

export async function reload(): Promise<void> {
  const id = projectId;
  try {
    const fresh = await get<View>(projectPath(id));
    if (id !== projectId) return;
    batch(() => {
      view.value = fresh;
      // What was chosen may be gone: another version stands.
      if (isChosenGone()) selection.value = { kind: "film" };
      unreachable.value = null;
    });
    follow(fresh.running);
    if (fresh.draft && !sound.value) sound.value = unpacked(await get<Sent<Sound>>(projectPath(id, "/sound")));
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) missing.value = true;
    else if (view.value === null && error instanceof Error) unreachable.value = error.message;
    else tell(error);
  }
}

export async function loadTalk(): Promise<void> {
  try {
    talk.value = (await get<{ messages: Said[] }>(projectPath(projectId, "/messages"))).messages;
  } catch (error) {
    tell(error);
  }
}

export function tell(error: unknown): void {
  if (error instanceof DOMException && error.name === "AbortError") return;
  told.value = { sentence: error instanceof Error ? error.message : String(error), isFault: true };
}

export function say(sentence: string): void {
  told.value = { sentence, isFault: false };
}

function follow(job: Job | null): void {
  if (job === null || job.id === followed) return;
  stopFollowing?.();
  followed = job.id;
  stopFollowing = followJob(projectId, job.id, (heard, isEnd) => {
    if (isEnd) {
      followed = "";
      stopFollowing = null;
      chosenFilm.value = null;
      if (heard.state === "failed" && heard.error) tell(heard.error);
      void reload();
      return;
    }
    const now = view.value;
    if (!now?.running || now.running.id !== job.id) return;
    const stood = now.running.stage;
    view.value = {
      ...now,
      running: {
        ...now.running,
        state: "running",
        stage: heard.stage ?? "",
        done: heard.done ?? 0,
        total: heard.total ?? 0,
        seconds_left: heard.seconds_left ?? null,
      },
    };
    // A new film is planned long before it is rendered: its timeline can be looked at meanwhile.
    if (stood !== heard.stage && (now.draft === null || heard.stage === "image generation")) void reload();
  });
}

/** What the edits would do and cost. They are done at once where that costs nothing, else once the visitor agrees. */
export async function propose(edits: Edit[], words: string): Promise<void> {
  asking.value = true;
  try {
    const version = draft.value?.version;
    const quote = await post<Edited>(projectPath(projectId, "/quote"), { edits, words: "", version });
    if (!quote.changed) {
      say(quote.said.join(" "));
      return;
    }
    if (view.value?.charged && quote.credits > 0) proposal.value = { edits, words, quote };
    else await edit(edits, words);
  } catch (error) {
    tell(error);
  } finally {
    asking.value = false;
  }
}

/** Does what was proposed. */
export async function agree(): Promise<void> {
  const agreed = proposal.value;
  proposal.value = null;
  if (agreed) await edit(agreed.edits, agreed.words);
}

async function edit(edits: Edit[], words: string): Promise<void> {
  try {
    const version = draft.value?.version;
    const done = await post<Edited>(projectPath(projectId, "/edits"), { edits, words, version });
    say([...done.said, ...done.notes].join(" "));
    await reload();
  } catch (error) {
    tell(error);
    void reload();
  }
}

/** A step between versions: it costs nothing that was not paid before, and redo brings it back. */
export const step = (name: "undo" | "redo") => edit([{ edit: name, changes: { steps: 1 } }], name);
export const restore = (version: number) => edit([{ edit: "restore", changes: { version } }], `version ${version}`);

export async function stop(): Promise<void> {
  const job = running.value;
  if (!job) return;
  try {
    await post(projectPath(projectId, `/jobs/${job.id}/cancel`));
  } catch (error) {
    tell(error);
  }
  void reload();
}

export function select(chosen: Selection): void {
  selection.value = chosen;
}

export function close(): void {
  stopFollowing?.();
  stopFollowing = null;
  followed = "";
}
