"""What a user would write with librosa: beats, chroma and repetition of one WAV file, as they come."""

import sys

import librosa

samples, rate_hz = librosa.load(sys.argv[1])
librosa.beat.beat_track(y=samples, sr=rate_hz)
chroma = librosa.feature.chroma_cqt(y=samples, sr=rate_hz)
librosa.segment.recurrence_matrix(chroma)
