/** The chat around the page: JSON-RPC by postMessage, as SEP-1865 has it. Nothing here knows films. */

import { signal } from "@preact/signals";

type Values = Record<string, unknown>;

export interface Answer {
  content?: { type: string; text?: string }[];
  structuredContent?: Values;
  isError?: boolean;
  /** Of hosts that hand on a task as it comes. */
  resultType?: string;
  taskId?: string;
}

export interface HostContext {
  toolInfo?: { tool?: { name?: string } };
  theme?: "light" | "dark";
  styles?: { variables?: Record<string, string | undefined> };
  displayMode?: string;
  availableDisplayModes?: string[];
  containerDimensions?: { height?: number; maxHeight?: number };
  locale?: string;
}

interface Initialized {
  hostCapabilities?: { serverTools?: object; openLinks?: object; message?: object; updateModelContext?: object };
  hostContext?: HostContext;
}

const PROTOCOL = "2026-01-26";
const MODES = ["inline", "fullscreen"];
/** Longer than any tool of the server's takes. */
const PATIENCE_MS = 60_000;

export const context = signal<HostContext>({});
export const can = signal<NonNullable<Initialized["hostCapabilities"]>>({});
/** Of the call that the page was opened for. */
export const input = signal<Values>({});
export const result = signal<Answer | null>(null);
export const calledOff = signal(false);

/** What was refused, in words for whoever looks at the page. */
export class Refusal extends Error {}

let last = 0;
const waiting = new Map<number, (message: { result?: unknown; error?: { message?: string } }) => void>();

function post(message: Values): void {
  // The host's origin is its own affair and differs from host to host; only the parent gets the message.
  window.parent.postMessage({ jsonrpc: "2.0", ...message }, "*");
}

function ask<T>(method: string, params: Values): Promise<T> {
  const id = ++last;
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => {
      waiting.delete(id);
      reject(new Refusal(`The chat did not answer (${method}).`));
    }, PATIENCE_MS);
    waiting.set(id, (message) => {
      clearTimeout(timer);
      if (message.error) reject(new Refusal(message.error.message ?? "The chat refused."));
      else resolve(message.result as T);
    });
    post({ id, method, params });
  });
}

/** A tool of the server's. Throws Refusal with the tool's own sentence. */
export async function call(name: string, args: Values): Promise<Answer> {
  const answer = await ask<Answer>("tools/call", { name, arguments: args });
  if (answer.isError) throw new Refusal(refusalOf(answer));
  return answer;
}

/** Why a tool refused, for a person: without its name, and without the calls that would help a model. */
export function refusalOf(answer: Answer): string {
  const whole = textOf(answer).replace(/^Error executing tool \w+: /, "");
  return whole.replace(/(?:^|\s)[^.!?]*\bmv_\w+[^.!?]*[.!?]/g, "").trim() || whole;
}

export function textOf(answer: Answer): string {
  return (answer.content ?? []).flatMap((block) => (block.type === "text" && block.text ? [block.text] : [])).join("\n");
}

/** Raises where the host will not. */
export async function openLink(url: string): Promise<void> {
  await done("ui/open-link", { url });
}

/** Into the chat, as if the user had typed it. */
export async function say(text: string): Promise<void> {
  await done("ui/message", { role: "user", content: [{ type: "text", text }] });
}

/** What the model should know from now on; it asks for no reply. */
export async function tellModel(text: string): Promise<void> {
  if (can.value.updateModelContext) await done("ui/update-model-context", { content: [{ type: "text", text }] });
}

export async function show(mode: string): Promise<void> {
  const given = await ask<{ mode?: string }>("ui/request-display-mode", { mode });
  context.value = { ...context.value, displayMode: given.mode };
}

async function done(method: string, params: Values): Promise<void> {
  const answer = await ask<{ isError?: boolean }>(method, params);
  if (answer.isError) throw new Refusal("The chat refused.");
}

const TOLD: Record<string, (params: Values) => void> = {
  "ui/notifications/tool-input": (params) => {
    input.value = (params["arguments"] ?? {}) as Values;
  },
  "ui/notifications/tool-result": (params) => {
    result.value = params as Answer;
  },
  "ui/notifications/tool-cancelled": () => {
    calledOff.value = true;
  },
  "ui/notifications/host-context-changed": (params) => {
    context.value = { ...context.value, ...params };
  },
};
const ASKED: ReadonlySet<string> = new Set(["ping", "ui/resource-teardown"]);

function hear(event: MessageEvent): void {
  const message = event.data as { jsonrpc?: string; id?: number; method?: string; params?: Values } | null;
  if (event.source !== window.parent || message?.jsonrpc !== "2.0") return;
  const { id, method } = message;
  if (method === undefined) {
    if (id !== undefined) {
      waiting.get(id)?.(message as { result?: unknown });
      waiting.delete(id);
    }
  } else if (id === undefined) TOLD[method]?.(message.params ?? {});
  else if (ASKED.has(method)) post({ id, result: {} });
  else post({ id, error: { code: -32601, message: `Method not found: ${method}` } });
}

/** Tells the host how much room the page takes, whenever that changes. */
function tellSize(): void {
  let told = "";
  new ResizeObserver(() => {
    const { width } = document.documentElement.getBoundingClientRect();
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    const size = { width: Math.ceil(width), height };
    if (told !== (told = JSON.stringify(size))) post({ method: "ui/notifications/size-changed", params: size });
  }).observe(document.body);
}

export async function connect(): Promise<void> {
  window.addEventListener("message", hear);
  const host = await ask<Initialized>("ui/initialize", {
    protocolVersion: PROTOCOL,
    appInfo: { name: "songreel", title: "songreel", version: "1" },
    appCapabilities: { availableDisplayModes: MODES },
  });
  can.value = host.hostCapabilities ?? {};
  context.value = host.hostContext ?? {};
  post({ method: "ui/notifications/initialized", params: {} });
  tellSize();
}
