"""What each shot of a cut film shows, how its camera moves and how the one before gives way to it.

A scene's few views are shown again and again, never twice in a row and never two of one framing side by side; which
view follows is a matter of scores (how long it has not been seen, whether the performer is due, how long the shot is,
whether somebody sings), swayed by the seed. A view that returns comes back with another camera move.
"""

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from songreel_engine.analysis.result import Analysis
from songreel_engine.draft.model import CameraMove, Framing, Grade, Picture, Scene, Shot, Take, TransitionKind
from songreel_engine.planning.brief import Wishes
from songreel_engine.planning.hearing import SUNG, HeardSection, curve_mean
from songreel_engine.planning.lexicon import COLOURS
from songreel_engine.planning.places import PLACES
from songreel_engine.planning.scene_map import MapScene
from songreel_engine.planning.scenes import Stretch, seed_of
from songreel_engine.planning.singing import singing_shots, singing_view
from songreel_engine.planning.styles import STYLES, Style
from songreel_engine.planning.transitions import Turn, asked_transition, choose_transition, first_transition
from songreel_engine.planning.treatment import Treatment, TreatmentScene
from songreel_engine.planning.views import SHOTS_OF_A_VIEW, View
from songreel_engine.timebase import frame_to_seconds

_LONG_SHOT_S: Final = 3.0
_SHORT_SHOT_S: Final = 1.5
_ROOMY: Final[frozenset[Framing]] = frozenset({"wide", "high", "low"})
_TIGHT: Final[frozenset[Framing]] = frozenset({"close", "detail", "medium"})
_DUE_WEIGHT: Final = 1.6
_REST_WEIGHT: Final = 0.5
_OPENING_WEIGHT: Final = 2.5
_LENGTH_WEIGHT: Final = 0.5
_JITTER: Final = 0.6
_UNSEEN_WEIGHT: Final = 1.5
"""Before two views of a scene take turns, its others are seen."""
_WORN_WEIGHT: Final = 6.0
"""More than a performer who is due or a long rest can make up for."""
_WEARS_S: Final = 60.0
_EMPTY_HIGH_S: Final = 3.0
"""From above and with nobody in it a picture has been read after so long; it is not held in a quiet section."""
_CUTAWAY_CHANCE: Final = 0.2
_ENERGY_STEPS: Final = 4.0

_MOVES_OF_FRAMING: Mapping[Framing, Mapping[CameraMove, float]] = {
    "wide": {"push_in": 3, "pull_out": 2, "drift_left": 2, "drift_right": 2, "rise": 2, "orbit": 1},
    "medium": {"push_in": 3, "orbit": 2, "drift_left": 2, "drift_right": 2, "handheld": 2, "pull_out": 1},
    "close": {"push_in": 3, "handheld": 2, "drift_left": 1, "drift_right": 1, "hold": 1, "orbit": 1},
    "low": {"rise": 3, "push_in": 3, "orbit": 2, "drift_left": 1, "drift_right": 1, "handheld": 1},
    "high": {"sink": 3, "pull_out": 2, "drift_left": 2, "drift_right": 2, "rise": 1},
    "detail": {"hold": 2, "push_in": 2, "drift_left": 2, "drift_right": 2, "sink": 1},
}
_LIVELY_MOVES: Mapping[CameraMove, float] = {"handheld": 2.0, "push_in": 1.3, "orbit": 1.3, "rise": 1.2, "hold": 0.3}
_CALM_MOVES: Mapping[CameraMove, float] = {"handheld": 0.25, "hold": 1.3, "pull_out": 1.1}
_AGAIN: Final = 0.15
"""Factor on a move for each time this view has made it."""

