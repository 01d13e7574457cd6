"""An analysis survives being stored."""

from pathlib import Path

from songreel_engine.analysis.result import Analysis, Event, Section, TempoSpan, Voice
from synthetic import analysis_of, curves_of

BASELINE = Path(__file__).parent.parent / "baselines" / "analysis_schema_2.json"
RATE_HZ = 10.0


def small_analysis() -> Analysis:
    """Three seconds with one of everything."""
    rising = tuple(k / 30 for k in range(31))
    return analysis_of(
        song_sha256="ab" * 32,
        duration_s=3.0,
        tempo_bpm=120.0,
        tempo_map=(TempoSpan(start_s=0.0, bpm=120.0), TempoSpan(start_s=1.5, bpm=110.0)),
        beats_s=(0.25, 0.75, 1.25, 1.75),
        downbeats_s=(0.25, 1.75),
        beats_per_bar=3,
        tracker="songreel",
        sections=(
            Section(start_s=0.0, end_s=1.5, label="verse", letter="A", confidence=0.5),
            Section(start_s=1.5, end_s=3.0, label="Drop", letter="B", confidence=1.0, named_by="user"),
        ),
        events=(Event(kind="drop", start_s=1.5, end_s=1.75, strength=0.75),),
        vocals=((0.5, 1.25),),
        vocals_confidence=0.75,
        vocals_by="songreel",
        voice=Voice(range="high", confidence=0.5, median_hz=220.0),
        feature_rate_hz=RATE_HZ,
        curves=curves_of(rising, vocal=rising[::-1]),
        mfcc_rate_hz=1.0,
        mfcc=tuple(tuple(float(row + column) for column in range(13)) for row in range(4)),
    )


def test_an_analysis_of_schema_2_still_opens_and_is_written_back_byte_for_byte() -> None:
    stored = BASELINE.read_text(encoding="utf-8")
    assert Analysis.model_validate_json(stored).model_dump_json() + "\n" == stored
    assert Analysis.model_validate_json(stored) == small_analysis()
