"""The places a film goes, as data: what each wants, and the limits it publishes.

Conventions: sizes in bytes are decimal; bit rates are means over the file; a limit that is None is not published. What a place
only recommends is in the recipe, what it refuses is in the limits.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from songreel_engine.errors import ExportError

if TYPE_CHECKING:
    # Late: the command line lists profiles before it needs a draft.
    from songreel_engine.draft.model import Aspect

Kind = Literal["film", "loop", "still", "animation", "frames", "pack"]


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a place refuses. Everything is measured in the finished file."""

    formats: tuple[str, ...]
    """Containers or image formats, by the names `limits.measure` gives."""
    codecs: tuple[str, ...]
    pixel_formats: tuple[str, ...] = ("yuv420p",)
    sound: Literal["some", "none", "may"] = "some"
    sound_codecs: tuple[str, ...] = ("aac",)
    min_s: float = 0.0
    max_s: float | None = None
    min_width_px: int = 1
    min_height_px: int = 1
    max_width_px: int | None = None
    max_height_px: int | None = None
    min_frame_rate: Fraction | None = None
    max_frame_rate: Fraction | None = None
    max_bytes: int | None = None
    max_picture_bits_per_s: int | None = None
    max_sound_bits_per_s: int | None = None
    max_sound_rate_hz: int | None = None
    plain_mp4: bool = False
    """The index at the front of the file, and no edit lists."""


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How a video file is encoded where it cannot be copied."""

    codec: str = "libx264"
    pixel_format: str = "yuv420p"
    options: dict[str, str] = field(default_factory=dict)
    key_every_s: Fraction | None = Fraction(1, 2)
    """Longest distance of key frames; None: every frame is one."""
    sound_codec: str | None = "aac"
    """None: no sound."""
    sound_bits_per_s: int = 384_000


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One kind of file."""

    name: str
    kind: Kind
    what: str
    """In a few words, for lists."""
    suffixes: tuple[str, ...]
    """That the file's name may end with, the usual one first; none for a folder."""
    limits: Limits
    source: str
    """Where the limits are published."""
    aspect: "Aspect | None" = None
    """None: the film's own."""
    short_side_px: int | None = None
    """None: the film's own size."""
    recipe: Recipe = Recipe()
    seconds: float | None = None
    """How long it is where nothing is said; None: as the film, up to the place's limit."""
    takes_seconds: bool = True

    @property
    def is_folder(self) -> bool:
        return not self.suffixes


_H264: Final = {
    "preset": "veryfast",
    "crf": "17",
    "profile": "high",
    "x264-params": "open-gop=0:bframes=2:b-pyramid=none",
}
"""YouTube's advice: High Profile, closed GOP of half the frame rate, 2 B frames. crf 17 is beyond what the eye tells apart."""
_LOOP: Final = {
    "preset": "veryfast", "qp": "21", "profile": "high",
    "x264-params": "open-gop=0:bframes=2:b-pyramid=none:ipratio=1:pbratio=1",
}  # fmt: skip
"""Every frame coded alike: where a loop jumps back, a whole frame stands beside a predicted one, and must not look finer."""
_SOCIAL: Final = Recipe(options=_H264)
_REELS_SOUND_MOST, _REELS_SOUND = 128_000, 112_000
"""An AAC encoder keeps to its rate over time; in a few seconds it may use a tenth more."""
_YOUTUBE: Final = "https://support.google.com/youtube/answer/1722171"
_SHORTS: Final = "https://support.google.com/youtube/answer/15424877"
_TIKTOK: Final = "https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide"
_INSTAGRAM: Final = (
    "https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media"
)
_SPOTIFY: Final = "https://support.spotify.com/artists/article/canvas-guidelines/"
"""3 to 8 s, 9:16, MP4, "between 720px and 1080px tall": its words, so 594x1056, though many upload 1080x1920."""
_GIPHY: Final = "https://support.giphy.com/hc/en-us/articles/360020027752-GIF-Best-Practices"
"""Uploads end at 100 MB and 15 s; 8 MB is its advice, kept here as a limit because many chats play no larger one."""
_THUMBNAILS: Final = "https://support.google.com/youtube/answer/72431"
"""2 MB; it advises 1280x720 and no less than 640 wide, which a cover in the film's own shape may not be."""
_PRORES: Final = "https://www.apple.com/final-cut-pro/docs/Apple_ProRes.pdf"
_WEBP: Final = "https://developers.google.com/speed/webp/faq"
"""The format ends at 16,383 pixels a side; length and size are songreel's, as for a GIF."""
_OWN: Final = "songreel's own"

