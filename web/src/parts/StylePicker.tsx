/** The styles as tiles with their pictures; the pictures drift under the pointer. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { choices, loadChoices } from "../choices";
import { t } from "../words";

export function StylePicker(props: {
  chosen: string | null;
  choose: (style: string | null) => void;
  disabled?: boolean;
  /** Whether a film may be left without a style of its own. */
  isOptional?: boolean;
}) {
  const words = useSignal("");
  const failed = useSignal("");
  useEffect(() => {
    loadChoices().catch((error: Error) => (failed.value = error.message));
  }, []);
  const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = (choices.value?.styles ?? []).filter((style) => {
    const about = `${style.name} ${style.description} ${style.words.join(" ")}`.toLowerCase();
    return wanted.every((word) => about.includes(word));
  });
  return (
    <div class="style-picker">
      {failed.value && <p class="fault">{failed.value}</p>}
      <input
        type="search"
        aria-label={t("search_styles")}
        placeholder={t("search_styles")}
        value={words.value}
        onInput={(event) => (words.value = event.currentTarget.value)}
      />
      <div class="styles" role="radiogroup" aria-label={t("style")}>
        {props.isOptional && !wanted.length && (
          <button type="button" role="radio" class="style none" aria-checked={props.chosen === null} disabled={props.disabled} onClick={() => props.choose(null)}>
            <span>{t("no_style")}</span>
          </button>
        )}
        {found.map((style) => (
          <button
            type="button"
            role="radio"
            key={style.key}
            class="style"
            title={style.description}
            aria-checked={props.chosen === style.key}
            disabled={props.disabled}
            onClick={() => props.choose(style.key)}
          >
            <img src={`${import.meta.env.BASE_URL}styles/${style.key}.webp`} alt="" width={232} height={300} loading="lazy" decoding="async" />
            <span>{style.name}</span>
          </button>
        ))}
      </div>
      {wanted.length > 0 && found.length === 0 && <p class="hint">{t("no_match")}</p>}
    </div>
  );
}
