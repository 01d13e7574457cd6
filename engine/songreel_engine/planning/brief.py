"""The brief: what was asked for; and the wishes its prompt holds, read with a small English and Chinese lexicon.

It reads words, it does not understand sentences. What looks like a place and cannot be drawn is kept as `undrawn`,
never dropped.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Final, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator

from songreel_engine.draft.model import Aspect, CameraMove, Framing, PrintLook, SafeArea, TextPlace, TimeOfDay, Weather
from songreel_engine.errors import BriefError
from songreel_engine.planning import lexicon
from songreel_engine.planning.place import Pose
from songreel_engine.planning.places import PLACES

LONGEST_PROMPT: Final = 2500
COLOUR_REACH: Final = 12
"""Letters between a colour and what it is said of, at most."""
T = TypeVar("T")


class LyricsWish(BaseModel):
    """Lyrics that are to be seen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: str
    """Of the words and their times, so that other words are another wish; empty where none are known."""
    place: TextPlace | None = None
    colour: str | None = None
    style: str | None = None
    """A lyric style by key, or `look` for the one that suits the film's look; None: plain lines."""
    safe_area: SafeArea | None = None


class Brief(BaseModel):
    """What was asked for. Raises BriefError for an unknown aspect or a prompt longer than LONGEST_PROMPT characters."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt: str = ""
    style: str | None = None
    """A style by key or name (see `styles.find_style`); None: the default."""
    aspect: Aspect = "9:16"
    seed: int = 0
    scenic: bool = False
    """Nobody in the picture."""
    photos: tuple[str, ...] = ()
    """Ids of images on the project's shelf that show the performer."""
    footage: tuple[str, ...] = ()
    """Ids of footage and images on the project's shelf that are cut into the film."""
    singing: Annotated[float, Field(ge=0.0, le=1.0)] | None = None
    """Share of the film in which the performer is seen singing, as far as somebody is heard; None: as the plan has it."""
    lyrics: LyricsWish | None = None
    """How the project's lyrics stand on the picture from the first draft on; None: not at all."""

    @field_validator("prompt")
    @classmethod
    def _prompt_is_short(cls, prompt: str) -> str:
        if len(prompt) > LONGEST_PROMPT:
            raise BriefError(f"the prompt has {len(prompt)} characters; shorten it to {LONGEST_PROMPT}")
        return prompt

    @field_validator("aspect", mode="before")
    @classmethod
    def _aspect_is_known(cls, aspect: object) -> object:
        if aspect not in get_args(Aspect):
            raise BriefError(f"there is no aspect {aspect!r}; choose {', '.join(get_args(Aspect))}")
        return aspect


@dataclass(frozen=True, kw_only=True)
class Undrawn:
    """Something the prompt asks for that this version cannot draw."""

    words: str
    stand_in: str | None = None
    """The nearest place that can be drawn; None where nothing comes near, or where it is no place."""


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What a prompt asks for, in the plan's own words and in the prompt's order; empty where it does not say."""

    places: tuple[str, ...] = ()
    times_of_day: tuple[TimeOfDay, ...] = ()
    weathers: tuple[Weather, ...] = ()
    colours: tuple[str, ...] = ()
    """Colour words; the first becomes the performer's coat."""
    palette: tuple[str, ...] = ()
    """Colour words that are meant for the picture."""
    acts: tuple[Pose, ...] = ()
    """What the performer is to be seen doing."""
    framings: tuple[Framing, ...] = ()
    print_look: PrintLook = ""
    """How the finished picture is to be printed."""
    moves: tuple[CameraMove, ...] = ()
    """How the camera is to move."""
    hair: float | None = None
    coat: float | None = None
    performer: bool | None = None
    """Whether somebody is to be seen; None: not said."""
    pace: float = 1.0
    avoided: frozenset[str] = frozenset()
    """Places, times and weathers it rules out."""
    undrawn_places: tuple[Undrawn, ...] = ()
    undrawn_subjects: tuple[Undrawn, ...] = ()


@dataclass(frozen=True)
class _Found:
    kind: str
    value: object
    words: str
    start: int
    stop: int


