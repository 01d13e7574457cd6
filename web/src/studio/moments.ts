/** What the check found in the film: asked for, waited for, listed. */

import { computed, effect, signal } from "@preact/signals";
import { post, projectPath } from "../api";
import type { CheckReport, Fault } from "../wire";
import { film, here, propose, tell } from "./project";

interface Told {
  report: CheckReport | null;
  stage: string;
  done: number;
  total: number;
}

const KINDS = ["flash", "frozen", "black", "flicker", "teleport", "banding", "blown_out"] as const;
const AGAIN_MS = 1_000;

export const checked = signal<{ film: string; told: Told } | null>(null);
export const watching = computed(() => checked.value !== null && checked.value.told.report === null);
export const report = computed(() => (checked.value?.film === film.value?.item_id ? (checked.value?.told.report ?? null) : null));
export const flagged = computed<Fault[]>(() => {
  const found = report.value;
  if (!found) return [];
  const faults = KINDS.flatMap((kind) => (found[kind] as Fault[] | undefined) ?? []);
  return faults.sort((one, other) => one.start_s - other.start_s);
});
export const flaggedShots = computed(() => [...new Set(flagged.value.map((fault) => fault.shot_number))].sort((a, b) => a - b));

// A report is of one film: another film has none yet.
effect(() => {
  if (checked.value && checked.value.film !== film.value?.item_id) checked.value = null;
});

export async function check(): Promise<void> {
  const shown = film.peek();
  if (!shown) return;
  checked.value = { film: shown.item_id, told: { report: null, stage: "", done: 0, total: 0 } };
  try {
    for (;;) {
      const told = await post<Told>(projectPath(here(), "/check"));
      if (checked.peek()?.film !== shown.item_id) return;
      checked.value = { film: shown.item_id, told };
      if (told.report) return;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  } catch (error) {
    checked.value = null;
    tell(error);
  }
}

/** Another try of every shot that was found fault with; the tries there are stay among their takes. */
export const fixThese = () =>
  propose([{ edit: "remake", target: { shots: flaggedShots.peek() }, changes: { what: "clip" } }], "make the flagged shots again");
