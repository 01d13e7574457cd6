/** Streams of events with replay: a line that is lost is taken up where it broke. */

import { createParser } from "eventsource-parser";
import { openStream, projectPath, Refusal } from "./api";
import type { Job } from "./wire";

/** What the stream of a job says. */
export interface Progress {
  state: Job["state"];
  stage?: string;
  done?: number;
  total?: number;
  note?: string;
  seconds_left?: number | null;
  error?: string | null;
}

/** Follows a job to its end; returns what stops listening. The browser itself goes on after a lost line. */
export function followJob(projectId: string, jobId: string, hear: (told: Progress, isEnd: boolean) => void): () => void {
  const source = new EventSource(projectPath(projectId, `/jobs/${encodeURIComponent(jobId)}/events`));
  const take = (isEnd: boolean) => (event: MessageEvent<string>) => {
    hear(JSON.parse(event.data) as Progress, isEnd);
    if (isEnd) source.close();
  };
  source.addEventListener("progress", take(false));
  source.addEventListener("end", take(true));
  return () => source.close();
}

export interface TurnPart {
  text?: string;
  functionCall?: { id: string; name: string };
  functionResponse?: { response: Progress & { status: string; percent?: number } };
}

const MOST_TRIES = 5;
const WAIT_MS = 800;

/** Says something about a project and hears the turn out; asks again with the last event's id where the line breaks. */
export async function say(
  projectId: string,
  text: string,
  language: string,
  hear: (part: TurnPart) => void,
  signal: AbortSignal,
): Promise<void> {
  let lastEventId: string | null = null;
  for (let lost = 0; ; lost += 1) {
    try {
      const body = await openStream(projectPath(projectId, "/messages"), { text, language }, lastEventId, signal);
      const parser = createParser({
        onEvent: (event) => {
          if (event.id) lastEventId = event.id;
          if (event.event === "heartbeat" || !event.data) return;
          const told = JSON.parse(event.data) as { content: { parts: TurnPart[] } };
          for (const part of told.content.parts) hear(part);
        },
      });
      const reader = body.pipeThrough(new TextDecoderStream()).getReader();
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) parser.feed(piece.value);
      return;
    } catch (error) {
      if (signal.aborted || error instanceof Refusal || lost >= MOST_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS * 2 ** lost));
    }
  }
}
