"""A draft and its treatment whose sections are called what the analysis now calls them; nothing else changes."""

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


def treatment_with_names(treatment: Treatment, analysis: Analysis) -> Treatment:
    """The treatment of this analysis with its names; one that was written for other sections stays as it is."""
    if len(treatment.sections) != len(analysis.sections):
        return treatment
    names = number_labels([section.label for section in analysis.sections])
    sections = tuple(
        section.model_copy(update={"section": name}) for section, name in zip(treatment.sections, names, strict=True)
    )
    return treatment.model_copy(update={"sections": sections})
