/**
 * The film before it is rendered: the draft's shots in time with the song, drawn by the browser. Where it cannot draw them this is a
 * slideshow of the shots' pictures, and it says so.
 */

import { useComputed, useSignal, useSignalEffect, type ReadonlySignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Refusal, stillUrl } from "../api";
import { indexAt } from "../timecode";
import type { Sound, View } from "../wire";
import { named, t } from "../words";
import type { Stage } from "./stage";
import type { LiveFilm } from "./wire";

export interface LivePreviewProps {
  project: View;
  sound: Sound | null;
  /** The frame of the film's grid that is to be seen. */
  time: ReadonlySignal<number>;
  playing: ReadonlySignal<boolean>;
}

/** on the way: programs are compiled; seen: a picture stands; slides: the browser cannot draw it. */
type State = "coming" | "seen" | "slides";

const SHAPES = { "9:16": 9 / 16, "16:9": 16 / 9, "1:1": 1, "4:5": 4 / 5 } as const;
const NOTES = { coming: "live_coming", seen: "live_note", slides: "live_missing" } as const;

export function LivePreview({ project, time }: LivePreviewProps) {
  const draft = project.draft;
  const canvas = useRef<HTMLCanvasElement>(null);
  const stage = useRef<Stage | null>(null);
  const ending = useRef<AbortController | null>(null);
  const film = useSignal<LiveFilm | null>(null);
  const state = useSignal<State>("coming");
  const refused = useSignal("");
  const index = useComputed(() => (draft ? Math.max(0, indexAt(draft.shots, time.value)) : 0));
  const version = draft?.version;
  const id = project.project.id;

  useEffect(() => {
    const leaving = new AbortController();
    ending.current = leaving;
    state.value = "coming";
    return () => {
      leaving.abort();
      stage.current?.end();
      stage.current = null;
    };
  }, [id]);
  useEffect(() => {
    const leaving = ending.current;
    if (version === undefined || !leaving) return;
    let isOld = false;
    const failed = (reason: unknown) => {
      if (leaving.signal.aborted) return;
      console.warn("The live preview is not drawn.", reason);
      // What the server refuses, such as a draft that lacks a file, is no fault of the browser's.
      refused.value = reason instanceof Refusal ? reason.message : "";
      state.value = "slides";
    };
    void (async () => {
      try {
        const [{ Stage }, { Sources, liveFilm }] = await Promise.all([import("./stage"), import("./wire")]);
        const told = await liveFilm(id, leaving.signal);
        if (leaving.signal.aborted || isOld || !canvas.current) return;
        film.value = told;
        stage.current ??= new Stage(canvas.current, new Sources(id, leaving.signal), {
          drawn: () => (state.value = "seen"),
          failed,
        });
        stage.current.play(told, SHAPES[draft?.aspect ?? "9:16"]);
        stage.current.show(time.peek());
      } catch (error) {
        failed(error);
      }
    })();
    return () => {
      isOld = true;
    };
  }, [id, version]);
  useSignalEffect(() => {
    // Read before anything else: what is not read while there is no stage yet is not followed later.
    const frame = time.value;
    stage.current?.show(frame);
  });

  if (!draft) return <div class="preview" />;
  const shot = draft.shots[index.value];
  const scene = shot ? draft.scenes[shot.scene] : undefined;
  const isDrawn = state.value === "seen" && film.value?.shots[index.value]?.drawn !== null;
  return (
    <div class="preview" data-state={state.value}>
      <canvas ref={canvas} key={id} aria-hidden="true" style={{ visibility: isDrawn ? "visible" : "hidden" }} />
      {!isDrawn &&
        (shot?.still ? (
          <img src={stillUrl(id, shot.still)} alt="" decoding="async" />
        ) : (
          <p class="preview-words">
            {scene ? `${named(scene.place)}, ${named(scene.time_of_day)}` : ""}
            <span>{scene?.description}</span>
          </p>
        ))}
      <p class="preview-note">{(state.value === "slides" && refused.value) || t(NOTES[state.value])}</p>
    </div>
  );
}
