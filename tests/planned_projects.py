"""A project whose film is planned and not rendered, on a song known second by second."""

from itertools import count
from pathlib import Path

from songreel_engine.analysis.result import Analysis, Event, Section
from songreel_engine.planning.brief import Brief
from songreel_engine.planning.plan import plan_draft
from songreel_engine.project import Project
from songreel_engine.song import open_song
from synthetic import analysis_of, click_song, curves_of, write_wav

SONG_S = 24.0
PART_S = 6.0
DROP_S = 18.0


def _analysis(song_sha256: str) -> Analysis:
    """120 bpm; verse, chorus, verse, chorus; a drop into the second chorus."""
    parts = (("verse", "A", 0.3), ("chorus", "B", 0.8), ("verse", "A", 0.35), ("chorus", "B", 0.9))
    beats_s = tuple(k / 2 for k in range(round(SONG_S * 2)))
    return analysis_of(
        song_sha256=song_sha256,
        duration_s=SONG_S,
        tempo_bpm=120.0,
        beats_s=beats_s,
        downbeats_s=beats_s[::4],
        beats_per_bar=4,
        sections=tuple(
            Section(start_s=k * PART_S, end_s=(k + 1) * PART_S, label=label, letter=letter, confidence=0.9)
            for k, (label, letter, _) in enumerate(parts)
        ),
        events=(Event(kind="drop", start_s=DROP_S, end_s=DROP_S + 2, strength=0.9),),
        feature_rate_hz=20.0,
        curves=curves_of(tuple(parts[min(3, int(t / 20 / PART_S))][2] for t in range(round(SONG_S * 20) + 1))),
    )


def planned_project(folder: Path, brief: Brief | None = None) -> Project:
    """A project in `folder`/film.songreel, its song in `folder`/song.wav."""
    asked = brief or Brief(prompt="walking home", style="golden_hour", seed=3)
    song = open_song(write_wav(folder / "song.wav", click_song(SONG_S, 120.0, rate_hz=8_000), 8_000))
    project = Project.create(folder / "film.songreel", project_id="p", song=song, max_seconds=None, brief=asked)
    analysis, numbers = _analysis(song.sha256), count(1)
    treatment, draft = plan_draft(analysis, asked, project_id="p", new_id=lambda: f"id-{next(numbers)}")
    project.write_analysis(analysis)
    project.write_treatment(treatment)
    project.write_draft(draft)
    return project


def files_of(project: Project) -> dict[str, bytes]:
    """Every file of the project's folder by its path within, with its bytes."""
    return {
        str(path.relative_to(project.folder)): path.read_bytes()
        for path in sorted(project.folder.rglob("*"))
        if path.is_file()
    }
