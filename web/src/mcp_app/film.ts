/** The film in the page: what is known of it, what is chosen, and what is asked of the server. */

import { computed, signal } from "@preact/signals";

import { type Answer, call, can, context, input, Refusal, refusalOf, result, tellModel, textOf } from "./host";
import type { Draft, JobAnswer, Section, View } from "./told";
import { say } from "./words";

type Values = Record<string, unknown>;

/** Shots by index, from 0; a section is all of its shots. */
export interface Chosen {
  section: string | null;
  from: number;
  to: number;
}

interface Quote {
  text: string;
  credits: number;
  go: () => void;
}

const POLL_S = 2;
const MOST_PICTURES = 24;

export const view = signal<View | null>(null);
export const chosen = signal<Chosen | null>(null);
export const quote = signal<Quote | null>(null);
/** What is being asked, for whoever waits for it. */
export const busy = signal("");
export const fault = signal("");
export const said = signal("");
/** Words that were not understood: the chat may know better. */
export const unheard = signal("");
export const pictures = signal<Record<string, string>>({});

export const draft = computed<Draft | null>(() => view.value?.draft ?? null);
export const mayChange = computed(() => !!view.value?.may_write && !!draft.value && !view.value.job && !busy.value);

export const shotsOf = (section: Section, of: Draft): number[] =>
  of.shots.flatMap((shot, index) => (shot.section === section.id ? [index] : []));

function seen(told: Answer): JobAnswer | null {
  const value = told.structuredContent as unknown as JobAnswer | undefined;
  return value && typeof value.project_id === "string" ? value : null;
}

/** The tool's first line, without what only a model needs: the next call. */
function firstLine(answer: Answer): string {
  return textOf(answer).split("\n")[0]?.replace(/ (?:Next|It goes on by itself; next): .*$/, "") ?? "";
}

async function trying(what: string, run: () => Promise<void>): Promise<void> {
  busy.value = what;
  fault.value = said.value = unheard.value = "";
  try {
    await run();
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    fault.value = problem.message;
  } finally {
    busy.value = "";
  }
}

async function look(project: string): Promise<void> {
  const answer = await call("mv_view_film", { project_id: project });
  const told = answer.structuredContent as unknown as View;
  const before = view.value;
  view.value = told;
  const kept = told.draft && chosen.value && chosen.value.to < told.draft.shots.length;
  if (!kept) chosen.value = told.draft ? { section: null, from: 0, to: 0 } : null;
  if (told.job && before?.job?.id !== told.job.id) void follow(told.job.id);
}

export const lookAgain = (project: string) => trying("", () => look(project));

/** What the page was opened with: a film, or a price that was only told. */
export async function begin(): Promise<void> {
  const told = result.value;
  if (!told) return;
  const answer = seen(told);
  const project = answer?.project_id || (input.value["project_id"] as string | undefined);
  if (project) await lookAgain(project);
  if (told.isError) fault.value = refusalOf(told);
  else if (!answer) said.value = firstLine(told);
  if (answer && (answer.state === "needs_confirmation" || answer.preview)) offer(told, answer);
}

/** A price that the model was told, with the very call that it is the price of. */
function offer(told: Answer, answer: JobAnswer): void {
  const tool = context.value.toolInfo?.tool?.name ?? ("song_id" in input.value ? "mv_make_video" : "mv_edit_video");
  const args = { ...input.value, confirm: true, wait_s: 0 } as Values;
  delete args["preview"];
  delete args["quote_only"];
  const credits = answer.charged === false ? 0 : (answer.price_credits ?? 0);
  quote.value = { text: firstLine(told), credits, go: () => void trying(say("working"), () => commit(tool, args)) };
}

/** Looks at a job until it is over, and at the film as it comes. One at a time. */
let followed = "";
async function follow(id: string): Promise<void> {
  if (followed === id) return;
  followed = id;
  const project = view.value?.project.id ?? "";
  try {
    for (;;) {
      const answer = await call("mv_get_status", { job_id: id, wait_s: POLL_S });
      const told = answer.structuredContent as unknown as JobAnswer;
      const now = view.value;
      if (!now || followed !== id) return;
      if (told.state !== "queued" && told.state !== "running") {
        view.value = { ...now, job: null };
        await look(project || told.project_id);
        if (told.state === "failed") fault.value = firstLine(answer);
        else said.value = told.state === "cancelled" ? say("stopped") : said.value || say("done");
        return;
      }
      if (!now.draft) await look(project);
      const { stage = "", percent = 0, seconds_left = null, state, kind = "" } = told;
      view.value = { ...(view.value ?? now), job: { id, kind, state, stage, percent, seconds_left } };
      await visible();
    }
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    fault.value = problem.message;
  } finally {
    if (followed === id) followed = "";
  }
}

