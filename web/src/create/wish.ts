/** What the film is to be, as far as it has been said, and the calls that make it so. */

import { signal } from "@preact/signals";
import { get, post, Refusal, upload } from "../api";
import { choices } from "../choices";
import { unpacked, type Sent } from "../wire";
import type { Analysis, Aspect, Character, Item, Job, Quality, Treatment } from "../wire";
import { refusalOf } from "./checked";

const AGAIN_MS = 700;
export const TRIAL_S = 30;
const MOST_PHOTOS = 10;
const LYRICS_FILE = "lyrics.txt";
const SUITING = "look";

export const song = signal<Item | null>(null);
/** How much of the song is on its way, 0 to 1. */
export const sent = signal<number | null>(null);
export const analysis = signal<Analysis | null>(null);
export const prompt = signal("");
export const style = signal<string | null>(null);
export const aspect = signal<Aspect>("9:16");
export const quality = signal<Quality>("preview");
export const performer = signal(true);
export const trial = signal(false);
export const photos = signal<Item[]>([]);
export const lyrics = signal("");
export const lyricStyle = signal(SUITING);
export const treatment = signal<Treatment | null>(null);
export const busy = signal(false);
export const told = signal<{ sentence: string; isFault: boolean } | null>(null);

/** What the account keeps that a film can be made of. */
export const songs = signal<Item[]>([]);
export const characters = signal<Character[]>([]);

export const tell = (error: unknown) => (told.value = { sentence: error instanceof Error ? error.message : String(error), isFault: true });

export async function loadKept(): Promise<void> {
  const [items, people] = await Promise.all([
    get<{ items: Item[] }>("/v1/vault?kind=song&limit=12"),
    get<{ characters: Character[] }>("/v1/characters"),
  ]);
  [songs.value, characters.value] = [items.items, people.characters];
}

export async function receive(file: File | undefined): Promise<void> {
  if (!file || sent.value !== null) return;
  told.value = null;
  sent.value = 0;
  try {
    const refusal = await refusalOf(file, choices.value?.limits);
    if (refusal) throw new Refusal(415, "no_song", refusal);
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

/** Makes an item the film's song, and waits until it has been heard. */
export async function take(item: Item): Promise<void> {
  song.value = item;
  sent.value = null;
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

export async function enhance(): Promise<void> {
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

export async function make(): Promise<void> {
  if (!song.value) return;
  busy.value = true;
  try {
    const asked = {
      ...wish(),
      song_id: song.value.id,
      photo_ids: photos.value.map((one) => one.id),
      ...(await keptLyrics()),
    };
    const started = await post<{ project_id: string; job: Job }>("/v1/projects", asked);
    location.assign(`/studio/${started.project_id}`);
  } catch (error) {
    busy.value = false;
    tell(error);
  }
}

/** The words that were pasted, as a file of the vault like any other. */
async function keptLyrics(): Promise<{ lyrics_id?: string; lyric_style?: string }> {
  if (!lyrics.value.trim()) return {};
  const kept = await upload<{ items: Item[] }>("/v1/vault/files", [new File([lyrics.value], LYRICS_FILE, { type: "text/plain" })], () => undefined);
  const found = kept.items.find((item) => item.kind === "lyrics");
  if (!found) throw new Refusal(415, "no_lyrics", `${LYRICS_FILE}: ${kept.items[0]?.kind ?? "?"}`);
  return { lyrics_id: found.id, lyric_style: lyricStyle.value };
}

export async function addPhotos(files: FileList | null): Promise<void> {
  if (!files?.length) return;
  try {
    const kept = await upload<{ items: Item[] }>("/v1/vault/files", [...files], () => undefined);
    showThem(kept.items.filter((item) => item.kind === "photo"));
  } catch (error) {
    tell(error);
  }
}

export function showThem(added: Item[]): void {
  const fresh = added.filter((item) => !photos.value.some((one) => one.id === item.id));
  photos.value = [...photos.value, ...fresh].slice(0, MOST_PHOTOS);
}
