/** A treatment scene by scene, to be written otherwise: what stands here when the film is made is what the film follows. */

import type { Signal } from "@preact/signals";
import type { MapScene, Treatment } from "../wire";
import { named, sectionName, t } from "../words";

export function Scenes({ treatment }: { treatment: Signal<Treatment | null> }) {
  const now = treatment.value;
  if (!now) return null;
  const write = (index: number, changes: Partial<MapScene>) =>
    (treatment.value = { ...now, scenes: now.scenes.map((scene, k) => (k === index ? { ...scene, ...changes } : scene)) });
  return (
    <div class="treatment">
      <header>
        <h4>{t("treatment")}</h4>
        <button type="button" class="small quiet" onClick={() => (treatment.value = null)}>
          {t("drop_treatment")}
        </button>
      </header>
      <p class="logline">{now.logline}</p>
      <p class="hint">{now.rhythm}</p>
      <div class="palette" aria-hidden="true">
        {now.palette.map((swatch) => (
          <span key={swatch.hex} style={{ background: swatch.hex }} title={swatch.name} />
        ))}
      </div>
      {now.warnings.map((warning) => (
        <p key={warning} class="fault">
          {warning}
        </p>
      ))}
      <ol class="scenes">
        {now.scenes.map((scene, index) => (
          <li key={`${scene.start}-${index}`}>
            <p class="eyebrow">
              {scene.start} – {scene.end} · {sectionName(scene.section ?? "")} · {named(scene.place ?? "")}
              {scene.time_of_day ? `, ${named(scene.time_of_day)}` : ""}
            </p>
            <textarea
              rows={2}
              maxLength={500}
              aria-label={t("scene_n", { n: index + 1 })}
              value={scene.description ?? ""}
              onInput={(event) => write(index, { description: event.currentTarget.value })}
            />
            <label class="field">
              {t("motion")}
              <input type="range" min={1} max={10} value={scene.motion ?? 5} onInput={(event) => write(index, { motion: Number(event.currentTarget.value) })} />
            </label>
          </li>
        ))}
      </ol>
    </div>
  );
}
