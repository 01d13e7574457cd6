/** The conversation about the film: the same that a chat client has, with what happens told as it happens. */

import { signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../parts/Icon";
import { language } from "../settings";
import { say, type TurnPart } from "../streams";
import { named, t } from "../words";
import { here, loadTalk, reload, running, talk, tell, view } from "./project";

interface Live {
  text: string;
  replies: string[];
  work: string;
  percent: number | null;
}

/** The turn that is under way. */
const live = signal<Live | null>(null);
export const talkBox = { current: null as HTMLTextAreaElement | null };

async function send(text: string): Promise<void> {
  live.value = { text, replies: [], work: "", percent: null };
  const gone = new AbortController();
  try {
    await say(here(), text, language.value, (part) => hear(part), gone.signal);
  } catch (error) {
    tell(error);
  } finally {
    await loadTalk();
    live.value = null;
    await reload();
  }
}

function hear(part: TurnPart): void {
  const now = live.value;
  if (!now) return;
  if (part.text) live.value = { ...now, replies: [...now.replies, part.text] };
  // The film has a new version as soon as the work begins: it is shown at once.
  if (part.functionCall) void reload();
  if (part.functionResponse) {
    const told = part.functionResponse.response;
    live.value = { ...now, work: told.stage ? named(told.stage) : "", percent: told.percent ?? null };
  }
}

export function Talk() {
  const text = useSignal("");
  const list = useRef<HTMLOListElement>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const now = live.value;
  useEffect(() => {
    talkBox.current = box.current;
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [talk.value.length, now?.replies.length, now === null]);
  const go = () => {
    const words = text.value.trim();
    if (!words || now) return;
    text.value = "";
    void send(words);
  };
  const isEmpty = talk.value.length === 0 && !now;
  return (
    <div class="talk">
      <ol class="messages" ref={list} tabIndex={0} aria-label={t("talk")}>
        {isEmpty && (
          <li class="try">
            <p>{t("try_saying")}</p>
            {(["say_1", "say_2", "say_3"] as const).map((key) => (
              <button type="button" key={key} class="suggestion" onClick={() => ((text.value = t(key)), box.current?.focus())}>
                {t(key)}
              </button>
            ))}
          </li>
        )}
        {talk.value
          .filter((one) => !(now && one.reply === null && one.text === now.text))
          .map((one) => (
            <li key={one.id}>
              <p class="mine">{one.text}</p>
              {one.reply && <Reply text={one.reply} />}
            </li>
          ))}
        {now && (
          <li aria-live="polite">
            <p class="mine">{now.text}</p>
            {now.replies.map((reply) => (
              <Reply key={reply} text={reply} />
            ))}
            <p class="work">
              {now.work || t("thinking")} {now.percent === null ? "" : `${now.percent} %`}
            </p>
          </li>
        )}
      </ol>
      <form
        class="say"
        onSubmit={(event) => {
          event.preventDefault();
          go();
        }}
      >
        <textarea
          ref={box}
          rows={2}
          maxLength={10000}
          aria-label={t("talk")}
          placeholder={t("say_placeholder")}
          value={text.value}
          disabled={!view.value?.may.includes("write")}
          onInput={(event) => (text.value = event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
              event.preventDefault();
              go();
            }
          }}
        />
        <button type="submit" class="primary" aria-label={t("send")} title={t("send")} disabled={!text.value.trim() || now !== null || running.value !== null}>
          <Icon name="send" />
        </button>
      </form>
    </div>
  );
}

const LINK = /https?:\/\/\S+/g;

/** A reply without its long signed addresses: the film is on this page. */
function Reply({ text }: { text: string }) {
  return <p class="reply">{text.replace(LINK, "").replace(/[:：]\s*$/, ".").replace(/\s+([.。])/g, "$1")}</p>;
}
