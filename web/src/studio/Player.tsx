/** The film with its controls; while two films are compared, both in sync under one wipe. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Icon, IconButton } from "../parts/Icon";
import { LivePreview } from "../preview/LivePreview";
import { indexAt, insideFrame, timecode, toFrame } from "../timecode";
import type { Film } from "../wire";
import { t } from "../words";
import { draft, film, films, running, selectedSection, selectedShot, sound, view } from "./project";
import {
  alongside,
  frame,
  looping,
  muted,
  onPlayState,
  playing,
  seek,
  setGrid,
  setMedia,
  settle,
  toggle,
  toggleMuted,
} from "./playback";
import { compared } from "./compare";

const RATIO = { "9:16": "9 / 16", "16:9": "16 / 9", "1:1": "1 / 1", "4:5": "4 / 5" } as const;

export function Player() {
  const timeline = draft.value;
  const shown = film.value;
  const element = useRef<HTMLMediaElement>(null);
  useEffect(() => {
    if (timeline) setGrid(timeline.frame_rate, timeline.frames);
  }, [timeline]);
  useEffect(() => {
    setMedia(element.current);
    return () => setMedia(null);
  }, [shown?.item_id, view.value?.song_url]);
  const ratio = RATIO[timeline?.aspect ?? "9:16"];
  const other = compared.value;
  return (
    <section class="player" aria-label={t("film")}>
      <div class="stage" style={{ "--ratio": ratio }}>
        <div class="screen" onClick={toggle}>
          {shown ? (
            <video
              key={shown.item_id}
              ref={element as preact.RefObject<HTMLVideoElement>}
              src={shown.url}
              playsInline
              preload="auto"
              onPlay={onPlayState}
              onPause={onPlayState}
              onEnded={onPlayState}
              onSeeked={settle}
              data-film={shown.version ?? ""}
            />
          ) : (
            <>
              {view.value && <LivePreview project={view.value} sound={sound.value} time={frame} playing={playing} />}
              {view.value?.song_url && (
                <audio
                  ref={element as preact.RefObject<HTMLAudioElement>}
                  src={view.value.song_url}
                  preload="auto"
                  onPlay={onPlayState}
                  onPause={onPlayState}
                  onEnded={onPlayState}
                />
              )}
            </>
          )}
          {shown && other && <Wiped left={shown} right={other} />}
        </div>
      </div>
      <Transport />
      <Standing />
    </section>
  );
}

/** The second film over the first, cut off at the wipe; it follows the first one's clock to the frame. */
function Wiped({ left, right }: { left: Film; right: Film }) {
  const second = useRef<HTMLVideoElement>(null);
  const at = useSignal(50);
  useEffect(
    () =>
      alongside((now, isPlaying) => {
        const rate = draft.value?.frame_rate;
        const video = second.current;
        if (!rate || !video || video.readyState < 1) return;
        const off = toFrame(video.currentTime, rate) - now;
        if (!isPlaying || Math.abs(off) > 3) video.currentTime = insideFrame(now, rate);
        // A frame or two are made up for by speed: a jump would be seen.
        video.playbackRate = isPlaying && off !== 0 ? (off > 0 ? 0.94 : 1.06) : 1;
        if (isPlaying && video.paused) video.play().catch(() => undefined);
        if (!isPlaying && !video.paused) video.pause();
      }),
    [right.item_id],
  );
  return (
    <div class="wiped" onClick={(event) => event.stopPropagation()}>
      <video
        ref={second}
        src={right.url}
        muted
        playsInline
        preload="auto"
        style={{ clipPath: `inset(0 0 0 ${at.value}%)` }}
        onLoadedMetadata={() => seek(frame.peek())}
      />
      <div class="wipe-line" style={{ left: `${at.value}%` }} />
      <input
        type="range"
        min={0}
        max={100}
        value={at.value}
        aria-label={t("wipe")}
        onInput={(event) => (at.value = Number(event.currentTarget.value))}
      />
      <span class="wipe-name left">{t("version_n", { v: left.version ?? "?" })}</span>
      <span class="wipe-name right">{t("version_n", { v: right.version ?? "?" })}</span>
    </div>
  );
}

function Transport() {
  const timeline = draft.value;
  if (!timeline) return <div class="transport" />;
  const shots = timeline.shots;
  const index = indexAt(shots, frame.value);
  const jump = (by: number) => seek(shots[Math.max(0, Math.min(shots.length - 1, index + by))]?.start ?? 0);
  // Back within the first moments of a shot means the one before, as on every player.
  const back = () => (frame.value - (shots[index]?.start ?? 0) > timeline.frame_rate[0] / 2 ? jump(0) : jump(-1));
  const chosen = selectedShot.value?.shot ?? selectedSection.value;
  const loop = () => (looping.value = looping.value || !chosen ? null : [chosen.start, chosen.stop]);
  return (
    <div class="transport">
      <output class="timecode" aria-label={t("position")}>
        {timecode(frame.value, timeline.frame_rate)}
      </output>
      <div class="buttons">
        <IconButton icon="shotBack" label={t("shot_back")} onClick={back} />
        <IconButton icon="frameBack" label={t("frame_back")} onClick={() => seek(frame.value - 1)} />
        <button
          type="button"
          class="play"
          aria-label={playing.value ? t("pause") : t("play")}
          title={playing.value ? t("pause") : t("play")}
          onClick={toggle}
        >
          <Icon name={playing.value ? "pause" : "play"} />
        </button>
        <IconButton icon="frameOn" label={t("frame_on")} onClick={() => seek(frame.value + 1)} />
        <IconButton icon="shotOn" label={t("shot_on")} onClick={() => jump(1)} />
      </div>
      <div class="buttons end">
        <IconButton
          icon="loop"
          label={t("loop")}
          pressed={looping.value !== null}
          disabled={!chosen && !looping.value}
          onClick={loop}
        />
        <IconButton icon={muted.value ? "silent" : "sound"} label={muted.value ? t("unmute") : t("mute")} onClick={toggleMuted} />
      </div>
    </div>
  );
}

/** Says which version is seen, where that is not the one that stands. */
function Standing() {
  const shown = film.value?.version;
  const stands = draft.value?.version;
  if (!shown || !stands || shown === stands) return null;
  if (films.value.some((one) => one.version === stands)) return <p class="standing">{t("shows_older", { v: stands, w: shown })}</p>;
  return <p class="standing">{t(running.value ? "rendering_newer" : "shows_older", { v: stands, w: shown })}</p>;
}
