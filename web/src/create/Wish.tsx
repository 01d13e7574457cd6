/** Everything that can be said about a film before it is made, and its price at the end. */

import { choices } from "../choices";
import { StylePicker } from "../parts/StylePicker";
import { language } from "../settings";
import { clock } from "../timecode";
import type { Aspect, Item } from "../wire";
import { creditsOf, t } from "../words";
import { AnalysisPicture } from "./AnalysisPicture";
import { Performer } from "./Performer";
import { Scenes } from "./Scenes";
import * as wish from "./wish";

const SHAPES: Aspect[] = ["9:16", "16:9", "1:1", "4:5"];

export function Wish({ item }: { item: Item }) {
  return (
    <>
      <Heard item={item} />
      <form
        class="wish"
        onSubmit={(event) => {
          event.preventDefault();
          void wish.make();
        }}
      >
        <Words />
        <section>
          <h3>{t("style")}</h3>
          <StylePicker chosen={wish.style.value} choose={(chosen) => (wish.style.value = chosen)} isOptional />
        </section>
        <section class="wish-row">
          <Shape />
          <Sizes />
          <Performer />
        </section>
        <Lyrics />
        <Make />
      </form>
    </>
  );
}

function Heard({ item }: { item: Item }) {
  const heard = wish.analysis.value;
  const tempo = heard?.tempo_bpm ? `${t("bpm", { n: Math.round(heard.tempo_bpm) })} · ${heard.metre}` : t("no_beat");
  return (
    <section class="heard" aria-label={t("song")}>
      <header>
        <h2>{item.name}</h2>
        <p class="facts">{heard ? `${clock(heard.duration_s)} · ${tempo}` : t("listening")}</p>
        <button type="button" class="quiet" onClick={() => (wish.song.value = null)}>
          {t("another_song")}
        </button>
      </header>
      <AnalysisPicture analysis={heard} />
    </section>
  );
}

function Words() {
  const isWritten = wish.treatment.value !== null;
  return (
    <section class="words">
      <label>
        <h3>{t("prompt")}</h3>
        <textarea
          rows={3}
          maxLength={2000}
          value={wish.prompt.value}
          placeholder={t("prompt_example")}
          onInput={(event) => (wish.prompt.value = event.currentTarget.value)}
        />
      </label>
      <div class="beside">
        <p class="hint">{isWritten ? t("enhance_hint") : t("prompt_hint")}</p>
        <button type="button" disabled={!wish.analysis.value || wish.busy.value} onClick={() => void wish.enhance()} title={t("enhance_hint")}>
          {t("enhance")}
        </button>
      </div>
      {isWritten && <Scenes treatment={wish.treatment} />}
    </section>
  );
}

function Shape() {
  return (
    <fieldset>
      <legend>{t("shape")}</legend>
      <div class="shape-choices">
        {SHAPES.map((one) => (
          <label key={one} class="shape-choice">
            <input type="radio" class="hidden" name="aspect" checked={wish.aspect.value === one} onChange={() => (wish.aspect.value = one)} />
            <span class="shape" style={{ aspectRatio: one.replace(":", " / ") }} />
            <span>{one}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Sizes() {
  return (
    <fieldset>
      <legend>{t("quality")}</legend>
      <div class="sizes">
        {choices.value?.qualities.map((one) => (
          <label key={one.name} class="size-choice">
            <input type="radio" name="quality" checked={wish.quality.value === one.name} onChange={() => (wish.quality.value = one.name)} />
            <span>
              {t(one.name)}
              <small>
                {one.width_px} × {one.height_px}
              </small>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Lyrics() {
  const styles = choices.value?.lyric_styles ?? [];
  return (
    <details class="words-of-song">
      <summary>
        <h3>{t("lyrics")}</h3>
        <span class="hint">{t("lyrics_hint")}</span>
      </summary>
      <textarea
        rows={6}
        maxLength={20_000}
        aria-label={t("lyrics")}
        value={wish.lyrics.value}
        onInput={(event) => (wish.lyrics.value = event.currentTarget.value)}
      />
      <label class="field">
        {t("lyrics_style")}
        <select value={wish.lyricStyle.value} onChange={(event) => (wish.lyricStyle.value = event.currentTarget.value)}>
          <option value="look">{t("lyrics_suiting")}</option>
          {styles.map((one) => (
            <option key={one.key} value={one.key} title={one.description}>
              {language.value === "zh" ? one.name_zh : one.name}
            </option>
          ))}
        </select>
      </label>
    </details>
  );
}

function Make() {
  const listed = choices.value;
  const hint = listed?.charged ? `${t("have", { n: listed.balance.available })} · ${t("nothing_paid")}` : t("not_charged");
  return (
    <footer class="make">
      <label class="tick">
        <input
          type="checkbox"
          checked={wish.trial.value}
          disabled={wish.treatment.value !== null}
          onChange={(event) => (wish.trial.value = event.currentTarget.checked)}
        />
        {t("only_start", { n: wish.TRIAL_S })}
      </label>
      <p class="hint">{listed ? hint : ""}</p>
      <button type="submit" class="primary" disabled={wish.busy.value || !wish.analysis.value}>
        {listed?.charged ? t("make_for", { c: creditsOf(listed.prices.film) }) : t("make_free")}
      </button>
    </footer>
  );
}
