/** The account's songs: heard here, or made into another film. */

import { signal } from "@preact/signals";
import { IconButton } from "../parts/Icon";
import { clock } from "../timecode";
import type { Item } from "../wire";
import { t } from "../words";
import { forgetting, songs, words } from "./kept";

/** The song that is heard. */
const heard = signal<string | null>(null);

export function Songs() {
  const found = songs.value;
  return (
    <section aria-labelledby="songs">
      <h2 id="songs">{t("songs")}</h2>
      {found?.length === 0 && <p class="hint">{words.value ? t("no_match") : t("nothing_yet")}</p>}
      <ul class="rows">{found?.map((song) => <Song key={song.id} song={song} />)}</ul>
    </section>
  );
}

function Song({ song }: { song: Item }) {
  const isHeard = heard.value === song.id;
  return (
    <li>
      <IconButton
        icon={isHeard ? "pause" : "play"}
        label={t(isHeard ? "stop_song" : "play_song", { name: song.name })}
        onClick={() => (heard.value = isHeard ? null : song.id)}
      />
      {isHeard && <audio src={song.url} autoplay onEnded={() => (heard.value = null)} />}
      <span>
        <b>{song.name}</b>
        <small>{typeof song.facts["duration_s"] === "number" ? clock(song.facts["duration_s"]) : ""}</small>
      </span>
      <a class="button" href={`/studio/new?song=${encodeURIComponent(song.id)}`}>
        {t("use_song")}
      </a>
      <IconButton
        icon="bin"
        label={`${t("delete")} ${song.name}`}
        onClick={() => (forgetting.value = { path: `/v1/vault/${song.id}`, name: song.name })}
      />
    </li>
  );
}
