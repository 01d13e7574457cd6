/** The film with its controls; while two films are compared, both in sync under one wipe. */

import { useEffect, useRef } from "preact/hooks";
import { Icon, IconButton } from "../parts/Icon";
import { Wipe } from "../parts/Wipe";
import { LivePreview } from "../preview/LivePreview";
import { liveWanted } from "../preview/wanted";
import { indexAt, insideFrame, timecode, toFrame } from "../timecode";
import type { Draft, Film } from "../wire";
import { t } from "../words";
import { draft, film, films, running, selectedSection, selectedShot, sound, view } from "./project";
import {
  alongside,
  begun,
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
          {shown && timeline && !begun.value && <Opening film={shown} timeline={timeline} />}
          {shown && liveWanted.value && view.value && (
            <LivePreview project={view.value} sound={sound.value} time={frame} playing={playing} />
          )}
          {shown && other && <Wiped left={shown} right={other} />}
        </div>
      </div>
      <Transport />
      <Standing />
    </section>
  );
}

/** A lively moment of the film until it is played: films begin in the dark. */
function Opening({ film: shown, timeline }: { film: Film; timeline: Draft }) {
  const most = Math.max(...timeline.shots.map((shot) => shot.motion));
  const shot = timeline.shots.find((one) => one.motion === most);
  const at_s = shot ? insideFrame(Math.floor((shot.start + shot.stop) / 2), timeline.frame_rate) : 0;
  return <video class="opening" src={`${shown.url}#t=${at_s.toFixed(3)}`} muted playsInline preload="auto" tabIndex={-1} aria-hidden="true" />;
}

/** The second film over the first, cut off at the wipe; it follows the first one's clock to the frame. */
function Wiped({ left, right }: { left: Film; right: Film }) {
  const second = useRef<HTMLVideoElement>(null);
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
  const name = (one: Film) => t("version_n", { v: one.version ?? "?" });
  return (
    <Wipe names={[name(left), name(right)]}>
      {(clipPath) => (
        <video
          ref={second}
          src={right.url}
          muted
          playsInline
          preload="auto"
          style={{ clipPath }}
          onLoadedMetadata={() => seek(frame.peek())}
        />
      )}
    </Wipe>
  );
}

/** Alone, so that nothing else is drawn anew while the film plays. */
function Timecode() {
  const timeline = draft.value;
  return (
    <p class="timecode">
      <output aria-label={t("position")}>{timeline && timecode(frame.value, timeline.frame_rate)}</output>
      <span aria-hidden="true">{timeline && timecode(timeline.frames, timeline.frame_rate)}</span>
    </p>
  );
}

/** To the beginning of another shot. */
function jump(by: number): void {
  const shots = draft.peek()?.shots ?? [];
  const index = indexAt(shots, frame.peek());
  seek(shots[Math.max(0, Math.min(shots.length - 1, index + by))]?.start ?? 0);
}

/** Back within the first moments of a shot means the one before, as on every player. */
function back(): void {
  const timeline = draft.peek();
  const begun = timeline?.shots[indexAt(timeline.shots, frame.peek())]?.start ?? 0;
  jump(timeline && frame.peek() - begun > timeline.frame_rate[0] / timeline.frame_rate[1] / 2 ? 0 : -1);
}

function Transport() {
  const timeline = draft.value;
  if (!timeline) return <div class="transport" />;
  const chosen = selectedShot.value?.shot ?? selectedSection.value;
  const loop = () => (looping.value = looping.value || !chosen ? null : [chosen.start, chosen.stop]);
  return (
    <div class="transport">
      <Timecode />
      <div class="buttons">
        <IconButton icon="shotBack" label={t("shot_back")} onClick={back} />
        <IconButton icon="frameBack" label={t("frame_back")} onClick={() => seek(frame.peek() - 1)} />
        <button
          type="button"
          class="play"
          aria-label={playing.value ? t("pause") : t("play")}
          title={playing.value ? t("pause") : t("play")}
          onClick={toggle}
        >
          <Icon name={playing.value ? "pause" : "play"} />
        </button>
        <IconButton icon="frameOn" label={t("frame_on")} onClick={() => seek(frame.peek() + 1)} />
        <IconButton icon="shotOn" label={t("shot_on")} onClick={() => jump(1)} />
      </div>
      <div class="buttons end">
        <IconButton
          icon="live"
          label={t("live")}
          pressed={liveWanted.value || !film.value}
          disabled={!film.value}
          onClick={() => (liveWanted.value = !liveWanted.value)}
        />
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
