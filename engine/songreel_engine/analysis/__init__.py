"""From a song's samples to what a picture can follow: beats, sections and curves."""
