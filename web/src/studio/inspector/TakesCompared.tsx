/** Two takes of a shot, large and frame by frame in step, under one wipe. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { clipUrl, stillUrl } from "../../api";
import { Dialog } from "../../parts/Dialog";
import { Wipe } from "../../parts/Wipe";
import { framesPerS, insideFrame, toFrame } from "../../timecode";
import type { Shot, Take } from "../../wire";
import { t } from "../../words";
import { isBusy, may } from "../asks";
import { draft, here } from "../project";
import { chooseTake } from "./Takes";

interface Shown {
  takes: Take[];
  shot: Shot;
  number: number;
  isOpen: boolean;
  close: () => void;
}

export function TakesCompared({ takes, shot, number, isOpen, close }: Shown) {
  return (
    <Dialog title={t("compare_takes")} isOpen={isOpen} close={close} class="takes-compared">
      <Both takes={takes} shot={shot} number={number} close={close} />
    </Dialog>
  );
}

function Both({ takes, shot, number, close }: Omit<Shown, "isOpen">) {
  const right = useSignal(shot.take);
  const left = useSignal(takes.findLast((take) => take.number !== shot.take)?.number ?? shot.take);
  const one = takes.find((take) => take.number === left.value);
  const other = takes.find((take) => take.number === right.value);
  const choose = (take: number) => {
    close();
    chooseTake(number, take);
  };
  return (
    <>
      <div class="screen compared-screen" style={{ "--ratio": (draft.value?.aspect ?? "9:16").replace(":", " / ") }}>
        {one?.still && other?.still && <InStep key={`${one.still}-${other.still}`} left={one.still} right={other.still} names={[one.number, other.number]} />}
      </div>
      <div class="compared-ends">
        {[left, right].map((side, k) => (
          <div key={k} class="compared-end">
            <select aria-label={t(k === 0 ? "left" : "right")} value={side.value} onChange={(event) => (side.value = Number(event.currentTarget.value))}>
              {takes.map((take) => (
                <option key={take.number} value={take.number}>
                  {t("take_n", { n: take.number })}
                </option>
              ))}
            </select>
            <button type="button" class="primary" disabled={isBusy() || !may("write") || side.value === shot.take} onClick={() => choose(side.value)}>
              {side.value === shot.take ? t("shown") : t("show_take")}
            </button>
          </div>
        ))}
      </div>
    </>
  );
}

function InStep({ left, right, names }: { left: string; right: string; names: [number, number] }) {
  const under = useRef<HTMLVideoElement>(null);
  const over = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    let waiting = 0;
    const follow = () => {
      waiting = requestAnimationFrame(follow);
      const rate = draft.peek()?.frame_rate;
      const [first, second] = [under.current, over.current];
      if (!rate || !first || !second || first.readyState < 2 || second.readyState < 1) return;
      const off = toFrame(second.currentTime, rate) - toFrame(first.currentTime, rate);
      // Where the first has begun again, the second does so with it.
      if (Math.abs(off) > framesPerS(rate) / 4) second.currentTime = insideFrame(toFrame(first.currentTime, rate), rate);
      else second.playbackRate = off === 0 ? 1 : off > 0 ? 0.9 : 1.1;
    };
    follow();
    return () => cancelAnimationFrame(waiting);
  }, []);
  const project = here();
  const playing = { muted: true, loop: true, playsInline: true, autoplay: true } as const;
  return (
    <>
      <video ref={under} src={clipUrl(project, left)} poster={stillUrl(project, left)} {...playing} />
      <Wipe names={[t("take_n", { n: names[0] }), t("take_n", { n: names[1] })]}>
        {(clipPath) => <video ref={over} src={clipUrl(project, right)} poster={stillUrl(project, right)} {...playing} style={{ clipPath }} />}
      </Wipe>
    </>
  );
}
