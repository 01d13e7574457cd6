/** A question or a panel over the page, by the browser's own dialog: focus stays inside, Escape closes it. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../words";
import { IconButton } from "./Icon";

export function Dialog(props: { title: string; isOpen: boolean; close: () => void; class?: string; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (props.isOpen && !element.open) element.showModal();
    if (!props.isOpen && element.open) element.close();
  }, [props.isOpen]);
  return (
    <dialog
      ref={dialog}
      class={props.class ?? ""}
      aria-label={props.title}
      onClose={props.close}
      onClick={(event) => event.target === dialog.current && props.close()}
    >
      {props.isOpen && (
        <div class="dialog-body">
          <header>
            <h2>{props.title}</h2>
            <IconButton icon="close" label={t("close")} onClick={props.close} />
          </header>
          {props.children}
        </div>
      )}
    </dialog>
  );
}
