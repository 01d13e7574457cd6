/** Sections above the picture; words, sound and what the check found below and above it. */

import { framesPerS, clock, toSeconds } from "../../timecode";
import type { Draft } from "../../wire";
import { named, sectionName, t } from "../../words";
import { flagged } from "../moments";
import { seek } from "../playback";
import { select, selection, type Selection } from "../project";
import { soundName } from "../inspector/SoundPanel";
import { sectionColour } from "./ink";
import { sighted, TARGET_PX, x } from "./scale";

interface Track {
  timeline: Draft;
  top: number;
}

const chose = (kind: Selection["kind"], id: string) => selection.value.kind === kind && "id" in selection.value && selection.value.id === id;
const placed = (part: { start: number; stop: number }, top: number, least_px: number) => ({
  transform: `translate(${x(part.start)}px, ${top}px)`,
  width: `${Math.max(least_px, x(part.stop) - x(part.start) - 2)}px`,
});

export function Sections({ timeline, top }: Track) {
  const at = (frame: number) => clock(toSeconds(frame, timeline.frame_rate));
  return (
    <div role="group" aria-label={t("sections")}>
      {timeline.sections.map((section) => (
        <button
          type="button"
          key={section.id}
          class="section"
          aria-pressed={chose("section", section.id)}
          aria-label={t("section_says", {
            label: sectionName(section.label),
            from: at(section.start),
            to: at(section.stop),
            n: timeline.shots.filter((shot) => shot.section === section.id).length,
          })}
          title={section.intent}
          style={{ ...placed(section, top, 4), "--of-section": sectionColour(section.letter) }}
          onClick={() => {
            select({ kind: "section", id: section.id });
            seek(section.start);
          }}
        >
          <span>{sectionName(section.label)}</span>
        </button>
      ))}
    </div>
  );
}

export function Texts({ timeline, top }: Track) {
  const [visible] = sighted(timeline.texts);
  return (
    <Items
      name={t("words_track")}
      top={top}
      kind="text"
      items={visible.map((text) => ({ ...text, said: text.text, of: text.role }))}
    />
  );
}

export function Sounds({ timeline, top }: Track) {
  const [visible] = sighted(timeline.audio);
  const level = (percent: number) => (percent === 100 ? "" : ` · ${Math.round(percent)} %`);
  return (
    <Items
      name={t("sound_track")}
      top={top}
      kind="sound"
      items={visible.map((sound) => ({ ...sound, said: soundName(timeline, sound) + level(sound.gain_percent), of: "sound" }))}
    />
  );
}

interface Item {
  id: string;
  start: number;
  stop: number;
  said: string;
  of: string;
}

function Items({ name, top, kind, items }: { name: string; top: number; kind: "text" | "sound"; items: Item[] }) {
  return (
    <div role="group" aria-label={name}>
      {items.map(
        (item) =>
          x(item.stop) - x(item.start) - 2 >= TARGET_PX && (
            <button
              type="button"
              key={item.id}
              class={`track-item ${kind}-item ${item.of}`}
              aria-pressed={chose(kind, item.id)}
              title={item.said}
              style={placed(item, top, TARGET_PX)}
              onClick={() => {
                select({ kind, id: item.id });
                if (kind === "text") seek(item.start);
              }}
            >
              <span>{item.said}</span>
            </button>
          ),
      )}
    </div>
  );
}

export function Flags({ timeline, top }: Track) {
  const fps = framesPerS(timeline.frame_rate);
  const [visible] = sighted(flagged.value.map((fault) => ({ ...fault, start: fault.start_s * fps, stop: fault.end_s * fps })));
  return (
    <>
      {visible.map((fault) => (
        <span key={`${fault.kind}-${fault.start_s}`} class="flag" title={`${named(fault.kind)}: ${fault.why}`} style={placed(fault, top, 4)} />
      ))}
    </>
  );
}
