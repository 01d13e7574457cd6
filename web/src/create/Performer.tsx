/** Who is in the picture: nobody, somebody drawn, or the person of some photos. */

import { Icon } from "../parts/Icon";
import { t } from "../words";
import { addPhotos, characters, performer, photos, showThem } from "./wish";

const PICTURE = "image/jpeg,image/png,image/webp";

export function Performer() {
  const shown = photos.value;
  return (
    <fieldset>
      <legend>{t("performer")}</legend>
      <label class="tick">
        <input
          type="checkbox"
          checked={performer.value || shown.length > 0}
          disabled={shown.length > 0}
          onChange={(event) => (performer.value = event.currentTarget.checked)}
        />
        {t("with_performer")}
      </label>
      <div class="photos">
        {shown.map((one) => (
          <button
            type="button"
            key={one.id}
            class="photo"
            aria-label={`${t("remove")} ${one.name}`}
            onClick={() => (photos.value = shown.filter((other) => other.id !== one.id))}
          >
            <img src={one.url} alt="" width={56} height={56} />
          </button>
        ))}
        <label class="button">
          <Icon name="plus" /> {t("add_photos")}
          <input type="file" class="hidden" accept={PICTURE} multiple onChange={(event) => void addPhotos(event.currentTarget.files)} />
        </label>
        {characters.value.map((one) => (
          <button type="button" key={one.id} class="person" onClick={() => showThem(one.photos)}>
            {one.photos[0] && <img src={one.photos[0].url} alt="" width={26} height={26} />}
            {one.name}
          </button>
        ))}
      </div>
      <p class="hint">{t("photos_hint")}</p>
    </fieldset>
  );
}
