/**
 * The film before it is rendered: the draft's shots in time with the song. Where nothing better can be drawn this is a
 * slideshow of the shots' pictures, and it says so.
 */

import type { ReadonlySignal } from "@preact/signals";
import { stillUrl } from "../api";
import { indexAt } from "../timecode";
import type { Sound, View } from "../wire";
import { named, t } from "../words";

export interface LivePreviewProps {
  project: View;
  sound: Sound | null;
  /** The frame of the film's grid that is to be seen. */
  time: ReadonlySignal<number>;
  playing: ReadonlySignal<boolean>;
}

export function LivePreview({ project, time }: LivePreviewProps) {
  const draft = project.draft;
  if (!draft) return <div class="preview" />;
  const shot = draft.shots[Math.max(0, indexAt(draft.shots, time.value))];
  const scene = shot ? draft.scenes[shot.scene] : undefined;
  return (
    <div class="preview">
      {shot?.still ? (
        <img src={stillUrl(project.project.id, shot.still)} alt="" decoding="async" />
      ) : (
        <p class="preview-words">
          {scene ? `${named(scene.place)}, ${named(scene.time_of_day)}` : ""}
          <span>{scene?.description}</span>
        </p>
      )}
      <p class="preview-note">{t("no_film_yet")}</p>
    </div>
  );
}
