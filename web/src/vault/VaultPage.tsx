/** What the account keeps: films, songs and characters, found by words. */

import { signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { get, projectPath, remove } from "../api";
import { Nav } from "../parts/Nav";
import { Toast } from "../parts/Toast";
import { TopBar } from "../parts/TopBar";
import { clock } from "../timecode";
import type { Character, Item, Listed } from "../wire";
import { named, t } from "../words";
import "../look/pages.css";

const told = signal<{ sentence: string; isFault: boolean } | null>(null);
const TYPING_MS = 200;

export function VaultPage() {
  const words = useSignal("");
  const films = useSignal<Listed[] | null>(null);
  const songs = useSignal<Item[]>([]);
  const characters = useSignal<Character[]>([]);
  const load = async (gone: AbortSignal) => {
    const asked = encodeURIComponent(words.value);
    try {
      const [projects, items, people] = await Promise.all([
        get<{ projects: Listed[] }>(`/v1/projects?words=${asked}`, gone),
        get<{ items: Item[] }>(`/v1/vault?kind=song&words=${asked}`, gone),
        get<{ characters: Character[] }>(`/v1/characters?words=${asked}`, gone),
      ]);
      [films.value, songs.value, characters.value] = [projects.projects, items.items, people.characters];
    } catch (error) {
      if (!gone.aborted) told.value = { sentence: (error as Error).message, isFault: true };
    }
  };
  useEffect(() => {
    document.title = `${t("vault")} – songreel`;
    const gone = new AbortController();
    const timer = setTimeout(() => void load(gone.signal), films.value ? TYPING_MS : 0);
    return () => (clearTimeout(timer), gone.abort());
  }, [words.value]);
  const forget = async (path: string, name: string) => {
    if (!confirm(t("sure_delete", { name }))) return;
    try {
      await remove(path);
    } catch (error) {
      told.value = { sentence: (error as Error).message, isFault: true };
    }
    await load(new AbortController().signal);
  };
  const empty = <p class="hint">{words.value ? t("no_match") : t("nothing_yet")}</p>;
  return (
    <div class="plain">
      <TopBar title={t("vault")}>
        <Nav here="vault" />
      </TopBar>
      <main class="page">
        <input
          type="search"
          class="search"
          aria-label={t("search")}
          placeholder={t("search")}
          value={words.value}
          onInput={(event) => (words.value = event.currentTarget.value)}
        />
        <section aria-labelledby="films">
          <h2 id="films">{t("films")}</h2>
          {films.value?.length === 0 && empty}
          <ul class="cards">
            {films.value?.map((film) => (
              <li key={film.id}>
                <a class="card" href={`/studio/${film.id}`}>
                  <span class="poster">
                    {film.has_film && <img src={projectPath(film.id, "/poster")} alt="" width={135} height={240} loading="lazy" decoding="async" />}
                  </span>
                  <b>{film.name}</b>
                  <small>
                    {film.running ? t("working") : [film.duration_s ? clock(film.duration_s) : "", film.style ? named(film.style) : ""].filter(Boolean).join(" · ")}
                  </small>
                </a>
              </li>
            ))}
          </ul>
        </section>
        <section aria-labelledby="songs">
          <h2 id="songs">{t("songs")}</h2>
          {films.value && songs.value.length === 0 && empty}
          <ul class="rows">
            {songs.value.map((song) => (
              <li key={song.id}>
                <span>
                  <b>{song.name}</b>
                  <small>{typeof song.facts["duration_s"] === "number" ? clock(song.facts["duration_s"]) : ""}</small>
                </span>
                <a class="button" href={`/studio/new?song=${encodeURIComponent(song.id)}`}>
                  {t("use_song")}
                </a>
                <button type="button" class="quiet" onClick={() => void forget(`/v1/vault/${song.id}`, song.name)}>
                  {t("delete")}
                </button>
              </li>
            ))}
          </ul>
        </section>
        <section aria-labelledby="characters">
          <h2 id="characters">{t("characters")}</h2>
          {films.value && characters.value.length === 0 && empty}
          <ul class="cards people">
            {characters.value.map((one) => (
              <li key={one.id} class="card">
                <span class="poster">{one.photos[0] && <img src={one.photos[0].url} alt="" width={135} height={135} loading="lazy" />}</span>
                <b>{one.name}</b>
                <button type="button" class="quiet small" onClick={() => void forget(`/v1/characters/${one.id}`, one.name)}>
                  {t("delete")}
                </button>
              </li>
            ))}
          </ul>
        </section>
      </main>
      <Toast told={told} />
    </div>
  );
}
