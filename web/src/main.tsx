/** Which page is shown for which address. Pages that are not the studio are loaded when they are needed. */

import "./look/parts.css";
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ComponentType } from "preact";
import { StudioPage } from "./studio/StudioPage";

const LATE: Record<string, () => Promise<ComponentType>> = {
  "": () => import("./vault/VaultPage").then((module) => module.VaultPage),
  new: () => import("./create/CreatePage").then((module) => module.CreatePage),
};

function Late({ load }: { load: () => Promise<ComponentType> }) {
  const [Page, show] = useState<ComponentType | null>(null);
  useEffect(() => void load().then((page) => show(() => page)), [load]);
  return Page ? <Page /> : null;
}

const place = decodeURIComponent(location.pathname.replace(/^\/studio\/?/, "").replace(/\/$/, ""));
const late = LATE[place === "vault" ? "" : place];
const root = document.getElementById("app");
if (root) render(late ? <Late load={late} /> : <StudioPage id={place} />, root);
