/** The styles as tiles with their pictures, which come to life under the pointer. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { choices, loadChoices } from "../choices";
import { prefersStill } from "../settings";
import type { Style } from "../wire";
import { styleName, t } from "../words";

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
    const about = `${styleName(style)} ${style.name} ${style.description} ${style.words.join(" ")}`.toLowerCase();
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
          <Tile key={style.key} style={style} isChosen={props.chosen === style.key} disabled={props.disabled ?? false} choose={() => props.choose(style.key)} />
        ))}
      </div>
      {wanted.length > 0 && found.length === 0 && <p class="hint">{t("no_match")}</p>}
    </div>
  );
}

interface TileProps {
  style: Style;
  isChosen: boolean;
  disabled: boolean;
  choose: () => void;
}

/** Moves while it is pointed at or chosen; its film is fetched no sooner. */
function Tile({ style, isChosen, disabled, choose }: TileProps) {
  const isPointedAt = useSignal(false);
  const picture = `${import.meta.env.BASE_URL}styles/${style.key}`;
  const point = (isAt: boolean) => () => (isPointedAt.value = isAt);
  return (
    <button
      type="button"
      role="radio"
      class="style"
      title={style.description}
      aria-checked={isChosen}
      disabled={disabled}
      onClick={choose}
      onPointerEnter={point(true)}
      onPointerLeave={point(false)}
      onFocus={point(true)}
      onBlur={point(false)}
    >
      <img src={`${picture}.webp`} alt="" width={232} height={300} loading="lazy" decoding="async" />
      {(isPointedAt.value || isChosen) && !prefersStill() && (
        <video src={`${picture}.mp4`} muted loop autoplay playsInline disablePictureInPicture aria-hidden="true" />
      )}
      <span>{styleName(style)}</span>
    </button>
  );
}