def _lexicon() -> dict[str, list[tuple[str, object]]]:
    """Spelling → what it may mean, each as (kind, value)."""
    places = {w: p.key for p in PLACES.values() for w in (*p.words_en, *p.words_zh)}
    tables: Mapping[str, Mapping[str, object]] = {
        "phrase": dict.fromkeys(lexicon.SET_PHRASES),
        "place": places,
        "time": lexicon.TIMES_OF_DAY,
        "weather": lexicon.WEATHERS,
        "colour": {w: w for w in lexicon.COLOURS},
        "clothes": dict.fromkeys(lexicon.CLOTHES),
        "hair": lexicon.HAIR,
        "coat": lexicon.COATS,
        "nobody": dict.fromkeys(lexicon.NOBODY, False),
        "somebody": dict.fromkeys(lexicon.SOMEBODY, True),
        "pace": lexicon.PACES,
        "act": lexicon.ACTS,
        "framing": lexicon.FRAMINGS,
        "move": lexicon.CAMERA_MOVES,
        "print": lexicon.PRINTS,
        "light": dict.fromkeys(lexicon.LIGHT_WORDS),
        "undrawn_place": lexicon.UNDRAWN_PLACES,
        "undrawn_subject": dict.fromkeys(lexicon.UNDRAWN_SUBJECTS),
    }
    meanings: dict[str, list[tuple[str, object]]] = {}
    for kind, table in tables.items():
        for spelling, value in table.items():
            meanings.setdefault(spelling, []).append((kind, value))
    return meanings


