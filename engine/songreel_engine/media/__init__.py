"""Media in and out of files, by PyAV: the only package that knows containers and codecs.

    files     a file appears whole or not at all
    wholeness is a file all there, as far as its own container can tell
    sound     a song's sound, decoded once, as a stream
    soundtrack a song's sound as packets for an MP4
    aac       a whole sound encoded to AAC on several cores
    clips     a shot's frames as one closed H.264 segment
    splicing  some frames of a clip exchanged, the rest copied

Conventions: a picture is I420, uint8 [height × 3 / 2, width], BT.709 limited range. Time on tape is an exact fraction.
What it does not do: it judges no song (`song`), joins no clips (`finishing.assemble`) and never prints.
"""

from songreel_engine.media.clips import EncodeSettings, count_frames, read_frames, write_clip

__all__ = ["EncodeSettings", "count_frames", "read_frames", "write_clip"]
