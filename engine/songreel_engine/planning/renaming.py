"""Names that follow: from the analysis to the draft and its treatment, and back. Nothing else changes."""

import re

from songreel_engine.analysis.renaming import number_labels
from songreel_engine.analysis.result import Analysis
from songreel_engine.draft.model import Draft
from songreel_engine.planning.treatment import Treatment
from songreel_engine.timebase import frame_to_seconds


def draft_with_names(draft: Draft, analysis: Analysis) -> Draft:
    """Each of the draft's sections takes the name of the song's section that it overlaps most; ids and frames stay."""
    names = number_labels([section.label for section in analysis.sections])

    def name_over(start: int, stop: int) -> str:
        start_s, end_s = (frame_to_seconds(frame, draft.frame_rate) for frame in (start, stop))
        shared_s = [min(end_s, s.end_s) - max(start_s, s.start_s) for s in analysis.sections]
        return names[shared_s.index(max(shared_s))]

    sections = tuple(
        section.model_copy(update={"label": name_over(section.start, section.stop)}) for section in draft.sections
    )
    return draft.model_copy(update={"sections": sections})


def analysis_with_names(analysis: Analysis, draft: Draft) -> Analysis:
    """The analysis whose sections are called as in the draft: where a name differs, it is the user's from now on."""
    names = number_labels([section.label for section in analysis.sections])
    labels = [section.label for section in draft.sections]
    sections = list(analysis.sections)
    for section in draft.sections:
        start_s, end_s = (frame_to_seconds(frame, draft.frame_rate) for frame in (section.start, section.stop))
        shared_s = [min(end_s, s.end_s) - max(start_s, s.start_s) for s in analysis.sections]
        at = shared_s.index(max(shared_s))
        if section.label not in (names[at], f"{sections[at].label} {_number_of(section.label)}"):
            named = {"label": _unnumbered(section.label, labels), "named_by": "user", "confidence": 1.0}
            sections[at] = sections[at].model_copy(update=named)
    return analysis.model_copy(update={"sections": tuple(sections)})


def _number_of(label: str) -> str:
    return label.rpartition(" ")[2] if re.search(r" [0-9]+$", label) else ""


def _unnumbered(label: str, labels: list[str]) -> str:
    """'chorus' for 'chorus 2' where there are other choruses: the number is shown, never stored."""
    name = re.sub(r" [0-9]+$", "", label)
    others = [other for other in labels if other != label]
    return name if any(re.fullmatch(re.escape(name) + r" [0-9]+", other) for other in others) else label


def treatment_with_names(treatment: Treatment, analysis: Analysis) -> Treatment:
    """The treatment of this analysis with its names; one that was written for other sections stays as it is."""
    if len(treatment.sections) != len(analysis.sections):
        return treatment
    names = number_labels([section.label for section in analysis.sections])
    sections = tuple(
        section.model_copy(update={"section": name}) for section, name in zip(treatment.sections, names, strict=True)
    )
    return treatment.model_copy(update={"sections": sections})
