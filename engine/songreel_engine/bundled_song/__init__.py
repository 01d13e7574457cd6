"""The project's own song, composed and synthesised by code: something to try songreel on, its truth known exactly."""

from songreel_engine.bundled_song.instruments import RATE_HZ
from songreel_engine.bundled_song.score import TITLE, Score, compose
from songreel_engine.bundled_song.synthesis import synthesise
from songreel_engine.bundled_song.write import write_bundled_song

__all__ = ["RATE_HZ", "TITLE", "Score", "compose", "synthesise", "write_bundled_song"]
