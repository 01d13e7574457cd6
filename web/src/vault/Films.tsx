/** The account's films, the one worked on last first. */

import { projectPath } from "../api";
import { Icon } from "../parts/Icon";
import { clock } from "../timecode";
import type { Listed } from "../wire";
import { named, t } from "../words";
import { films, words } from "./kept";

export function Films() {
  const found = films.value;
  return (
    <section aria-labelledby="films">
      <h2 id="films">{t("films")}</h2>
      {found?.length === 0 && (words.value ? <p class="hint">{t("no_match")}</p> : <NoFilms />)}
      <ul class="cards">
        {found === null
          ? [0, 1, 2, 3].map((k) => (
              <li key={k} class="card" aria-hidden="true">
                <span class="poster" />
                <b> </b>
                <small> </small>
              </li>
            ))
          : found.map((film) => (
              <li key={film.id}>
                <a class="card" href={`/studio/${film.id}`}>
                  <span class="poster">
                    {film.has_film ? (
                      <img src={projectPath(film.id, "/poster")} alt="" width={135} height={240} loading="lazy" decoding="async" />
                    ) : (
                      <Icon name="film" />
                    )}
                    {film.running && <Making film={film} />}
                  </span>
                  <b>{film.name}</b>
                  <small>{film.running ? t("working") : facts(film)}</small>
                </a>
              </li>
            ))}
      </ul>
    </section>
  );
}

const facts = (film: Listed) => [film.duration_s ? clock(film.duration_s) : "", film.style ? named(film.style) : ""].filter(Boolean).join(" · ");

function Making({ film }: { film: Listed }) {
  const job = film.running;
  const share = job && job.total > 0 ? { value: job.done / job.total } : {};
  return <progress max={1} {...share} aria-label={`${film.name}: ${t("working")}`} />;
}

function NoFilms() {
  return (
    <div class="no-films">
      <span class="bars" aria-hidden="true" />
      <p>{t("no_films")}</p>
      <a class="button primary" href="/studio/new">
        {t("create")}
      </a>
    </div>
  );
}
