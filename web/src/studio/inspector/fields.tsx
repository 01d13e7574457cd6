/** The controls that several panels share. What they show is the film's to decide: until it agrees, nothing has changed. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { Icon } from "../../parts/Icon";
import { StylePicker } from "../../parts/StylePicker";
import { creditsOf, named, t } from "../../words";
import { isBusy, may, onRange, onSelected } from "../asks";
import { view } from "../project";

/** What changes the film: it waits while the film is rendered, and is not for everybody. */
export function Editing({ children }: { children: ComponentChildren }) {
  return <fieldset disabled={isBusy() || !may("write")}>{children}</fieldset>;
}

/** The two prices of another try: an image with its clip, or the clip alone. */
export function Again({ shots }: { shots: number }) {
  const charged = view.value?.charged ?? false;
  const prices = view.value?.prices;
  const said = (each: number) => (charged ? creditsOf(each * shots) : t("free_one"));
  const image = said(prices?.image ?? 0);
  return (
    <div class="again">
      <button type="button" class="primary" onClick={() => onSelected("remake", { what: "both" }, "again")}>
        <Icon name="again" />
        {t("again")} · {image}
      </button>
      <button type="button" onClick={() => onSelected("remake", { what: "image" }, "the image again")}>
        {t("again_image")} <small>{image}</small>
      </button>
      <button type="button" onClick={() => onSelected("remake", { what: "clip" }, "the clip again")}>
        {t("again_clip")} <small>{said(prices?.clip ?? 0)}</small>
      </button>
    </div>
  );
}

export function Reprompt() {
  const words = useSignal("");
  const isEmpty = !words.value.trim();
  return (
    <form
      class="reprompt"
      onSubmit={(event) => {
        event.preventDefault();
        onSelected("reprompt", { prompt: words.value.trim() }, words.value.trim());
      }}
    >
      <label>
        {t("show_instead")}
        <textarea
          rows={2}
          maxLength={2000}
          value={words.value}
          placeholder={t("show_instead_hint")}
          onInput={(event) => (words.value = event.currentTarget.value)}
        />
      </label>
      <button type="submit" disabled={isEmpty}>
        {t("change")}
      </button>
    </form>
  );
}

const LIGHTS = [
  ["colder", { warmth: -0.5 }, "colder light"],
  ["warmer", { warmth: 0.5 }, "warmer light"],
  ["brighter", { brightness: 0.5 }, "brighter"],
  ["darker", { brightness: -0.5 }, "darker"],
] as const;

export function Light() {
  return (
    <Group title={t("light")}>
      <div class="chips">
        {LIGHTS.map(([key, changes, words]) => (
          <button type="button" key={key} onClick={() => onSelected("light", changes, words)}>
            {t(key)}
          </button>
        ))}
      </div>
    </Group>
  );
}

export function TitleForm({ range }: { range: () => [number, number] }) {
  const text = useSignal("");
  return (
    <form
      class="inline"
      onSubmit={(event) => {
        event.preventDefault();
        const words = text.value.trim();
        onRange("add_text", [range()], { text: words, role: "title" }, `title ${words}`);
        text.value = "";
      }}
    >
      <label>
        {t("add_title")}
        <input value={text.value} maxLength={500} onInput={(event) => (text.value = event.currentTarget.value)} />
      </label>
      <button type="submit" disabled={!text.value.trim()}>
        {t("add")}
      </button>
    </form>
  );
}

export function Restyle({ current }: { current: string }) {
  return (
    <Group title={t("style")} aside={named(current)} isFolded>
      <StylePicker
        chosen={current}
        disabled={isBusy()}
        choose={(style) => style && onSelected("restyle", { style }, `style ${named(style)}`)}
      />
    </Group>
  );
}

export function Level(props: { label: string; value: number; least: number; most: number; step?: number; unit?: string; set: (to: number) => void }) {
  const shown = useSignal<number | null>(null);
  return (
    <label class="field">
      <span class="field-head">
        {props.label}
        <output>
          {shown.value ?? props.value}
          {props.unit ?? ""}
        </output>
      </span>
      <input
        type="range"
        min={props.least}
        max={props.most}
        step={props.step ?? 1}
        value={shown.value ?? props.value}
        onInput={(event) => (shown.value = Number(event.currentTarget.value))}
        onChange={(event) => {
          const wanted = Number(event.currentTarget.value);
          shown.value = null;
          event.currentTarget.value = String(props.value);
          if (wanted !== props.value) props.set(wanted);
        }}
      />
    </label>
  );
}

export function Choice(props: { label: string; value: string; of: readonly string[]; choose: (value: string) => void; called?: (value: string) => string }) {
  const called = props.called ?? named;
  return (
    <label class="field">
      {props.label}
      <select
        value={props.value}
        onChange={(event) => {
          const wanted = event.currentTarget.value;
          event.currentTarget.value = props.value;
          props.choose(wanted);
        }}
      >
        {props.of.map((one) => (
          <option key={one} value={one}>
            {called(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

export function Group({ title, aside, children, isFolded }: { title: string; aside?: string; children: ComponentChildren; isFolded?: boolean }) {
  if (isFolded)
    return (
      <details class="group">
        <summary>
          <h4>{title}</h4>
          {aside && <span class="aside">{aside}</span>}
        </summary>
        {children}
      </details>
    );
  return (
    <div class="group">
      <h4>{title}</h4>
      {children}
    </div>
  );
}
