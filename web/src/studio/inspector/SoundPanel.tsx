/** A stretch of sound: how loud it is, how it comes in and goes out. */

import { timecode } from "../../timecode";
import type { AudioItem, Draft } from "../../wire";
import { t } from "../../words";
import { onRange } from "../asks";
import { Editing, Group, Level } from "./fields";

const SONG = "song";
const LOUDEST_PERCENT = 200;
const FADES_S = [1, 3] as const;

export const soundName = (timeline: Draft, sound: AudioItem) =>
  sound.source === SONG ? t("song") : (timeline.media[sound.source]?.name ?? sound.source);

export function SoundPanel({ timeline, sound }: { timeline: Draft; sound: AudioItem }) {
  const what = sound.source === SONG ? "song" : "music";
  return (
    <>
      <header class="subject">
        <p class="eyebrow">{t("sound_track")}</p>
        <h3>{soundName(timeline, sound)}</h3>
        <p class="facts">
          {timecode(sound.start, timeline.frame_rate)} – {timecode(sound.stop, timeline.frame_rate)}
        </p>
      </header>
      <Editing>
        <Level
          label={t("loudness")}
          value={Math.round(sound.gain_percent)}
          least={0}
          most={LOUDEST_PERCENT}
          step={5}
          unit=" %"
          set={(gain_percent) => onRange("gain", undefined, { what, gain_percent }, `${what} at ${gain_percent} %`)}
        />
        <Group title={t("fades")}>
          <div class="chips">
            {(["in", "out"] as const).flatMap((kind) =>
              FADES_S.map((duration_s) => (
                <button
                  type="button"
                  key={`${kind}-${duration_s}`}
                  onClick={() => onRange("fade", undefined, { kind, duration_s }, `fade ${kind} over ${duration_s} s`)}
                >
                  {t(kind === "in" ? "fade_in" : "fade_out", { s: duration_s })}
                </button>
              )),
            )}
            <button type="button" onClick={() => onRange("mute", undefined, { what }, `mute the ${what}`)}>
              {t("mute")}
            </button>
          </div>
        </Group>
      </Editing>
    </>
  );
}
