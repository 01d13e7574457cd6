/** From a song to the button that makes its film: nothing is paid before that button. */

import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { get, post, Refusal, upload } from "../api";
import { choices, loadChoices } from "../choices";
import { Icon } from "../parts/Icon";
import { Nav } from "../parts/Nav";
import { StylePicker } from "../parts/StylePicker";
import { Toast } from "../parts/Toast";
import { TopBar } from "../parts/TopBar";
import { clock } from "../timecode";
import { unpacked, type Sent } from "../wire";
import type { Analysis, Aspect, Item, Job, Quality, Treatment } from "../wire";
import { creditsOf, t } from "../words";
import { AnalysisPicture } from "./AnalysisPicture";
import { Scenes } from "./Scenes";
import "../look/pages.css";

const AGAIN_MS = 700;
const TRIAL_S = 30;
const SHAPES: Aspect[] = ["9:16", "16:9", "1:1", "4:5"];
const SOUND = "audio/*,.mp3,.m4a,.wav,.aac,.ogg,.flac";
const PICTURE = "image/jpeg,image/png,image/webp";
const MOST_PHOTOS = 10;

const song = signal<Item | null>(null);
const sent = signal<number | null>(null);
const analysis = signal<Analysis | null>(null);
const prompt = signal("");
const style = signal<string | null>(null);
const aspect = signal<Aspect>("9:16");
const quality = signal<Quality>("preview");
const performer = signal(true);
const trial = signal(false);
const photos = signal<Item[]>([]);
const treatment = signal<Treatment | null>(null);
const busy = signal(false);
const told = signal<{ sentence: string; isFault: boolean } | null>(null);

const tell = (error: unknown) => (told.value = { sentence: error instanceof Error ? error.message : String(error), isFault: true });

async function receive(file: File | undefined): Promise<void> {
  if (!file) return;
  told.value = null;
  sent.value = 0;
  try {
    const kept = await upload<{ items: Item[] }>("/v1/vault/files", [file], (share) => (sent.value = share));
    const found = kept.items.find((item) => item.kind === "song");
    if (!found) throw new Refusal(415, "no_song", `${file.name}: ${kept.items[0]?.kind ?? "?"}`);
    await take(found);
  } catch (error) {
    tell(error);
  } finally {
    sent.value = null;
  }
}

