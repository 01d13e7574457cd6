/** One section of the song, and all of its shots at once. */

import { useSignal } from "@preact/signals";
import { Icon } from "../../parts/Icon";
import { timecode } from "../../timecode";
import type { Draft, Section } from "../../wire";
import { sectionName, t } from "../../words";
import { onSelected, titleRange } from "../asks";
import { Again, Editing, Group, Light, Reprompt, Restyle, TitleForm } from "./fields";

export function SectionPanel({ timeline, section }: { timeline: Draft; section: Section }) {
  const shots = timeline.shots.filter((shot) => shot.section === section.id);
  const isLocked = shots.length > 0 && shots.every((shot) => shot.locked);
  return (
    <>
      <header class="subject">
        <p class="eyebrow">
          {timecode(section.start, timeline.frame_rate)} – {timecode(section.stop, timeline.frame_rate)} ·{" "}
          {shots.length === 1 ? t("one_shot") : t("n_shots", { n: shots.length })}
        </p>
        <h3>{sectionName(section.label)}</h3>
        <p class="facts">{section.intent}</p>
      </header>
      <Editing>
        <Again shots={shots.length} />
        <Reprompt />
        <Group title={t("pace")}>
          <div class="chips">
            <button type="button" onClick={() => onSelected("pace", { factor: 2 }, "cut twice as fast")}>
              {t("faster")}
            </button>
            <button type="button" onClick={() => onSelected("pace", { factor: 0.5 }, "cut half as fast")}>
              {t("slower")}
            </button>
            <button type="button" onClick={() => onSelected(isLocked ? "unlock" : "lock", {}, isLocked ? "unlock" : "lock")}>
              <Icon name={isLocked ? "unlock" : "lock"} />
              {isLocked ? t("unlock") : t("lock")}
            </button>
          </div>
        </Group>
        <Light />
        <TitleForm range={() => titleRange(timeline, 0, section)} />
        <Rename section={section} />
        <Restyle current={timeline.style} />
      </Editing>
    </>
  );
}

function Rename({ section }: { section: Section }) {
  const name = useSignal(section.label);
  const wanted = name.value.trim();
  return (
    <form
      class="inline"
      onSubmit={(event) => {
        event.preventDefault();
        onSelected("rename_section", { name: wanted }, `call it ${wanted}`);
      }}
    >
      <label>
        {t("rename")}
        <input value={name.value} maxLength={60} onInput={(event) => (name.value = event.currentTarget.value)} />
      </label>
      <button type="submit" disabled={!wanted || wanted === section.label}>
        {t("apply")}
      </button>
    </form>
  );
}
