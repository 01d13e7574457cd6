/** Words on the picture: what they say, where they stand, how long. */

import { useSignal } from "@preact/signals";
import { timecode, toSeconds } from "../../timecode";
import type { Draft, TextItem } from "../../wire";
import { named, t } from "../../words";
import { onRange } from "../asks";
import { seek } from "../playback";
import { Choice, Editing, Group, Level } from "./fields";

const PLACES = ["top_left", "top", "top_right", "left", "middle", "right", "bottom_left", "bottom", "bottom_right"] as const;
const SIZES = ["small", "medium", "large"] as const;

export function TextPanel({ timeline, text }: { timeline: Draft; text: TextItem }) {
  const words = useSignal(text.text);
  const at = (frame: number) => Number(toSeconds(frame, timeline.frame_rate).toFixed(3));
  const range: [number, number][] = [[at(text.start), at(text.stop)]];
  // Lyrics look alike all through the film; a single one of them can be written otherwise.
  const isLyric = text.role === "lyric";
  const mine = { role: text.role, match: text.text };
  const change = (changes: Record<string, unknown>, said: string) =>
    isLyric && !("text" in changes)
      ? onRange("lyrics", undefined, { show: true, ...changes }, said)
      : onRange("change_text", range, { ...mine, ...changes }, said);
  const remove = () => onRange("remove_text", range, mine, `remove the ${text.role}`);
  const wanted = words.value.trim();
  return (
    <>
      <header class="subject">
        <p class="eyebrow">{named(text.role)}</p>
        <h3 class="quoted">{text.text}</h3>
        <p class="facts">
          <button type="button" class="link" onClick={() => seek(text.start)}>
            {timecode(text.start, timeline.frame_rate)} – {timecode(text.stop, timeline.frame_rate)}
          </button>
        </p>
      </header>
      <Editing>
        <form
          class="reprompt"
          onSubmit={(event) => {
            event.preventDefault();
            change({ text: wanted }, `write ${wanted}`);
          }}
        >
          <label>
            {t("words_on_picture")}
            <textarea rows={2} maxLength={500} value={words.value} onInput={(event) => (words.value = event.currentTarget.value)} />
          </label>
          <button type="submit" disabled={!wanted || wanted === text.text}>
            {t("apply")}
          </button>
        </form>
        {isLyric && <p class="hint">{t("all_lyrics")}</p>}
        <div class="pair">
          <Group title={t("where")}>
            <div class="places" role="radiogroup" aria-label={t("where")}>
              {PLACES.map((place) => (
                <button
                  type="button"
                  role="radio"
                  key={place}
                  aria-label={named(place)}
                  title={named(place)}
                  aria-checked={place === text.place}
                  onClick={() => place !== text.place && change({ place }, `at the ${named(place)}`)}
                />
              ))}
            </div>
          </Group>
          <div class="stack">
            <Choice label={t("size")} value={text.size} of={SIZES} called={(size) => t(`size_${size as (typeof SIZES)[number]}`)} choose={(size) => change({ size }, `${size} letters`)} />
            <label class="field">
              {t("colour")}
              <input
                type="color"
                value={text.colour}
                onChange={(event) => {
                  const colour = event.currentTarget.value;
                  event.currentTarget.value = text.colour;
                  if (colour !== text.colour) change({ colour }, `in ${colour}`);
                }}
              />
            </label>
          </div>
        </div>
        {!isLyric && (
          <>
            <Level
              label={t("how_long")}
              value={Math.round(10 * (at(text.stop) - at(text.start))) / 10}
              least={0.5}
              most={20}
              step={0.5}
              unit=" s"
              set={(duration_s) => change({ duration_s }, `for ${duration_s} s`)}
            />
            <div class="chips">
              <button type="button" class="danger" onClick={remove}>
                {t("remove")}
              </button>
            </div>
          </>
        )}
      </Editing>
    </>
  );
}
