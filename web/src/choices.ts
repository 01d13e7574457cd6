/** What films can be made of and turned into; asked for once. */

import { signal } from "@preact/signals";
import { get } from "./api";
import type { Choices } from "./wire";

export const choices = signal<Choices | null>(null);
let asked: Promise<void> | null = null;

export function loadChoices(): Promise<void> {
  asked ??= get<Choices>("/v1/choices").then(
    (found) => {
      choices.value = found;
    },
    (error: unknown) => {
      asked = null;
      throw error;
    },
  );
  return asked;
}