_ASKED_MOVE: Final = 6.0
_NO_WISHES: Final = Wishes()
_NOTHING_ASKED: Final = MapScene(start_s=0.0, end_s=1.0)
FRAMING_WORDS: Mapping[Framing, str] = {
    "wide": "wide shot", "medium": "medium shot", "close": "close-up",
    "low": "low angle", "high": "high angle", "detail": "detail shot",
}  # fmt: skip
POSE_WORDS: Mapping[str, str] = {
    "stand": "standing still", "walk": "walking towards us", "walk_away": "walking away", "sing": "singing",
    "dance": "dancing", "reach": "reaching out",
    "guitar": "playing the guitar", "drum": "at the drums",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Shoot:
    """All that the shots are made from."""

    analysis: Analysis
    sections: Sequence[HeardSection]
    treatment: Treatment
    stretches: Sequence[Stretch]
    scenes: Mapping[str, Scene]
    """By treatment key, as is `views`."""
    views: Mapping[str, Sequence[View]]
    section_ids: Mapping[int, str]
    prompt: str
    frame_rate: Fraction
    seed: int
    wishes: Wishes = _NO_WISHES
    singing: float | None = None
    """Share of the film in which somebody is to be seen singing; None: as it falls out."""

    @property
    def style(self) -> Style:
        return STYLES[self.treatment.style]

    @property
    def follows_map(self) -> bool:
        return any(stretch.asked is not None for stretch in self.stretches)

    def section_of(self, stretch: Stretch) -> HeardSection:
        return self.sections[stretch.section]

    def heard(self, curve: Sequence[float], stretch: Stretch) -> float:
        """The curve's mean while the stretch is seen."""
        span_s = (frame_to_seconds(stretch.start, self.frame_rate), frame_to_seconds(stretch.stop, self.frame_rate))
        return curve_mean(curve, self.analysis.feature_rate_hz, *span_s)

    def seconds(self, stretch: Stretch) -> float:
        return frame_to_seconds(stretch.stop - stretch.start, self.frame_rate)

    def since_s(self, earlier: int, later: int) -> float:
        """From the start of one shot to that of another, by number."""
        return frame_to_seconds(self.stretches[later].start - self.stretches[earlier].start, self.frame_rate)

    def voices(self) -> list[float]:
        """The mean voice heard while each shot is seen."""
        return [self.heard(self.analysis.curves.vocal, stretch) for stretch in self.stretches]


@dataclass(kw_only=True)
class _Memory:
    """What has been shown so far."""

    seen: list[tuple[str, View]] = field(default_factory=list)
    """(scene key, view), one a shot."""
    moves: list[CameraMove] = field(default_factory=list)
    moves_of_view: dict[tuple[str, View], list[CameraMove]] = field(default_factory=dict)
    performer_due: float = 0.0
    """Shots with the performer that are owed by now."""


def make_shots(shoot: Shoot, *, new_id: Callable[[], str]) -> tuple[Shot, ...]:
    """The shots, in order; equal shoots give equal shots but for their ids."""
    rng = random.Random(f"{shoot.seed}:shots")
    memory = _Memory()
    shots: list[Shot] = []
    singing = _singing(shoot)
    for index, stretch in enumerate(shoot.stretches):
        heard = shoot.section_of(stretch)
        scene, view = _seen(shoot, index, memory, rng, sings=index in singing)
        memory.seen.append((scene, view))
        memory.performer_due += heard.manner.performer_share - (view.pose is not None)
        kind, length = _transition(shoot, index, shots[-1] if shots else None, memory, rng)
        shots.append(
            Shot(
                id=new_id(),
                section_id=shoot.section_ids[stretch.section],
                start=stretch.start,
                stop=stretch.stop,
                takes=(Take(number=1, version=1, picture=_picture(shoot, index, scene, view, memory, rng)),),
                transition_in=kind,
                transition_frames=length,
                on_beat=stretch.cut.on_beat,
                off_beat_reason=stretch.cut.off_beat_reason,
            )
        )
    return tuple(shots)


def _singing(shoot: Shoot) -> frozenset[int]:
    """Numbers of the shots that must show somebody singing; none where no share of the film is asked for."""
    if shoot.singing is None:
        return frozenset()
    may_sing = [
        (stretch.asked is None or stretch.asked.framing is None)
        and any(view.pose is not None for view in shoot.views[stretch.scene])
        for stretch in shoot.stretches
    ]
    frames = [stretch.stop - stretch.start for stretch in shoot.stretches]
    return singing_shots(frames, shoot.voices(), may_sing, shoot.singing)


def _seen(shoot: Shoot, index: int, memory: _Memory, rng: random.Random, *, sings: bool) -> tuple[str, View]:
    """The scene's key and the view that this shot shows."""
    scene = shoot.stretches[index].scene
    if sings:
        before = memory.seen[-1][1] if memory.seen else None
        place = shoot.treatment.scene(scene).place
        return scene, singing_view(shoot.views[scene], place, before, seed=seed_of(shoot.seed, "singing", scene))
    return _cutaway(shoot, index, memory, rng) or (scene, _next_view(shoot, index, memory, rng))


def _picture(shoot: Shoot, index: int, scene: str, view: View, memory: _Memory, rng: random.Random) -> Picture:
    stretch = shoot.stretches[index]
    heard, energy = shoot.section_of(stretch), shoot.heard(shoot.analysis.curves.energy, stretch)
    asked = stretch.asked or _NOTHING_ASKED
    return Picture(
        scene_id=shoot.scenes[scene].id,
        framing=view.framing,
        camera=asked.camera or _camera(scene, view, heard, shoot, memory, rng),
        motion=asked.motion or _motion(heard, energy, shoot, rng),
        pose=view.pose,
        variation=view.variation,
        light=round(min(1.0, 0.6 * heard.manner.light + 0.5 * energy), 2),
        seed=seed_of(shoot.seed, "shot", str(index)),
        prompt=_prompt(shoot.treatment.scene(scene), view, shoot, STYLES[asked.style or shoot.style.key]),
        style=asked.style,
        grade=Grade(look=shoot.wishes.print_look),
        palette=tuple(sorted(asked.palette or [COLOURS[word] for word in shoot.wishes.palette], key=_luma)),
    )


def _luma(colour: str) -> float:
    """How light an sRGB colour is, 0..255. Source: Rec. 709."""
    red, green, blue = bytes.fromhex(colour[1:])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _next_view(shoot: Shoot, index: int, memory: _Memory, rng: random.Random) -> View:
    """The scene's best view for this shot: not the framing just seen, and nobody singing where nobody is heard.

    A scene of a single view has no choice in either.
    """
    stretch = shoot.stretches[index]
    views = shoot.views[stretch.scene]
    before = memory.seen[-1][1] if memory.seen else None
    open_views = [v for v in views if before is None or v.framing != before.framing] or list(views)
    if shoot.heard(shoot.analysis.curves.vocal, stretch) < SUNG:
        open_views = [v for v in open_views if v.pose != "sing"] or open_views
    if not shoot.section_of(stretch).manner.lively and shoot.treatment.performer is not None:
        open_views = _told(open_views, before, shoot.seconds(stretch))
    following = _opening_framing_after(shoot, index)
    if following is not None and len(shoot.views[shoot.stretches[index + 1].scene]) == 1:
        open_views = [v for v in open_views if v.framing != following] or open_views
    due = memory.performer_due + shoot.section_of(stretch).manner.performer_share
    scores = [_score(view, shoot, index, memory, due) + rng.uniform(0.0, _JITTER) for view in open_views]
    return open_views[scores.index(max(scores))]


def _told(views: list[View], before: View | None, length_s: float) -> list[View]:
    """In a quiet section: after a view that tells of nobody and nothing one that does, and none such held from above."""
    if before is not None and _is_empty(before):
        views = [view for view in views if not _is_empty(view)] or views
    if length_s > _EMPTY_HIGH_S:
        views = [view for view in views if not (_is_empty(view) and view.framing == "high")] or views
    return views


def _is_empty(view: View) -> bool:
    """Neither performer nor detail."""
    return view.pose is None and view.framing != "detail"


def _opening_framing_after(shoot: Shoot, index: int) -> Framing | None:
    """The framing the next scene would like to open with; None where the next shot stays in this scene."""
    following = shoot.stretches[index + 1 : index + 2]
    if not following or following[0].scene == shoot.stretches[index].scene:
        return None
    return shoot.views[following[0].scene][0].framing


def _cutaway(shoot: Shoot, index: int, memory: _Memory, rng: random.Random) -> tuple[str, View] | None:
    """Inside a lively section, now and then a short look back at another scene's view: it costs no plate.

    Never where the user's map says what is seen when.
    """
    if shoot.follows_map:
        return None
    stretch = shoot.stretches[index]
    neighbours = shoot.stretches[max(0, index - 1) : index + 2]
    at_home = memory.seen[-1:] != [] and memory.seen[-1][0] == stretch.scene
    inside = len(neighbours) == 3 and all(n.section == stretch.section for n in neighbours)
    if not (shoot.section_of(stretch).manner.lively and at_home and inside and rng.random() < _CUTAWAY_CHANCE):
        return None
    shown = dict.fromkeys(
        (scene, view)
        for scene, view in memory.seen
        if scene != stretch.scene
        and view.framing != memory.seen[-1][1].framing
        and view.pose != "sing"
        and _uses_of_late((scene, view), shoot, index, memory) < SHOTS_OF_A_VIEW
    )
    return rng.choice(list(shown)) if shown else None


def _score(view: View, shoot: Shoot, index: int, memory: _Memory, due: float) -> float:
    stretch = shoot.stretches[index]
    length_s = shoot.seconds(stretch)
    rest = next((k for k, seen in enumerate(reversed(memory.seen)) if seen == (stretch.scene, view)), 6)
    score = _REST_WEIGHT * min(rest, 6)
    score += _UNSEEN_WEIGHT * ((stretch.scene, view) not in memory.seen)
    uses = _uses_of_late((stretch.scene, view), shoot, index, memory)
    score -= _WORN_WEIGHT * max(0, uses - SHOTS_OF_A_VIEW + 1)
    score += _DUE_WEIGHT * (due - 0.5) * (1 if view.pose is not None else -1)
    opens = index == 0 or shoot.stretches[index - 1].section != stretch.section
    score += _OPENING_WEIGHT * (opens and view == shoot.views[stretch.scene][0])
    score -= _OPENING_WEIGHT * (opens and view.framing == "detail")
    score -= _DUE_WEIGHT * (view.framing == _opening_framing_after(shoot, index))
    score += _LENGTH_WEIGHT * (length_s > _LONG_SHOT_S and view.framing in _ROOMY)
    score += _LENGTH_WEIGHT * (length_s < _SHORT_SHOT_S and view.framing in _TIGHT)
    return score


def _uses_of_late(seen: tuple[str, View], shoot: Shoot, index: int, memory: _Memory) -> int:
    """How often a view has been seen within the last minute."""
    return sum(one == seen and shoot.since_s(number, index) < _WEARS_S for number, one in enumerate(memory.seen))


def _camera(
    scene: str, view: View, heard: HeardSection, shoot: Shoot, memory: _Memory, rng: random.Random
) -> CameraMove:
    """A move that suits framing, section, style and what was asked for.

    Never the one just seen; and this view makes all others before any again.
    """
    tempered = _LIVELY_MOVES if heard.manner.lively else _CALM_MOVES
    made = memory.moves_of_view.setdefault((scene, view), [])
    moves = _MOVES_OF_FRAMING[view.framing]
    not_again = moves.keys() - memory.moves[-1:]
    fresh = not_again - set(made) or not_again - set(made[-1:])
    weights = {
        move: weight
        * tempered.get(move, 1.0)
        * shoot.style.camera.get(move, 1.0)
        * (_ASKED_MOVE if move in shoot.wishes.moves else 1.0)
        * _AGAIN ** made.count(move)
        for move, weight in moves.items()
        if move in fresh
    }
    move = rng.choices(list(weights), list(weights.values()))[0]
    made.append(move)
    memory.moves.append(move)
    return move


def _motion(heard: HeardSection, energy: float, shoot: Shoot, rng: random.Random) -> int:
    """The section's liveliness, up to two steps more or less with the shot's energy, times the style's; swayed."""
    lively = (
        (heard.manner.motion + _ENERGY_STEPS * (energy - 0.5))
        * shoot.style.liveliness
        * math.sqrt(shoot.treatment.pace)
    )
    return max(1, min(10, round(lively + rng.uniform(-1.0, 1.0))))


def _prompt(scene: TreatmentScene, view: View, shoot: Shoot, style: Style) -> str:
    """The view in words; the same for all shots that share a plate."""
    who = f"a performer {POSE_WORDS[view.pose]}" if view.pose is not None else "nobody in the picture"
    seen = PLACES[scene.place].framings[view.framing]
    parts = [f"{FRAMING_WORDS[view.framing]}: {seen}", who, scene.description, style.look, shoot.prompt]
    return ". ".join(part.strip().rstrip(".") for part in parts if part.strip())


def _transition(
    shoot: Shoot, index: int, before: Shot | None, memory: _Memory, rng: random.Random
) -> tuple[TransitionKind, int]:
    stretch = shoot.stretches[index]
    energy = shoot.analysis.curves.energy
    if stretch.opens_asked and stretch.asked is not None and stretch.asked.transition is not None:
        return asked_transition(
            stretch.asked.transition,
            frames_before=before.stop - before.start if before is not None else 0,
            frames_after=stretch.stop - stretch.start,
        )
    if before is None:
        return first_transition(shoot.heard(energy, stretch), stretch.stop - stretch.start)
    previous = shoot.stretches[index - 1]
    (scene_before, _), (scene, view) = memory.seen[-2:]
    elsewhere = shoot.scenes[scene_before].place != shoot.scenes[scene].place
    turn = Turn(
        energy_before=shoot.heard(energy, previous),
        energy_after=shoot.heard(energy, stretch),
        new_section=previous.section != stretch.section,
        drops=stretch.cut.reason == "drop",
        lively=shoot.section_of(stretch).manner.lively,
        same_pose_elsewhere=view.pose is not None and view.pose == before.pose and elsewhere,
        frames_before=previous.stop - previous.start,
        frames_after=stretch.stop - stretch.start,
    )
    return choose_transition(turn, shoot.style, rng)
