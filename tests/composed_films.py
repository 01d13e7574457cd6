"""A planned film whose song is known bar by bar, and the material to edit it with.

24 frames a second and 120 bpm: a beat is 12 frames.
"""

from functools import cache
from itertools import count

from songreel_engine.analysis.result import Section
from songreel_engine.draft.model import Draft, Media
from songreel_engine.editing.material import Material
from songreel_engine.planning.brief import Brief
from songreel_engine.planning.plan import plan_draft
from synthetic import analysis_of, curves_of

BEAT_FRAMES = 12
PARTS = (
    ("intro", "A", 4, 0.2), ("verse", "B", 8, 0.4), ("chorus", "C", 8, 0.85), ("verse", "B", 8, 0.45),
    ("chorus", "C", 8, 0.9), ("bridge", "D", 4, 0.35), ("chorus", "C", 8, 0.95),
)  # fmt: skip
"""(label, letter, bars, energy): 48 bars of 2 s."""
PHOTO = Media(id="photo", kind="image", sha256="ab" * 32, name="Beach.jpg")
FOOTAGE = Media(id="footage", kind="footage", sha256="cd" * 32, name="waves.mp4", duration_s=3.0)
SOUND = Media(id="sound", kind="sound", sha256="ef" * 32, name="rain.wav", duration_s=9.0)


def material(draft: Draft, *, beats: bool = True, version: int = 2, prefix: str = "new") -> Material:
    """What a project would know; new ids count up from each call."""
    numbers = count(1)
    grid = tuple(range(0, draft.frames, BEAT_FRAMES)) if beats else ()
    return Material(
        beats=grid,
        downbeats=grid[::4],
        version=version,
        new_id=lambda: f"{prefix}-{version}-{next(numbers)}",
        media=(PHOTO, FOOTAGE, SOUND),
    )


@cache
def film(style: str = "golden_hour") -> Draft:
    """96 s: intro, verse 1, chorus 1, verse 2, chorus 2, bridge, chorus 3."""
    starts_s, at_s = [], 0.0
    for _, _, bars, _ in PARTS:
        starts_s.append(at_s)
        at_s += 2.0 * bars
    sections = tuple(
        Section(start_s=start, end_s=start + 2.0 * bars, label=label, letter=letter, confidence=0.9)
        for start, (label, letter, bars, _) in zip(starts_s, PARTS, strict=True)
    )
    energy = tuple(
        next(e for start, (_, _, bars, e) in zip(starts_s, PARTS, strict=True) if t / 20 <= start + 2.0 * bars)
        for t in range(round(at_s * 20) + 1)
    )
    analysis = analysis_of(
        duration_s=at_s,
        tempo_bpm=120.0,
        beats_s=tuple(k / 2 for k in range(round(at_s * 2))),
        downbeats_s=tuple(2.0 * k for k in range(round(at_s / 2))),
        beats_per_bar=4,
        sections=sections,
        feature_rate_hz=20.0,
        curves=curves_of(energy),
    )
    numbers = count(1)
    _, draft = plan_draft(
        analysis,
        Brief(style=style, prompt="walking home", seed=3),
        project_id="p",
        new_id=lambda: f"id-{next(numbers)}",
    )
    return draft
