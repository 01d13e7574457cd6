/** From a song to the button that makes its film: nothing is paid before that button. */

import { useEffect } from "preact/hooks";
import { get } from "../api";
import { choices, loadChoices } from "../choices";
import { Nav } from "../parts/Nav";
import { Toast } from "../parts/Toast";
import { TopBar } from "../parts/TopBar";
import type { Item } from "../wire";
import { t } from "../words";
import { DropSong } from "./DropSong";
import { Wish } from "./Wish";
import { loadKept, song, take, tell, told } from "./wish";
import "../look/pages.css";
import "../look/create.css";

export function CreatePage() {
  useEffect(() => {
    document.title = `${t("create")} – songreel`;
    loadChoices().catch(tell);
    loadKept().catch(tell);
    const asked = new URLSearchParams(location.search).get("song");
    if (asked) get<Item>(`/v1/vault/${encodeURIComponent(asked)}`).then(take, tell);
  }, []);
  const listed = choices.value;
  return (
    <div class="plain">
      <TopBar title={t("create")} available={listed ? (listed.charged ? listed.balance.available : null) : undefined}>
        <Nav here="new" />
      </TopBar>
      <main class="page create">{song.value ? <Wish item={song.value} /> : <DropSong />}</main>
      <Toast told={told} />
    </div>
  );
}
