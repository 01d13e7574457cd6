/** A line across a picture that is drawn to and fro: left of it the one below is seen, right of it the one laid over it. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { t } from "../words";

export function Wipe({ names, children }: { names: [string, string]; children: (clipPath: string) => ComponentChildren }) {
  const at = useSignal(50);
  return (
    <div class="wiped" onClick={(event) => event.stopPropagation()}>
      {children(`inset(0 0 0 ${at.value}%)`)}
      <div class="wipe-line" style={{ left: `${at.value}%` }} />
      <input
        type="range"
        min={0}
        max={100}
        step={0.5}
        value={at.value}
        aria-label={t("wipe")}
        aria-valuetext={`${names[0]} ${Math.round(at.value)} %`}
        onInput={(event) => (at.value = Number(event.currentTarget.value))}
      />
      <span class="wipe-name left" aria-hidden="true">
        {names[0]}
      </span>
      <span class="wipe-name right" aria-hidden="true">
        {names[1]}
      </span>
    </div>
  );
}
