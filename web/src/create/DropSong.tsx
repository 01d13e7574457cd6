/** Where every film begins: a song is dropped, or taken from the vault. */

import { useSignal } from "@preact/signals";
import { choices } from "../choices";
import { Icon } from "../parts/Icon";
import { clock } from "../timecode";
import { t } from "../words";
import { receive, sent, songs, take } from "./wish";

const SOUND = "audio/*,.mp3,.m4a,.wav,.aac,.ogg,.flac";

export function DropSong() {
  const over = useSignal(false);
  const limits = choices.value?.limits;
  return (
    <>
      <label
        class={over.value ? "drop over" : "drop"}
        onDragOver={(event) => (event.preventDefault(), (over.value = true))}
        onDragLeave={() => (over.value = false)}
        onDrop={(event) => {
          event.preventDefault();
          over.value = false;
          void receive(event.dataTransfer?.files[0]);
        }}
      >
        <span class="bars" aria-hidden="true" />
        <strong>{sent.value === null ? t("drop_song") : t("uploading", { p: Math.round(100 * sent.value) })}</strong>
        <span>{limits ? t("drop_more", { a: limits.min_song_s, b: Math.round(limits.max_song_s / 60) }) : " "}</span>
        <progress class={sent.value === null ? "idle" : ""} max={1} value={sent.value ?? 0} aria-label={t("drop_song")} />
        <span class="button primary">{t("choose_file")}</span>
        <input type="file" class="hidden" accept={SOUND} disabled={sent.value !== null} onChange={(event) => void receive(event.currentTarget.files?.[0])} />
      </label>
      {songs.value.length > 0 && (
        <section aria-labelledby="kept-songs">
          <h2 id="kept-songs">{t("from_vault")}</h2>
          <ul class="kept-songs">
            {songs.value.map((one) => (
              <li key={one.id}>
                <button type="button" onClick={() => void take(one)}>
                  <Icon name="note" />
                  <span>{one.name}</span>
                  <small>{typeof one.facts["duration_s"] === "number" ? clock(one.facts["duration_s"]) : ""}</small>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