/** Nobody asks the server on behalf of a page that nobody sees. */
function visible(): Promise<void> {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => document.addEventListener("visibilitychange", () => resolve(), { once: true }));
}

/** Does it: the price, where there is one, has been agreed to. */
async function commit(tool: string, args: Values): Promise<void> {
  quote.value = null;
  const answer = await call(tool, args);
  const told = seen(answer);
  const project = told?.project_id || view.value?.project.id || "";
  await look(project);
  const job = answer.resultType === "task" ? answer.taskId : told?.job_id;
  const isUnderWay = answer.resultType === "task" || told?.state === "queued" || told?.state === "running";
  said.value = told?.changed?.join(" ") || (isUnderWay ? "" : firstLine(answer));
  if (isUnderWay && job) void follow(job);
  const now = draft.value;
  if (can.value.updateModelContext && now)
    await tellModel(
      `In its page the user changed “${view.value?.project.name}”; version ${now.version} stands now. ${said.value || firstLine(answer)}`,
    );
}

/** A change with its price first, where changes have one. */
function change(args: Values): Promise<void> {
  const now = view.value;
  if (!now?.draft) return Promise.resolve();
  const whole = { ...args, project_id: now.project.id, version: now.draft.version };
  return trying(say(now.charged ? "looking_up" : "working"), async () => {
    if (now.charged) {
      const answer = await call("mv_edit_video", { ...whole, preview: true });
      const told = seen(answer);
      const credits = told?.price_credits ?? 0;
      if (credits > 0) {
        const text = say("would", { what: [...(told?.changed ?? []), ...(told?.notes ?? [])].join(" ") });
        quote.value = { text, credits, go: () => void trying(say("working"), () => doIt(whole)) };
        return;
      }
    }
    await doIt(whole);
  });
}

const doIt = (whole: Values) => commit("mv_edit_video", { ...whole, confirm: true, wait_s: 0 });

function target(): string {
  const { from, to } = chosen.value ?? { from: 0, to: 0 };
  return from === to ? `shot ${from + 1}` : `shots ${from + 1} to ${to + 1}`;
}

export const redo = () => change({ edits: [{ edit: "remake", target: target() }] });
export const keep = (locked: boolean) => change({ edits: [{ edit: locked ? "lock" : "unlock", target: target() }] });
export const chooseTake = (take: number) =>
  change({ edits: [{ edit: "choose_take", target: target(), changes: { take } }] });

export async function changeByWords(words: string): Promise<boolean> {
  await change({ words });
  if (fault.value) unheard.value = words;
  return !fault.value;
}

/** Back or forth in the film's history; it may render again what was never rendered, and then it has a price. */
export function step(to: "undo" | "redo"): Promise<void> {
  const now = view.value;
  if (!now) return Promise.resolve();
  const args = { project_id: now.project.id, to, wait_s: 0 };
  return trying(say(now.charged ? "looking_up" : "working"), async () => {
    if (now.charged) {
      const answer = await call("mv_view_step", { project_id: now.project.id, to });
      const credits = (answer.structuredContent as unknown as JobAnswer).price_credits ?? 0;
      if (credits > 0) {
        const go = () => void trying(say("working"), () => commit("mv_go_back", args));
        quote.value = { text: say(to === "undo" ? "undo" : "bring_back"), credits, go };
        return;
      }
    }
    await commit("mv_go_back", args);
  });
}

export function stop(): Promise<void> {
  const job = view.value?.job;
  return job ? trying("", async () => void (await call("mv_cancel_job", { job_id: job.id }))) : Promise.resolve();
}

let wanted = new Set<string>();
let gathering: number | null = null;

/** Pictures come in a few answers, as they are scrolled to. */
export function wantPicture(key: string): void {
  if (pictures.value[key] !== undefined) return;
  wanted.add(key);
  gathering ??= window.setTimeout(() => void fetchPictures(), 60);
}

async function fetchPictures(): Promise<void> {
  const project = view.value?.project.id;
  const keys = [...wanted];
  wanted = new Set();
  gathering = null;
  for (let at = 0; project && at < keys.length; at += MOST_PICTURES) {
    try {
      const answer = await call("mv_view_pictures", { project_id: project, keys: keys.slice(at, at + MOST_PICTURES) });
      const told = answer.structuredContent as { media_type: string; pictures: Record<string, string> };
      const found = Object.entries(told.pictures).map(([key, data]) => [key, `data:${told.media_type};base64,${data}`]);
      pictures.value = { ...pictures.value, ...Object.fromEntries(found) };
    } catch (problem) {
      if (!(problem instanceof Refusal)) throw problem;
      fault.value = problem.message;
      return;
    }
  }
}
