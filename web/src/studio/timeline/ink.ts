/** The page's colours, for what is drawn. */

export interface Ink {
  text: string;
  faint: string;
  line: string;
  beat: string;
  accent: string;
  sections: string[];
  words: string;
  sounds: string;
}

const SECTION_INKS = 8;

export function inkOf(element: Element): Ink {
  const style = getComputedStyle(element);
  const value = (name: string) => style.getPropertyValue(name).trim();
  const sections = Array.from({ length: SECTION_INKS }, (_, k) => value(`--section-${k}`));
  return {
    text: value("--text"),
    faint: value("--faint"),
    line: value("--line"),
    beat: value("--beat"),
    accent: value("--accent"),
    sections,
    words: value("--section-4"),
    sounds: value("--section-6"),
  };
}

const inkNumber = (letter: string) => (letter.codePointAt(0) ?? 65) % SECTION_INKS;
/** Sections that return have the same letter and so the same colour. */
export const sectionInk = (ink: Ink, letter: string) => ink.sections[inkNumber(letter)] ?? ink.text;
export const sectionColour = (letter: string) => `var(--section-${inkNumber(letter)})`;
