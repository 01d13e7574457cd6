"""songreel's engine: from a song to a film, and nothing but. See ARCHITECTURE.md for the line of values."""

__version__ = "0.1.0"
