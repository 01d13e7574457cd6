/** One sentence about what has just happened, for a while; what went wrong stays until it is put away. */

import type { Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t } from "../words";
import { IconButton } from "./Icon";

const STAYS_MS = 7_000;

export function Toast({ told }: { told: Signal<{ sentence: string; isFault: boolean } | null> }) {
  const now = told.value;
  useEffect(() => {
    if (!now || now.isFault) return;
    const timer = setTimeout(() => (told.value = null), STAYS_MS);
    return () => clearTimeout(timer);
  }, [now]);
  return (
    <div class="toasts" role="status" aria-live="polite">
      {now && (
        <p class={now.isFault ? "toast fault" : "toast"}>
          {now.sentence}
          <IconButton icon="close" label={t("close")} onClick={() => (told.value = null)} />
        </p>
      )}
    </div>
  );
}
