/** The film that is laid over the one that plays, while two versions are compared. */

import { computed, signal } from "@preact/signals";
import { film, films } from "./project";

const chosen = signal<string | null>(null);

export const compared = computed(() => {
  const found = films.value.find((one) => one.item_id === chosen.value) ?? null;
  return found && found.item_id !== film.value?.item_id ? found : null;
});

export const compareWith = (itemId: string | null) => (chosen.value = itemId);