_INSTAGRAM_LIMITS: Final = Limits(
    formats=("mp4",),
    codecs=("h264",),
    min_s=3.0,
    max_s=900.0,
    max_width_px=1920,
    min_frame_rate=Fraction(23),
    max_frame_rate=Fraction(60),
    max_bytes=300_000_000,
    max_picture_bits_per_s=25_000_000,
    max_sound_bits_per_s=_REELS_SOUND_MOST,
    max_sound_rate_hz=48_000,
    plain_mp4=True,
)
_INSTAGRAM_RECIPE: Final = Recipe(options=_H264, sound_bits_per_s=_REELS_SOUND)
_YOUTUBE_LIMITS: Final = Limits(
    formats=("mp4",),
    codecs=("h264",),
    max_s=12 * 3600.0,
    max_bytes=256 * 10**9,
    max_sound_rate_hz=96_000,
    plain_mp4=True,
)

_ALL: Final = (
    Profile(
        name="tiktok", kind="film", what="TikTok: 9:16, 3 s to 10 min", suffixes=(".mp4",), aspect="9:16",
        short_side_px=1080, recipe=_SOCIAL, source=_TIKTOK,
        limits=Limits(
            formats=("mp4",), codecs=("h264",), min_s=3.0, max_s=600.0, min_width_px=360, min_height_px=360,
            max_width_px=4096, max_height_px=4096, min_frame_rate=Fraction(23), max_frame_rate=Fraction(60),
            max_bytes=4 * 10**9, plain_mp4=True,
        ),
    ),
    Profile(
        name="reels", kind="film", what="Instagram Reels: 9:16, 3 s to 15 min, up to 300 MB", suffixes=(".mp4",),
        aspect="9:16", short_side_px=1080, recipe=_INSTAGRAM_RECIPE, limits=_INSTAGRAM_LIMITS, source=_INSTAGRAM,
    ),
    Profile(
        name="shorts", kind="film", what="YouTube Shorts: 9:16, up to 3 min", suffixes=(".mp4",), aspect="9:16",
        short_side_px=1080, recipe=_SOCIAL, source=_SHORTS,
        limits=Limits(
            formats=("mp4",), codecs=("h264",), max_s=180.0, max_bytes=256 * 10**9, max_sound_rate_hz=96_000,
            plain_mp4=True,
        ),
    ),
    Profile(
        name="youtube", kind="film", what="YouTube: 16:9, the whole film", suffixes=(".mp4",), aspect="16:9",
        short_side_px=1080, recipe=_SOCIAL, limits=_YOUTUBE_LIMITS, source=_YOUTUBE,
    ),
    Profile(
        name="square", kind="film", what="feeds: 1:1, within Instagram's limits", suffixes=(".mp4",), aspect="1:1",
        short_side_px=1080, recipe=_INSTAGRAM_RECIPE, limits=_INSTAGRAM_LIMITS, source=_INSTAGRAM,
    ),
    Profile(
        name="portrait45", kind="film", what="feeds: 4:5, within Instagram's limits", suffixes=(".mp4",), aspect="4:5",
        short_side_px=1080, recipe=_INSTAGRAM_RECIPE, limits=_INSTAGRAM_LIMITS, source=_INSTAGRAM,
    ),
    Profile(
        name="canvas", kind="loop", what="Spotify Canvas: 9:16, 3 to 8 s, a loop of whole bars without a seam or sound",
        suffixes=(".mp4",), aspect="9:16", short_side_px=594, seconds=6.0, source=_SPOTIFY,
        recipe=Recipe(options=_LOOP, sound_codec=None),
        limits=Limits(
            formats=("mp4",), codecs=("h264",), sound="none", min_s=3.0, max_s=8.0, min_height_px=720,
            max_height_px=1080, plain_mp4=True,
        ),
    ),
    Profile(
        name="teaser", kind="film", what="the film's best N seconds, exactly (--seconds, 15 unless said)",
        suffixes=(".mp4",), short_side_px=1080, recipe=_SOCIAL, seconds=15.0, source=_OWN,
        limits=Limits(formats=("mp4",), codecs=("h264",), plain_mp4=True),
    ),
    Profile(
        name="cover", kind="still", what="the film's best picture, up to 2 MB", suffixes=(".jpg", ".jpeg", ".png"),
        takes_seconds=False, source=_THUMBNAILS,
        limits=Limits(formats=("JPEG", "PNG"), codecs=("JPEG", "PNG"), pixel_formats=("RGB",), sound="none",
                      max_bytes=2_000_000),
    ),
    Profile(
        name="gif", kind="animation", what="a GIF of the best seconds (4 unless said), up to 15 s and 8 MB",
        suffixes=(".gif",), seconds=4.0, source=_GIPHY,
        limits=Limits(formats=("GIF",), codecs=("GIF",), pixel_formats=("P", "RGB", "RGBA"), sound="none", max_s=15.0,
                      max_bytes=8_000_000),
    ),
    Profile(
        name="webp", kind="animation", what="an animated WebP of the best seconds (4 unless said), up to 8 MB",
        suffixes=(".webp",), seconds=4.0, source=_WEBP,
        limits=Limits(formats=("WEBP",), codecs=("WEBP",), pixel_formats=("RGB", "RGBA"), sound="none", max_s=15.0,
                      max_width_px=16_383, max_height_px=16_383, max_bytes=8_000_000),
    ),
    Profile(
        name="silent", kind="film", what="the master without sound", suffixes=(".mp4",), source=_OWN,
        recipe=Recipe(options=_H264, sound_codec=None),
        limits=Limits(formats=("mp4",), codecs=("h264",), sound="none"),
    ),
    Profile(
        name="prores", kind="film", what="ProRes 422 HQ with PCM sound, for editing", suffixes=(".mov",), source=_PRORES,
        recipe=Recipe(
            codec="prores_ks", pixel_format="yuv422p10le", options={"profile": "hq", "vendor": "apl0"},
            key_every_s=None, sound_codec="pcm_s24le",
        ),
        limits=Limits(formats=("mov",), codecs=("prores",), pixel_formats=("yuv422p10le",),
                      sound_codecs=("pcm_s24le",)),
    ),
    Profile(
        name="frames", kind="frames", what="a folder with every frame as a PNG, and the sound as WAV", suffixes=(),
        source=_OWN,
        limits=Limits(formats=("PNG",), codecs=("PNG",), pixel_formats=("RGB",), sound="none"),
    ),
    Profile(
        name="release-pack", kind="pack", what="a folder with all of the above", suffixes=(), source=_OWN,
        limits=Limits(formats=(), codecs=()),
    ),
)  # fmt: skip

PROFILES: Final = {profile.name: profile for profile in _ALL}


def find_profile(name: str) -> Profile:
    """Raises ExportError for a profile that does not exist."""
    try:
        return PROFILES[name]
    except KeyError:
        raise ExportError(f"There is no profile {name!r}; choose one of {', '.join(PROFILES)}.") from None
