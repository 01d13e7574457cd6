"""Songs that never existed, as scores: pure, seeded, numpy only. `write_song` is the way in."""

from songreel_training.compose.score import Score
from songreel_training.compose.song import write_song

__all__ = ["Score", "write_song"]
