/** What is selected, and all that can be done to it. */

import { t } from "../../words";
import { draft, running, selectedSection, selectedShot, selectedSound, selectedText } from "../project";
import { Stages } from "../Stages";
import { FilmPanel } from "./FilmPanel";
import { SectionPanel } from "./SectionPanel";
import { ShotPanel } from "./ShotPanel";
import { SoundPanel } from "./SoundPanel";
import { TextPanel } from "./TextPanel";

export function Inspector() {
  const timeline = draft.value;
  const job = running.value;
  if (!timeline) return job ? <Stages job={job} /> : null;
  return (
    <div class="inspector">
      {job?.kind === "make" && <Stages job={job} />}
      {job && <p class="hint">{t("busy")}</p>}
      <Chosen />
    </div>
  );
}

function Chosen() {
  const timeline = draft.value;
  const shot = selectedShot.value;
  const section = selectedSection.value;
  const text = selectedText.value;
  const sound = selectedSound.value;
  if (!timeline) return null;
  if (shot) return <ShotPanel key={shot.shot.id} timeline={timeline} shot={shot.shot} number={shot.number} />;
  if (section) return <SectionPanel key={section.id} timeline={timeline} section={section} />;
  if (text) return <TextPanel key={text.id} timeline={timeline} text={text} />;
  if (sound) return <SoundPanel key={sound.id} timeline={timeline} sound={sound} />;
  return <FilmPanel timeline={timeline} />;
}
