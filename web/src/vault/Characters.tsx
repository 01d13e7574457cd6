/** Performers that were kept under a name, for every film to come. */

import { useSignal } from "@preact/signals";
import { Dialog } from "../parts/Dialog";
import { Icon, IconButton } from "../parts/Icon";
import { t } from "../words";
import { characters, forgetting, keepCharacter, words } from "./kept";

const PICTURE = "image/jpeg,image/png,image/webp";

export function Characters() {
  const isAdding = useSignal(false);
  const found = characters.value;
  return (
    <section aria-labelledby="characters">
      <header class="section-head">
        <h2 id="characters">{t("characters")}</h2>
        <button type="button" onClick={() => (isAdding.value = true)}>
          <Icon name="plus" /> {t("new_character")}
        </button>
      </header>
      {found?.length === 0 && <p class="hint">{words.value ? t("no_match") : t("characters_hint")}</p>}
      <ul class="cards people">
        {found?.map((one) => (
          <li key={one.id} class="card">
            <span class="poster">{one.photos[0] && <img src={one.photos[0].url} alt="" width={135} height={135} loading="lazy" />}</span>
            <span class="card-end">
              <b>{one.name}</b>
              <IconButton
                icon="bin"
                label={`${t("delete")} ${one.name}`}
                onClick={() => (forgetting.value = { path: `/v1/characters/${one.id}`, name: one.name })}
              />
            </span>
          </li>
        ))}
      </ul>
      <Dialog title={t("new_character")} isOpen={isAdding.value} close={() => (isAdding.value = false)} class="quote">
        <Adding close={() => (isAdding.value = false)} />
      </Dialog>
    </section>
  );
}

function Adding({ close }: { close: () => void }) {
  const name = useSignal("");
  const files = useSignal<File[]>([]);
  const isBusy = useSignal(false);
  const keep = async (event: Event) => {
    event.preventDefault();
    isBusy.value = true;
    const isKept = await keepCharacter(name.value.trim(), files.value);
    isBusy.value = false;
    if (isKept) close();
  };
  return (
    <form class="adding" onSubmit={(event) => void keep(event)}>
      <p class="hint">{t("characters_hint")}</p>
      <label>
        {t("name")}
        <input value={name.value} maxLength={200} required onInput={(event) => (name.value = event.currentTarget.value)} />
      </label>
      <label>
        {t("photos")}
        <input type="file" accept={PICTURE} multiple required onChange={(event) => (files.value = [...(event.currentTarget.files ?? [])])} />
      </label>
      <div class="dialog-end">
        <button type="submit" class="primary" disabled={isBusy.value || !name.value.trim() || files.value.length === 0}>
          {t("keep")}
        </button>
      </div>
    </form>
  );
}
