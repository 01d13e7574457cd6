/** What the server keeps for the account, as far as the words in the search match it. */

import { signal } from "@preact/signals";
import { get, post, remove, upload } from "../api";
import type { Character, Item, Listed } from "../wire";

export const words = signal("");
/** null: not known yet. */
export const films = signal<Listed[] | null>(null);
export const songs = signal<Item[] | null>(null);
export const characters = signal<Character[] | null>(null);
export const told = signal<{ sentence: string; isFault: boolean } | null>(null);
/** What is to be deleted, once that has been agreed to. */
export const forgetting = signal<{ path: string; name: string } | null>(null);

const tell = (error: unknown) => (told.value = { sentence: error instanceof Error ? error.message : String(error), isFault: true });

export async function load(gone?: AbortSignal): Promise<void> {
  const asked = encodeURIComponent(words.peek());
  try {
    const [projects, items, people] = await Promise.all([
      get<{ projects: Listed[] }>(`/v1/projects?words=${asked}`, gone),
      get<{ items: Item[] }>(`/v1/vault?kind=song&words=${asked}`, gone),
      get<{ characters: Character[] }>(`/v1/characters?words=${asked}`, gone),
    ]);
    [films.value, songs.value, characters.value] = [projects.projects, items.items, people.characters];
  } catch (error) {
    if (!gone?.aborted) tell(error);
  }
}

export async function forget(): Promise<void> {
  const asked = forgetting.value;
  forgetting.value = null;
  if (!asked) return;
  try {
    await remove(asked.path);
  } catch (error) {
    tell(error);
  }
  await load();
}

/** Keeps photos under a name; says whether that came about. */
export async function keepCharacter(name: string, files: File[]): Promise<boolean> {
  try {
    const kept = await upload<{ items: Item[] }>("/v1/vault/files", files, () => undefined);
    const photos = kept.items.filter((item) => item.kind === "photo").map((item) => item.id);
    await post("/v1/characters", { name, item_ids: photos });
  } catch (error) {
    tell(error);
    return false;
  }
  await load();
  return true;
}