_MEANINGS: Final = _lexicon()
_SPELLINGS: Final = re.compile(
    "|".join(
        rf"(?<![\w-]){re.escape(s)}(?![\w-])" if s.isascii() else re.escape(s)
        for s in sorted(_MEANINGS, key=lambda s: (-len(s), s))
    )
)
_NEGATION: Final = re.compile(r"(?:\b(?:no|not|without|never|avoid)\s+(?:any\s+|the\s+|an?\s+)?|不要|没有|无)$")
_PREPOSITION: Final = (
    "in|at|on|inside|across|through|into|onto|near|under|by|over|along|beside|around|above|below|behind|aboard|within"
)
_DETERMINED: Final = re.compile(
    rf"\b(?:{_PREPOSITION})\s+(?:the|an?|my|her|his|their|our|some|this|that)\s+((?:[\w'’-]+[ ]*){{1,5}})",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(rf"\b(?i:{_PREPOSITION})\s+([A-Z][\w'’-]+(?:[ ]+[A-Z][\w'’-]+)*)")
_NAMED_ZH: Final = re.compile(r"在(?:一[个座片条间艘])?([\u4e00-\u9fff]{1,8}?)(?:里面|里|上|中|边|下|旁)")
_PHRASE_ENDS: Final = frozenset(
    f"{_PREPOSITION}|of|with|and|or|but|while|as|to|for|from|is|are|was|were|she|he|they|it|we|who|that|where|when|then|"
    "sings|walks|dances|stands|runs|until|like|the|a|an|off|out|up|down|against|between".split("|")
)
_DETERMINERS: Final = frozenset({"the", "a", "an", "my", "her", "his", "their", "our", "some", "this", "that"})
_ADJECTIVE: Final = re.compile(r".{2,}(?:y|ic|ful|ous|ish|al|ive|ed|ing|less|ant|ent)$")
_MOVING_ON: Final = re.compile(r".{2,}(?:ing|ed|ly)$")


def read_prompt(prompt: str) -> Wishes:
    """The wishes a prompt holds; an empty prompt holds none."""
    text = prompt.casefold() if len(prompt.casefold()) == len(prompt) else prompt.lower()
    found = list(_found(text))
    wished = [f for f in found if not _NEGATION.search(text[: f.start])]
    known_places = [f for f in wished if f.kind in ("place", "undrawn_place")]
    people = {f.value for f in wished if f.kind in ("nobody", "somebody")}
    paces = [f.value for f in wished if f.kind == "pace" and isinstance(f.value, float)]
    undrawn = [Undrawn(words=f.words, stand_in=_str(f.value)) for f in wished if f.kind == "undrawn_place"]
    undrawn += [Undrawn(words=words) for words in _unknown_places(prompt, found)]
    return Wishes(
        places=_values(known_places, {key: key for key in PLACES}),
        times_of_day=_values([f for f in wished if f.kind == "time"], {t: t for t in get_args(TimeOfDay)}),
        weathers=_values([f for f in wished if f.kind == "weather"], {w: w for w in get_args(Weather)}),
        colours=_coat_first(wished),
        palette=_of_picture(wished),
        acts=_values([f for f in wished if f.kind == "act"], {pose: pose for pose in get_args(Pose)}),
        framings=_values(
            [f for f in wished if f.kind == "framing"], {framing: framing for framing in get_args(Framing)}
        ),
        print_look=next((lexicon.PRINTS[f.words] for f in wished if f.kind == "print"), ""),
        moves=tuple(dict.fromkeys(m for f in wished if f.kind == "move" for m in lexicon.CAMERA_MOVES[f.words])),
        hair=_first_number(wished, "hair"),
        coat=_first_number(wished, "coat"),
        performer=False if False in people else True if people else None,
        pace=max(paces, key=lambda p: abs(p - 1.0), default=1.0),
        avoided=frozenset(str(f.value) for f in found if f not in wished and f.kind in ("place", "time", "weather")),
        undrawn_places=tuple(dict.fromkeys(undrawn)),
        undrawn_subjects=tuple(dict.fromkeys(Undrawn(words=f.words) for f in wished if f.kind == "undrawn_subject")),
    )


def _found(text: str) -> Iterator[_Found]:
    for match in _SPELLINGS.finditer(text):
        for kind, value in _MEANINGS[match.group()]:
            yield _Found(kind, value, match.group(), match.start(), match.end())


def _values(found: list[_Found], known: Mapping[str, T]) -> tuple[T, ...]:
    """What the found values stand for, each once, in the order of the prompt."""
    return tuple(dict.fromkeys(known[f.value] for f in found if isinstance(f.value, str)))


def _coat_first(wished: list[_Found]) -> tuple[str, ...]:
    """Colour words, the one that stands before a piece of clothing first."""
    clothes = [f.start for f in wished if f.kind in ("clothes", "coat")]
    colours = [f for f in wished if f.kind == "colour"]
    worn = [c for c in colours if any(0 <= start - c.stop <= COLOUR_REACH for start in clothes)]
    return tuple(dict.fromkeys(f.words for f in worn + colours))


def _of_picture(wished: list[_Found]) -> tuple[str, ...]:
    """Colour words for the whole picture: those said of its light, and all that nobody wears where there are several."""
    colours = [f for f in wished if f.kind == "colour"]
    said_of = {f: _said_of(f, wished) for f in colours}
    of_light = {f for f in colours if said_of[f] == "light"}
    of_clothes = {f for f in colours if said_of[f] == "clothes"}
    loose = [f for f in colours if f not in of_clothes]
    meant = loose if len(loose) > 1 else [f for f in loose if f in of_light or of_clothes]
    return tuple(dict.fromkeys(f.words for f in meant))


def _said_of(colour: _Found, wished: list[_Found]) -> str:
    """ "light" or "clothes": which of them comes first and soon after the colour; empty where neither does."""
    names = {"light": "light", "clothes": "clothes", "coat": "clothes"}
    near = [f for f in wished if f.kind in names and 0 <= f.start - colour.stop <= COLOUR_REACH]
    return names[min(near, key=lambda f: f.start).kind] if near else ""


def _first_number(wished: list[_Found], kind: str) -> float | None:
    return next((f.value for f in wished if f.kind == kind and isinstance(f.value, float)), None)


def _str(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _unknown_places(prompt: str, found: list[_Found]) -> Iterator[str]:
    """Words that stand where a place would ('in the …', 'in Xanadu', '在…里') and that no list knows."""
    taken = [range(f.start, f.stop) for f in found]
    for match in _DETERMINED.finditer(prompt):
        words = list(re.finditer(r"[\w'’-]+", match.group(1)))
        kept = _noun_phrase([w.group().lower() for w in words])
        if not kept:
            continue
        head = words[kept - 1]
        is_known = any(match.start(1) + head.start() in span for span in taken)
        if not is_known and _may_be_place(head.group().lower(), alone=kept == 1):
            yield match.group(1)[words[0].start() : head.end()]
    for match in _NAMED.finditer(prompt):
        words_lower = match.group(1).lower().split()
        is_known = any(match.start(1) in span for span in taken) or words_lower[0] in _PHRASE_ENDS
        if not is_known and words_lower[-1] not in lexicon.NOT_PLACES and words_lower[0] not in _DETERMINERS:
            yield match.group(1)
    for match in _NAMED_ZH.finditer(prompt):
        overlaps = any(set(span) & set(range(*match.span(1))) for span in taken)
        if not overlaps and match.group(1) not in lexicon.NOT_PLACES_ZH:
            yield match.group(1)


def _noun_phrase(words: list[str]) -> int:
    """How many of the words belong to the phrase: up to a word that opens the next one."""
    for index, word in enumerate(words):
        moves_on = index > 0 and _MOVING_ON.fullmatch(word) and not _ADJECTIVE.fullmatch(words[index - 1])
        if word in _PHRASE_ENDS or moves_on:
            return index
    return len(words)


def _may_be_place(word: str, *, alone: bool) -> bool:
    """A lone word that ends like an adjective is taken for one: 'in a dreamy, slow way'."""
    return word not in lexicon.NOT_PLACES and not (alone and _ADJECTIVE.fullmatch(word))
