/**
 * The server's calls. Every refusal becomes a `Refusal` whose message is the server's own sentence; whoever is not known any
 * more is led to the page to log in.
 */

/** A server's "no", in one sentence for people. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    sentence: string,
  ) {
    super(sentence);
  }
}

const PAGE_HEADER = { "X-Songreel-Page": "1" };

export const projectPath = (id: string, rest = "") => `/v1/projects/${encodeURIComponent(id)}${rest}`;
export const stillUrl = (id: string, key: string) => projectPath(id, `/stills/${key}`);
export const clipUrl = (id: string, key: string) => projectPath(id, `/clips/${key}`);

export function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return answered<T>(fetch(path, { headers: PAGE_HEADER, ...(signal ? { signal } : {}) }));
}

export function post<T>(path: string, body: unknown = {}): Promise<T> {
  return answered<T>(
    fetch(path, {
      method: "POST",
      headers: { ...PAGE_HEADER, "Content-Type": "application/json" },
      body: JSON.stringify(body),
    }),
  );
}

export function remove(path: string): Promise<unknown> {
  return answered(fetch(path, { method: "DELETE", headers: PAGE_HEADER }));
}

/** Sends a message and gives its answer's stream; `lastEventId` goes on with a turn whose line was lost. */
export async function openStream(path: string, body: unknown, lastEventId: string | null, signal: AbortSignal) {
  const response = await fetch(path, {
    method: "POST",
    signal,
    headers: {
      ...PAGE_HEADER,
      "Content-Type": "application/json",
      Accept: "text/event-stream",
      ...(lastEventId ? { "Last-Event-ID": lastEventId } : {}),
    },
    body: JSON.stringify(body),
  });
  if (!response.ok || !response.body) throw await refusalOf(response);
  return response.body;
}

/** Uploads files, telling how much is on its way: fetch cannot say that of what it sends. */
export function upload<T>(path: string, files: File[], told: (share: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("X-Songreel-Page", "1");
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && told(event.loaded / event.total);
    request.onerror = () => reject(new Refusal(0, "offline", "The server does not answer."));
    request.onload = () => {
      if (request.status < 300) resolve(request.response.data as T);
      else reject(refusalFrom(request.status, request.response));
    };
    const form = new FormData();
    for (const file of files) form.append("files", file);
    request.send(form);
  });
}

async function answered<T>(asking: Promise<Response>): Promise<T> {
  let response: Response;
  try {
    response = await asking;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Refusal(0, "offline", "The server does not answer.");
  }
  if (!response.ok) throw await refusalOf(response);
  return ((await response.json()) as { data: T }).data;
}

async function refusalOf(response: Response): Promise<Refusal> {
  const body: unknown = await response.json().catch(() => null);
  if (response.status === 401) location.assign("/login");
  return refusalFrom(response.status, body);
}

function refusalFrom(status: number, body: unknown): Refusal {
  const told = (body as { error?: { code: string; message: string } } | null)?.error;
  return new Refusal(status, told?.code ?? "unknown", told?.message ?? `The server answered with ${status}.`);
}