async function take(item: Item): Promise<void> {
  song.value = item;
  analysis.value = treatment.value = null;
  try {
    while (song.peek()?.id === item.id) {
      const heard = await post<{ analysis: Sent<Analysis> | null }>(`/v1/songs/${item.id}/analysis`);
      if (heard.analysis) {
        analysis.value = unpacked(heard.analysis);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  } catch (error) {
    tell(error);
  }
}

const wish = () => ({
  prompt: prompt.value,
  style: style.value,
  aspect: aspect.value,
  performer: photos.value.length || performer.value ? null : false,
  quality: quality.value,
  max_seconds: trial.value ? TRIAL_S : null,
  scenes: treatment.value?.scenes ?? null,
});

async function enhance(): Promise<void> {
  if (!song.value) return;
  busy.value = true;
  try {
    const found = await post<Treatment>(`/v1/songs/${song.value.id}/treatment`, { ...wish(), scenes: null });
    treatment.value = found;
    style.value ??= found.style;
  } catch (error) {
    tell(error);
  } finally {
    busy.value = false;
  }
}

async function make(): Promise<void> {
  if (!song.value) return;
  busy.value = true;
  try {
    const asked = { ...wish(), song_id: song.value.id, photo_ids: photos.value.map((one) => one.id) };
    const started = await post<{ project_id: string; job: Job }>("/v1/projects", asked);
    location.assign(`/studio/${started.project_id}`);
  } catch (error) {
    busy.value = false;
    tell(error);
  }
}

async function addPhotos(files: FileList | null): Promise<void> {
  if (!files?.length) return;
  try {
    const kept = await upload<{ items: Item[] }>("/v1/vault/files", [...files], () => undefined);
    const added = kept.items.filter((item) => item.kind === "photo" && !photos.value.some((one) => one.id === item.id));
    photos.value = [...photos.value, ...added].slice(0, MOST_PHOTOS);
  } catch (error) {
    tell(error);
  }
}

export function CreatePage() {
  useEffect(() => {
    document.title = `${t("create")} – songreel`;
    loadChoices().catch(tell);
    const asked = new URLSearchParams(location.search).get("song");
    if (asked) get<Item>(`/v1/vault/${encodeURIComponent(asked)}`).then(take, tell);
  }, []);
  return (
    <div class="plain">
      <TopBar title={t("create")}>
        <Nav here="new" />
      </TopBar>
      <main class="page create">{song.value ? <Wish item={song.value} /> : <DropSong />}</main>
      <Toast told={told} />
    </div>
  );
}

const over = signal(false);

function DropSong() {
  const limits = choices.value?.limits;
  return (
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
      <Icon name="note" />
      <strong>{sent.value === null ? t("drop_song") : t("uploading", { p: Math.round(100 * sent.value) })}</strong>
      <span>{limits ? t("drop_more", { a: limits.min_song_s, b: Math.round(limits.max_song_s / 60) }) : " "}</span>
      <span class="button">{t("choose_file")}</span>
      <input type="file" class="hidden" accept={SOUND} disabled={sent.value !== null} onChange={(event) => void receive(event.currentTarget.files?.[0])} />
    </label>
  );
}

function Wish({ item }: { item: Item }) {
  const heard = analysis.value;
  const listed = choices.value;
  const price = listed?.charged ? t("make_for", { c: creditsOf(listed.prices.film) }) : t("make_free");
  return (
    <>
      <section class="heard" aria-label={t("song")}>
        <header>
          <h2>{item.name}</h2>
          <p class="facts">
            {heard
              ? `${clock(heard.duration_s)} · ${heard.tempo_bpm ? `${t("bpm", { n: Math.round(heard.tempo_bpm) })} · ${heard.metre}` : t("no_beat")}`
              : t("listening")}
          </p>
          <button type="button" class="quiet" onClick={() => (song.value = null)}>
            {t("another_song")}
          </button>
        </header>
        <AnalysisPicture analysis={heard} />
      </section>
      <form
        class="wish"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <section class="words">
          <label>
            <h3>{t("prompt")}</h3>
            <textarea rows={3} maxLength={2000} value={prompt.value} onInput={(event) => (prompt.value = event.currentTarget.value)} />
          </label>
          <div class="beside">
            <p class="hint">{treatment.value ? t("enhance_hint") : t("prompt_hint")}</p>
            <button type="button" disabled={!heard || busy.value} onClick={() => void enhance()} title={t("enhance_hint")}>
              {t("enhance")}
            </button>
          </div>
          {treatment.value && <Scenes treatment={treatment} />}
        </section>
        <section>
          <h3>{t("style")}</h3>
          <StylePicker chosen={style.value} choose={(chosen) => (style.value = chosen)} isOptional />
        </section>
        <section class="wish-row">
          <fieldset>
            <legend>{t("shape")}</legend>
            <div class="shapes">
              {SHAPES.map((one) => (
                <label key={one} class="shape-choice">
                  <input type="radio" name="aspect" checked={aspect.value === one} onChange={() => (aspect.value = one)} />
                  <span>{one}</span>
                </label>
              ))}
            </div>
          </fieldset>
          <fieldset>
            <legend>{t("quality")}</legend>
            <div class="shapes">
              {listed?.qualities.map((one) => (
                <label key={one.name} class="shape-choice">
                  <input type="radio" name="quality" checked={quality.value === one.name} onChange={() => (quality.value = one.name)} />
                  <span>
                    {t(one.name)}
                    <small>
                      {one.width_px} × {one.height_px}
                    </small>
                  </span>
                </label>
              ))}
            </div>
          </fieldset>
          <fieldset>
            <legend>{t("performer")}</legend>
            <label class="tick">
              <input type="checkbox" checked={performer.value || photos.value.length > 0} disabled={photos.value.length > 0} onChange={(event) => (performer.value = event.currentTarget.checked)} />
              {t("with_performer")}
            </label>
            <div class="photos">
              {photos.value.map((one) => (
                <button type="button" key={one.id} class="photo" aria-label={`${t("remove")} ${one.name}`} onClick={() => (photos.value = photos.value.filter((other) => other.id !== one.id))}>
                  <img src={one.url} alt="" width={56} height={56} />
                </button>
              ))}
              <label class="button">
                <Icon name="plus" /> {t("add_photos")}
                <input type="file" class="hidden" accept={PICTURE} multiple onChange={(event) => void addPhotos(event.currentTarget.files)} />
              </label>
            </div>
            <p class="hint">{t("photos_hint")}</p>
          </fieldset>
        </section>
        <footer class="make">
          <label class="tick">
            <input type="checkbox" checked={trial.value} disabled={treatment.value !== null} onChange={(event) => (trial.value = event.currentTarget.checked)} />
            {t("only_start", { n: TRIAL_S })}
          </label>
          <p class="hint">
            {listed?.charged ? `${t("have", { n: listed.balance.available })} · ${t("nothing_paid")}` : t("not_charged")}
          </p>
          <button type="submit" class="primary" disabled={busy.value || !heard}>
            {price}
          </button>
        </footer>
      </form>
    </>
  );
}
