"""A film as other programs open it: timelines with one media file a shot, captions and markers; and timelines read back.

    cut        what every format says, as one value: shots with their files, sound, markers, words
    pieces     the media beside a timeline: each shot's clip with the frames its transitions need, and the sound
    marks      beats, downbeats and sections as markers
    otio_form  OpenTimelineIO and, through its adapter, CMX 3600
    fcpxml     Final Cut Pro X
    premiere   Final Cut Pro 7 XML, as Premiere Pro and Resolve read it
    capcut     a CapCut / JianYing draft folder
    captions   SRT, LRC and markers as CSV
    formats    the table of them
    found      what was read from a timeline, whatever its format
    arriving   what a timeline that was read makes of a draft

Conventions: positions are frames of the draft's one grid and exact fractions of seconds, never floats added up. What a format
cannot say is told in a note. What it does not do: draw, encode or mix; it renders through `making` and copies packets.
"""

from songreel_engine.exports.handoff.formats import FORMATS, Format, Written, find_format

__all__ = ["FORMATS", "Format", "Written", "find_format"]
