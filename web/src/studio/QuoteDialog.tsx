/** What a change does and costs, before anything is paid. */

import { Dialog } from "../parts/Dialog";
import { creditsOf, t } from "../words";
import { agree, proposal, view } from "./project";

export function QuoteDialog() {
  const open = proposal.value;
  const quote = open?.quote;
  const shots = quote?.shots.length ?? 0;
  const refuse = () => (proposal.value = null);
  return (
    <Dialog title={t("confirm")} isOpen={open !== null} close={refuse} class="quote">
      {quote && (
        <>
          {quote.said.map((sentence) => (
            <p key={sentence} class="said">
              {sentence}
            </p>
          ))}
          {quote.notes.map((note) => (
            <p key={note} class="hint">
              {note}
            </p>
          ))}
          <p class="cost">
            {shots === 0 ? t("renders_none") : shots === 1 ? t("renders_one") : t("renders", { n: shots })}
            <b>{quote.credits ? creditsOf(quote.credits) : t("free")}</b>
            <small>{t("have", { n: view.value?.balance.available ?? 0 })}</small>
          </p>
          <div class="dialog-end">
            <button type="button" onClick={refuse}>
              {t("cancel")}
            </button>
            <button type="button" class="primary" autofocus onClick={() => void agree()}>
              {quote.credits ? t("agree", { c: creditsOf(quote.credits) }) : t("agree_free")}
            </button>
          </div>
        </>
      )}
    </Dialog>
  );
}
