"""From an analysis and a brief to a treatment and its first draft."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from songreel_engine.analysis.result import Analysis
from songreel_engine.draft.check import check_draft
from songreel_engine.draft.model import AudioItem, Draft, Performer, Shot, Tracks
from songreel_engine.planning.brief import Brief, read_prompt
from songreel_engine.planning.cuts import choose_cuts
from songreel_engine.planning.director import choose_scenery, write_treatment
from songreel_engine.planning.hearing import hear_sections
from songreel_engine.planning.phrases import listed
from songreel_engine.planning.scene_map import SceneMap
from songreel_engine.planning.scene_map_casting import cast_map, followed, lay_map, scenery_of
from songreel_engine.planning.scenes import cast_cuts, frame_sections, make_scenes, views_of_scenes, with_intents
from songreel_engine.planning.shots import FRAMING_WORDS, POSE_WORDS, Shoot, make_shots
from songreel_engine.planning.singing import singing_warnings
from songreel_engine.planning.styles import find_style
from songreel_engine.planning.treatment import Treatment
from songreel_engine.timebase import DEFAULT_FRAME_RATE, seconds_to_frame


def plan_draft(
    analysis: Analysis,
    brief: Brief,
    *,
    project_id: str,
    new_id: Callable[[], str],
    frame_rate: Fraction = DEFAULT_FRAME_RATE,
    scene_map: SceneMap | None = None,
) -> tuple[Treatment, Draft]:
    """The treatment and the first draft, version 1, checked. Equal arguments give equal drafts but for their ids.

    `new_id` must give a new id at each call. Where `scene_map` has a scene, the film follows it; what it leaves out, and
    what a scene does not say, is the director's. Raises BriefError for an unknown style or a scene shorter than a frame,
    DraftError for a song shorter than half a frame.
    """
    style, wishes = find_style(brief.style or ""), read_prompt(brief.prompt)
    scenery = choose_scenery(analysis, brief, style)
    treatment = write_treatment(analysis, brief, style, scenery)
    frames = seconds_to_frame(analysis.duration_s, frame_rate)
    sections = hear_sections(analysis)
    asked = scene_map or SceneMap()
    laid = lay_map(asked, analysis, frame_rate=frame_rate, frames=frames)
    cast = cast_map(laid, sections, scenery, brief, style)
    cuts = choose_cuts(
        analysis, frame_rate=frame_rate, frames=frames, pace=treatment.pace, seed=brief.seed, pins=laid.pins
    )
    framed, indices = frame_sections(sections, cuts, treatment, frame_rate=frame_rate, frames=frames, new_id=new_id)
    stretches = followed(cast_cuts(cuts, framed, indices, treatment, frames), laid, cast)
    if laid.scenes:
        treatment = write_treatment(analysis, brief, style, scenery_of(stretches, cast, scenery))
        framed = with_intents(framed, indices, treatment)
    scenes = make_scenes(stretches, treatment, seed=brief.seed, new_id=new_id)
    shoot = Shoot(
        analysis=analysis,
        sections=sections,
        treatment=treatment,
        stretches=stretches,
        scenes=scenes,
        views=views_of_scenes(
            stretches,
            sections,
            treatment,
            duration_s=analysis.duration_s,
            seed=brief.seed,
            wishes=wishes,
            empty=cast.empty,
        ),
        section_ids={index: section.id for index, section in zip(indices, framed, strict=True)},
        prompt=brief.prompt,
        frame_rate=frame_rate,
        seed=brief.seed,
        wishes=wishes,
        singing=brief.singing,
    )
    shots = make_shots(shoot, new_id=new_id)
    draft = Draft(
        project_id=project_id,
        song_sha256=analysis.song_sha256,
        frame_rate=frame_rate,
        frames=frames,
        aspect=brief.aspect,
        style=style.key,
        seed=brief.seed,
        prompt=brief.prompt,
        scenic=brief.scenic,
        performer=treatment.performer or Performer(),
        sections=framed,
        scenes=tuple(scenes.values()),
        tracks=Tracks(video=shots, audio=(AudioItem(id=new_id(), start=0, stop=frames),)),
        warnings=(
            *treatment.warnings,
            *asked.warnings,
            *cast.warnings,
            *_warnings_of_song(analysis),
            *_unsung(shoot, shots),
            *_unseen(shoot, shots),
        ),
    )
    check_draft(draft)
    return treatment, draft


def _warnings_of_song(analysis: Analysis) -> Iterator[str]:
    if not analysis.beats_s:
        yield "No beat was found in this song; its cuts follow a plain grid and the song's sections."


def _unseen(shoot: Shoot, shots: Sequence[Shot]) -> Iterator[str]:
    """What the performer was to do, or how it was to be framed, that no shot shows."""
    if shoot.treatment.performer is not None:
        acts = [POSE_WORDS[act] for act in shoot.wishes.acts if all(shot.pose != act for shot in shots)]
        if acts:
            yield f"The prompt asks for somebody {listed(acts)}; no scene of this film has room for it."
    framings = [FRAMING_WORDS[framing] for framing in shoot.wishes.framings if all(s.framing != framing for s in shots)]
    if framings:
        yield f"The prompt asks for a {listed(framings)}; no scene of this film is seen in one."


def _unsung(shoot: Shoot, shots: Sequence[Shot]) -> Iterator[str]:
    """What of the singing that was asked for the film does not show."""
    if shoot.singing is not None:
        voices = {shot.id: voice for shot, voice in zip(shots, shoot.voices(), strict=True)}
        has_performer = shoot.treatment.performer is not None
        yield from singing_warnings(shots, voices, shoot.singing, has_performer=has_performer)
