"""Refusals, progress and timelines as the conversation says them."""

from collections.abc import Mapping
from typing import Final

from songreel_server import jobs
from songreel_server.accounts.tokens import Caller
from songreel_server.errors import NotEnoughCreditsError
from songreel_server.films import BusyError, NoFilmError
from songreel_server.replies import Speaker

_SUMMARY_ZH: Final[Mapping[str, str]] = {
    "Timeline": "时间线", " tracks": " 条轨道", " track": " 条轨道", "Video": "视频", "Song": "歌曲", "BGM": "背景音乐",
    "Title": "标题", "Caption": "字幕", "Lyrics": "歌词", "Credit": "署名", " shots": " 个镜头", " shot": " 个镜头",
}  # fmt: skip


def timeline_in_words(summary: str, language: str) -> str:
    """The engine's one-line summary of the tracks, in the session's language."""
    if language == "zh":
        for english, chinese in _SUMMARY_ZH.items():
            summary = summary.replace(english, chinese)
    return summary


def refusal_in_words(refusal: Exception, caller: Caller, speaker: Speaker, register: str) -> str:
    """A refusal as the conversation says it."""
    match refusal:
        case NotEnoughCreditsError():
            key = "no_credits_guest" if caller.kind == "anonymous" else "no_credits"
            return speaker.say(key, needed=refusal.needed, available=refusal.available, register=register)
        case BusyError():
            return speaker.say("busy", progress=progress_in_words(refusal.job, speaker))
        case NoFilmError():
            return speaker.say("no_film_no_song")
        case _:
            return speaker.retold(str(refusal))


def progress_in_words(job: jobs.JobState, speaker: Speaker) -> str:
    return speaker.progress(job.stage, job.done, job.total, job.seconds_left)
