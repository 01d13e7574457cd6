/** The whole film: its shape, its style, its words. */

import { useEffect } from "preact/hooks";
import { choices, loadChoices } from "../../choices";
import { language } from "../../settings";
import type { Aspect, Draft } from "../../wire";
import { t } from "../../words";
import { onFilm, titleRange } from "../asks";
import { tell, view } from "../project";
import { Choice, Editing, Group, Light, Restyle, TitleForm } from "./fields";

const SHAPES: Aspect[] = ["9:16", "16:9", "1:1", "4:5"];
const TITLE_S = 4;
const PLAIN = "plain";

export function FilmPanel({ timeline }: { timeline: Draft }) {
  return (
    <>
      <header class="subject">
        <p class="eyebrow">{t("whole_film")}</p>
        <h3>{view.value?.project.name}</h3>
        {timeline.prompt && <p class="facts">{timeline.prompt}</p>}
      </header>
      <Editing>
        <p class="hint">{t("select_hint")}</p>
        <Group title={t("shape")}>
          <div class="shapes" role="radiogroup" aria-label={t("shape")}>
            {SHAPES.map((aspect) => (
              <button
                type="button"
                role="radio"
                key={aspect}
                aria-checked={aspect === timeline.aspect}
                onClick={() => aspect !== timeline.aspect && onFilm("canvas", { aspect }, `make it ${aspect}`)}
              >
                <span class="shape" style={{ aspectRatio: aspect.replace(":", " / ") }} />
                {aspect}
              </button>
            ))}
          </div>
        </Group>
        <Light />
        <TitleForm range={() => titleRange(timeline, TITLE_S, null)} />
        <Lyrics timeline={timeline} />
        <Restyle current={timeline.style} />
        {timeline.warnings.length > 0 && (
          <Group title={t("notes")}>
            <ul class="notes">
              {timeline.warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          </Group>
        )}
      </Editing>
    </>
  );
}

function Lyrics({ timeline }: { timeline: Draft }) {
  const sung = timeline.texts.find((text) => text.role === "lyric");
  useEffect(() => {
    if (view.value?.may.includes("upload")) loadChoices().catch(tell);
  }, []);
  const styles = choices.value?.lyric_styles ?? [];
  const called = (key: string) => {
    const found = styles.find((one) => one.key === key);
    return found ? (language.value === "zh" ? found.name_zh : found.name) : t("lyrics_plain");
  };
  return (
    <Group title={t("lyrics")}>
      <div class="lyrics">
        <button type="button" onClick={() => onFilm("lyrics", { show: !sung }, sung ? "hide lyrics" : "show lyrics")}>
          {sung ? t("lyrics_hide") : t("lyrics_show")}
        </button>
        {sung && styles.length > 0 && (
          <Choice
            label={t("lyrics_style")}
            value={sung.style ?? PLAIN}
            of={[PLAIN, ...styles.map((one) => one.key)]}
            called={called}
            choose={(style) => onFilm("lyrics", { show: true, style }, `lyrics ${style}`)}
          />
        )}
      </div>
    </Group>
  );
}
