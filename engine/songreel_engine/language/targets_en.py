"""Rules for parts of a film in English words; they are also read over Chinese ones, for people mix.

The order matters: what is longer, or says more, comes first.
"""

import re
from typing import Final

from songreel_engine.language.numbers import (
    CARDINAL_EN,
    CARDINAL_ZH,
    COUNT_EN,
    ORDINAL_EN,
    TIME,
    read_number,
    read_time_s,
    read_whole,
)
from songreel_engine.language.section_names import DOUBTFUL, ENGLISH, kind_of_words
from songreel_engine.language.selectors import (
    Between,
    Drops,
    Edge,
    Except,
    Length,
    Marked,
    Moment,
    Named,
    Ones,
    Reach,
    Reference,
    Rest,
    Seen,
    Selector,
    Share,
    Shots,
    SideOf,
    Stretch,
    Whole,
)
from songreel_engine.language.target_rules import MARK, PART, PARTS, Line, Rule, read_list, rule

_START: Final = r"(?<![a-z0-9'-])"
_STOP: Final = (
    r"(?![a-z]|'(?!s (?:too|a (?:bit|little|tad)|so|not|kinda|kind of|way|very|really|super|pretty|just|still|quite|looking|"
    r"feeling|boring|dull|flat|ugly|weak)\b))"
)
"""No longer word, and no owner: 'the chorus's end' is another part, 'the chorus's too dark' speaks of the chorus."""
_THE: Final = r"(?:(?:the|my|our|its|this|that|these|those|all of the|of the) )?"
_CLEAR: Final = "|".join(names for names, kind in ENGLISH.items() if kind not in DOUBTFUL)
_ANY: Final = "|".join(ENGLISH)
_SURE_PLACE: Final = (
    "(?:" + "|".join(f"(?<={word} )" for word in ("in", "at", "after", "before", "during", "until", "for", "to", "of",
                                                  "over", "from", "and", "except", "but", "not", "on", "or", "through",
                                                  "lock", "unlock", "redo", "remake", "rename", "swap"))
    + r"|(?<=, )|(?<=: )|(?<=^))"
)  # fmt: skip
"""Where a bare 'bridge' or 'drop' is a section and not a thing or a deed."""
_NOT_A_UNIT: Final = (
    r"(?! ?(?:s|secs?|seconds?|m|min|mins|minutes?|%|percent|per cent|x|times|frames?|beats?|bars?|db|decibels?|"
    r"steps?|cuts?"
    r"|shots?|points?|notches|notch|levels?|half|halves|takes?|versions?)\b|[.:][0-9]|[0-9]|%)"
)
_LIST_EN: Final = (
    rf"{CARDINAL_EN}(?:(?: ?(?:,|-|~|&|\+) ?(?:and )?| and | or | to | thru | through "
    rf"){_THE}#?{CARDINAL_EN})*{_NOT_A_UNIT}"
)
_ORDINALS_EN: Final = rf"{ORDINAL_EN}(?:(?:, ?and |, ?| and | & | or | through |-){_THE}{ORDINAL_EN})*"
_SHOT: Final = r"(?:shots?|scenes?|clips?|镜头)"
_FILM: Final = r"(?:video clip|music video|video|film|song|movie|mv|clip|thing|track|piece|timeline|project|cut)"
_AROUND: Final = r"(?:of|in|from|during|within|inside|for) "

_NOT_SEEN_TEXT: Final = (
    "wider closer tighter brighter darker warmer cooler colder bigger smaller better smoother steadier softer tight "
    "first last next new other whole same locked unlocked flagged more fewer less longer shorter quick quicker "
    "fast slow previous current entire every all each both some any the this that these those a an of in each "
    "single whole two three four five six seven eight nine ten couple few cut split merge swap move remove delete "
    "redo make remake extra additional another final opening closing remaining bad broken second third and or "
    "with to for from behind between regenerate lock unlock keep leave reshoot is are it them different "
    "individual separate adjacent neighbouring change insert add into as by than not only just on at be our my "
    "your their its please also no use show put turn give "
)
_NOT_SEEN: Final = frozenset(_NOT_SEEN_TEXT.split())
"""Words before 'shot' that say which one, how many or what to do, not what is in it."""
_FRAMINGS_TEXT: Final = (
    "wide medium close closeup closeups low high aerial drone overhead detail macro static handheld tracking establishing "
    "moving still steady long"
)
_FRAMINGS: Final = frozenset(_FRAMINGS_TEXT.split())
_ANOTHER: Final = re.compile(r"(?:\b(?:an?|new|another|extra|more|one)|\binsert|\badd) $")
_ENDS_A_SIGHT_TEXT: Final = (
    "to in on at and or but with by for from into as is are a an the more less bit warmer colder darker brighter "
    "cooler bluer redder faster slower longer shorter please again should be need needs look looks feel feels "
    "black louder softer using so until then look make "
)
_ENDS_A_SIGHT: Final = frozenset(_ENDS_A_SIGHT_TEXT.split())


def _section(match: re.Match[str], line: Line) -> Selector | None:
    kind = kind_of_words(match["name"])
    return None if kind is None else Named(kind)


def _counted(match: re.Match[str], line: Line) -> Selector | None:
    kind, many = kind_of_words(match["name"]), read_number(match["count"])
    if kind is None or many is None:
        return None
    return Named(kind, run=int(min(many, 1_000)) * _direction(match["end"]))


def _direction(word: str) -> int:
    return -1 if word in {"last", "final", "closing"} else 1


def _picked(match: re.Match[str], line: Line) -> Selector | None:
    kind, picks = kind_of_words(match["name"]), read_list(match["picks"])
    if kind is None or not picks:
        return None
    return Drops(picks) if kind == "drop" else Named(kind, picks)


def _every(match: re.Match[str], line: Line) -> Selector | None:
    kind = kind_of_words(match["name"])
    if kind is None:
        return None
    how_many = 2 if match["all"].startswith("both") else read_whole(match["count"] or "") or 0
    return Drops() if kind == "drop" else Named(kind, count=how_many)


def _others(match: re.Match[str], line: Line) -> Selector | None:
    kind = kind_of_words(match["name"])
    return None if kind is None else Named(kind, others=True)


def _plain_section(match: re.Match[str], line: Line) -> Selector | None:
    kind = kind_of_words(match["name"])
    return Drops() if kind == "drop" else None if kind is None else Named(kind)


def _shots(match: re.Match[str], line: Line) -> Selector | None:
    picks = read_list(match["picks"])
    return Shots(picks) if picks else None


def _shots_counted(match: re.Match[str], line: Line) -> Selector | None:
    many = read_number(match["count"])
    return None if many is None else Shots(run=int(min(many, 100_000)) * _direction(match["end"]))


def _shots_within(match: re.Match[str], line: Line) -> Selector | None:
    shots, within = line.part(match[1]), line.part(match[2])
    return Shots(shots.picks, shots.run, within) if isinstance(shots, Shots) else None


def _ones(match: re.Match[str], line: Line) -> Selector | None:
    if match["picks"]:
        picks = read_list(match["picks"])
        return Ones(picks) if picks else None
    many = read_number(match["count"])
    return None if many is None else Ones(run=int(min(many, 1_000)) * _direction(match["end"]))


def _stretch(match: re.Match[str], line: Line) -> Selector | None:
    end_s = read_time_s(match["to"])
    start_s = read_time_s(match["from"])
    if start_s is None:
        start_s = read_number(match["from"])
        if start_s is not None and "min" in match["to"]:
            start_s *= 60.0
    if start_s is None or end_s is None or end_s <= start_s:
        return None
    return Stretch(start_s, end_s)


def _moment(match: re.Match[str], line: Line) -> Selector | None:
    at_s = read_time_s(match["at"])
    return None if at_s is None else Moment(at_s)


def _length(match: re.Match[str], line: Line) -> Selector | None:
    seconds = read_time_s(match["time"])
    return None if not seconds else Length(seconds * _direction(match["end"]))


def _share(match: re.Match[str], line: Line) -> Selector | None:
    parts = {"half": 2, "third": 3, "quarter": 4, "thirds": 3, "quarters": 4}[match["part"]]
    places = {"first": 0, "opening": 0, "second": 1, "latter": parts - 1, "last": parts - 1, "final": parts - 1,
              "middle": 1, "third": 2}  # fmt: skip
    place = places[match["which"]]
    if place >= parts or (match["which"] == "middle" and parts != 3):
        return None
    return Share(place / parts, (place + 1) / parts)


def _of_part(match: re.Match[str], line: Line) -> Selector | None:
    piece, whole = line.part(match[1]), line.part(match[2])
    if isinstance(piece, Length):
        return Length(piece.seconds, whole)
    if isinstance(piece, Share):
        return Share(piece.first, piece.last, whole)
    return None


def _reach(match: re.Match[str], line: Line) -> Selector:
    how = {"f": "from", "u": "until", "a": "after", "b": "before"}
    which = next(key for key in how if match.groupdict().get(key))
    return Reach(how[which], line.part(match[which]))  # type: ignore[arg-type]


def _between(match: re.Match[str], line: Line) -> Selector:
    word = match["word"].strip()
    how = {"and": "between", "through": "through", "thru": "through"}.get(
        word, "until" if word[0] != "t" else "through"
    )
    return Between(line.part(match[1]), line.part(match["last"]), how)  # type: ignore[arg-type]


def _but(match: re.Match[str], line: Line) -> Selector:
    return Except(line.parts(match["minus"]), line.part(match["base"]) if match["base"] else None)


def _sight(match: re.Match[str], line: Line) -> Selector | None:
    if _ANOTHER.search(match.string[: match.start()]):
        return None  # 'a new shot of a car' is one to be made
    words: list[str] = []
    for word in re.findall(r"[a-z]+", match["seen"]):
        if word in _ENDS_A_SIGHT and words:
            break
        words.append(word)
    return Seen(tuple(words)) if words and not set(words) & _NOT_SEEN else None


def _bare_sight(match: re.Match[str], line: Line) -> Selector | None:
    """'Car shots', but not 'wide shots': how they are framed, not what is in them."""
    return None if match["seen"] in _FRAMINGS else _sight(match, line)


def _side(match: re.Match[str], line: Line) -> Selector:
    words = match["side"]
    side = (
        "end" if words in {"end", "close", "ending"} else "middle" if words in {"middle", "halfway point"} else "start"
    )
    return SideOf(line.part(match["part"]) if match["part"] else Whole(), side)  # type: ignore[arg-type]


def _opening(match: re.Match[str], line: Line) -> Selector:
    return Edge(match["edge"] in {"ending", "end", "finale", "close"})


ATOMS: Final[tuple[Rule, ...]] = (
    rule(rf"{_START}{_THE}(?P<end>first|last|final|opening|closing) (?P<count>{COUNT_EN}) (?P<name>{_ANY}){_STOP}",
         _counted),
    rule(rf"{_START}{_THE}(?P<picks>{_ORDINALS_EN}) (?P<name>{_ANY}){_STOP}", _picked),
    rule(rf"{_START}{_THE}other (?:{COUNT_EN} )?(?P<name>{_ANY}){_STOP}", _others),
    rule(
        rf"{_START}(?P<all>both|all|every single|every|each|any)(?: of)?(?: the| our| my)? (?:single )?"
        rf"(?:(?P<count>{CARDINAL_EN}) )?(?:of the )?(?P<name>{_ANY}){_STOP}",
        _every,
    ),
    rule(rf"{_START}(?:the )?(?P<all>)(?P<count>{CARDINAL_EN}) (?P<name>{_ANY}){_STOP}", _every),
    rule(
        rf"{_START}{_THE}(?P<name>{_ANY})(?: ?(?:number |no\.? ?|nr\.? ?|#)?|-|_)(?P<picks>{_LIST_EN}){_STOP}",
        _picked,
    ),
    rule(rf"{_START}{_THE}(?<!an )(?<!a )(?P<name>{_CLEAR}){_STOP}(?: (?:section|part)s?{_STOP})?", _plain_section),
    rule(rf"{_START}(?:the|this|that|our|my) (?P<name>{_ANY}){_STOP}(?: (?:section|part)s?{_STOP})?", _plain_section),
    rule(rf"{_SURE_PLACE}(?P<name>{_ANY}){_STOP}(?! (?:the|a|an|my|shot|it|this|that|down|in two|up)\b)",
         _plain_section),
    rule(rf"{_START}{_THE}{_SHOT} ?(?:numbers? |no\.? ?|nos\.? ?|#|号)?(?P<picks>{_LIST_EN})", _shots),
    rule(rf"{_START}{_THE}(?P<end>first|last|final|opening|closing) (?P<count>{COUNT_EN}) (?:shots|scenes|"
         rf"clips){_STOP}",
         _shots_counted),
    rule(rf"{_START}{_THE}(?P<picks>{_ORDINALS_EN}) {_SHOT}{_STOP}", _shots),
    rule(
        rf"{_START}(?:(?:all|every|each)(?: of)? )?(?:the )?(?P<mark>(?:un)?locked) (?:shots?|ones?|parts?|"
        rf"scenes?|clips?|bits?)"
        rf"{_STOP}|{_START}(?:everything|(?:all )?(?:the )?(?:shots|ones|scenes|parts)|whatever|all)"
        rf"(?: that| which)?(?:'s| is| are)? (?P<after>(?:un)?locked){_STOP}",
        lambda match, line: Marked("unlocked" if "un" in (match["mark"] or match["after"]) else "locked"),
    ),
    rule(
        rf"{_START}(?:(?:all|every|each|the ones?|those|any|the)(?: of)? )?(?:the )?(?:flagged|bad|broken|"
        rf"faulty|glitchy|"
        rf"problem|problematic|flickering|failed|failing|marked) (?:shots?|ones?|scenes?|clips?|parts?)"
        rf"(?: (?:by|in|from) the check(?:s|er)?)?{_STOP}|{_START}(?:everything|(?:all )?(?:of )?(?:the "
        rf")?(?:shots?|ones?|scenes|"
        rf"clips|parts)|whatever|all|anything)(?: that| which)?(?: were| was| are| is| got| the check(?:er|"
        rf"s)?(?: has| have)?)? "
        rf"(?:flagged|failed|marked|complained about)(?: (?:by|in) the check(?:s|er)?| the check(?:s)?)?{_STOP}",
        lambda match, line: Marked("flagged"),
    ),
    rule(rf"{_START}(?:from |between |seconds? )?(?:the )?(?P<from>{TIME}|{CARDINAL_EN}) ?"
         rf"(?:-+|~|>|to|till|until|til|thru|through|up to|到|至|(?<=\d) and) ?(?:the )?(?P<to>{TIME})(?: "
         rf"mark)?{_STOP}", _stretch),
    rule(rf"{_START}between (?P<from>{TIME}|{CARDINAL_EN}) and (?P<to>{TIME})(?: mark)?{_STOP}", _stretch),
    rule(rf"{_START}{_THE}(?:(?:song|video|film)'s )?(?P<end>first|last|opening|final|closing) (?P<time>{TIME}|minute|second)"
         rf"(?: (?:of|in) (?:the |this |my )?(?:whole )?{_FILM})?{_STOP}", _length),
    rule(rf"{_START}{_THE}(?P<which>first|opening|second|latter|last|final|middle|third) "
         rf"(?P<part>half|thirds?|quarters?)(?: (?:of|in) (?:the |this |my )?(?:whole )?{_FILM})?{_STOP}", _share),
    rule(rf"{_START}(?:at|around|near|about|@|by) (?:the )?(?P<at>{TIME})(?: mark| in)?{_STOP}", _moment),
    rule(rf"{_START}(?:the )?(?P<at>{TIME}) (?:mark|in(?:to (?:the |this )?{_FILM})?(?! (?:the|red|blue|white|"
         rf"length|total)\b)){_STOP}",
         _moment),
    rule(rf"(?<!to )(?<!for ){_START}(?P<at>[0-9]{{1,2}}:[0-5][0-9](?:\.[0-9]+)?)(?![0-9:])", _moment),
    rule(rf"{_START}(?:throughout(?: the| this)?(?: whole| entire)?(?: {_FILM})?|everywhere(?! else)|"
         rf"everything(?! else)|"
         rf"all of it|it all|(?:the |this |my |our )?(?:whole|entire|full|complete) {_FILM}|"
         rf"(?:from )?(?:start|beginning) to (?:finish|end)|(?:all (?:of )?(?:the |my )?(?:shots|scenes|clips|"
         rf"sections|parts)|"
         rf"(?:every|each) (?:single )?(?:shot|scene|clip|section|part))(?! (?:with|showing|featuring|"
         rf"containing|that|where|at|in|on|of)\b)|all over|the lot|across the board){_STOP}",
         lambda match, line: Whole()),
    rule(rf"{_START}(?:the rest(?: of (?:the |it|this )?(?:{_FILM})?)?|everything else|everywhere else|elsewhere|"
         rf"(?:all )?(?:the )?(?:other|remaining) (?:parts|sections|shots|scenes)|all (?:the )?others){_STOP}",
         lambda match, line: Rest()),
)  # fmt: skip


def rules_of_name(name: str) -> tuple[Rule, ...]:
    """Rules for a kind of section that is the song's own word, in either script: 'part', 'guitar hero', 段落."""
    word = re.escape(name)
    if not name.isascii():
        return (
            rule(
                rf"{word} ?(?P<picks>{CARDINAL_ZH})?", lambda match, line: Named(name, read_list(match["picks"] or ""))
            ),
        )
    return (
        rule(
            rf"{_START}{_THE}(?P<picks>{_ORDINALS_EN}) {word}{_STOP}",
            lambda match, line: Named(name, read_list(match["picks"])),
        ),
        rule(
            rf"{_START}{_THE}{word}s? ?#?(?P<picks>{_LIST_EN}){_STOP}",
            lambda match, line: Named(name, read_list(match["picks"])),
        ),
        rule(rf"{_START}(?:the|both|all|every|each)(?: of)?(?: the)? {word}s?{_STOP}", lambda match, line: Named(name)),
        rule(rf"{_SURE_PLACE}{word}s?{_STOP}", lambda match, line: Named(name)),
    )


SIGHTS: Final[tuple[Rule, ...]] = (
    rule(
        rf"{_START}(?:(?:all|every|each|any)(?: of)? )?(?:the |those )?(?:shots?|scenes?|clips?|parts?|ones?|bits?) "
        r"(?:with|showing|featuring|containing|of|that (?:has|have|shows?)|where (?:you|we|there) (?:see|is|are|"
        r"can see)|at|in|on)"
        r"(?: the| a| an| our| my)? (?P<seen>[a-z]+(?: [a-z]+)?)",
        _sight,
    ),
    rule(
        rf"{_START}(?:(?:all|every|each|any|the|those|my|our)(?: of)?)(?: the)? (?P<seen>[a-z]+(?: [a-z]+)?) "
        rf"(?:shots?|scenes?|clips?){_STOP}",
        _sight,
    ),
    rule(
        rf"(?<!into )(?<!to )(?<!with )(?<!add )(?<!more ){_START}(?P<seen>[a-z]+) (?:shots|scenes|clips){_STOP}",
        _bare_sight,
    ),
)
"""After times and sections, so that 'shots in the chorus' shows nothing called 'chorus'."""

RELATIONS: Final[tuple[Rule, ...]] = (
    rule(rf"{PART} {_AROUND}(?:the )?{PART}", _shots_within),
    rule(rf"{PART} {_AROUND}(?:the )?{PART}", _of_part),
    rule(rf"{_START}(?:all |every |each |the )*(?:shots?|scenes?|clips?|parts?) (?:in|of|from|during) (?P<part>{MARK})",
         lambda match, line: line.part(match["part"])),
    rule(rf"{_START}(?:(?:right |just )?(?:at|by|in|to|on) )?(?:the )?(?:very )?(?P<side>start|beginning|top|"
         rf"end|ending|close|middle|"
         rf"halfway point) of (?:the |this )?(?:(?P<part>{MARK})|(?:whole |entire )?{_FILM}){_STOP}", _side),
    rule(rf"{_START}(?:right |just )?(?:at|in|by) (?:the )?(?:very )?(?P<side>start|beginning|end)(?P<part>){_STOP}",
         _side),
    rule(rf"{_START}(?:halfway|midway) (?:through|into) (?:the )?(?P<part>{MARK})",
         lambda match, line: SideOf(line.part(match["part"]), "middle")),
    rule(rf"{_START}(?:from |between ){PART}(?P<word> to | and | through | thru | until | till | up to | up "
         rf"until | ?- ?)"
         rf"(?:the )?(?P<last>{MARK})(?: inclusive)?", _between),
    rule(rf"{_START}(?:(?:everything|all|anything|the part|the bit) )?(?:from|starting (?:at|from|with)|"
         rf"beginning (?:at|with)|"
         rf"since|as of) (?P<f>{MARK}) ?(?:on(?:wards?)?|and on|forwards?|(?:up )?(?:to|till|until) the (?:very "
         rf")?end(?: of the {_FILM})?|"
         rf"and (?:everything )?after|out){_STOP}", _reach),
    rule(rf"{_START}(?:(?:everything|all|the part|the bit) (?:from )|(?:starting (?:at|from|with)|since|as of|"
         rf"beginning with) )"
         rf"(?P<f>{MARK})(?! ?(?:to|until|till)\b)", _reach),
    rule(rf"{_START}(?:(?:everything|all|anything|the parts?|the bits?|{MARK}) )?(?:(?:from )?(?:the )?(?:very "
         rf")?(?:start|beginning) "
         rf"(?:to|until|till|up to|through) |(?:up )?(?:until|till|til) |up to )(?:the )?(?P<u>{MARK})", _reach),
    rule(rf"{_START}(?:(?:everything|all|anything|the parts?|the bits?|the shots|the stuff) )?(?:that comes |coming )?"
         rf"(?:right |just |immediately )?(?:after|following) (?:the )?(?P<a>{MARK})", _reach),
    rule(rf"{_START}(?:(?:everything|all|anything|the parts?|the bits?|the shots|the stuff) )?(?:that comes |coming )?"
         rf"(?:right |just |immediately )?(?:before|preceding|ahead of|leading (?:up )?(?:in)?to|prior to) "
         rf"(?:the )?(?P<b>{MARK})",
         _reach),
    rule(rf"(?:(?P<base>{MARK}|{_START}all(?! the\b)),? )?\(?(?:except(?: for| in| during)?|apart from|other "
         rf"than|besides|excluding|"
         rf"save for|aside from|with the exception of|outside(?: of)?|minus|leaving out|but not(?: in| for| "
         rf"during)?|but|not counting|"
         rf"and not(?: in)?|not(?= {MARK}))(?: in| during| for)? (?:the )?(?P<minus>{PARTS[1:-1]})\)?(?: "
         rf"(?:though|please))?",
         lambda match, line: _excepted(match, line)),
)  # fmt: skip


def _excepted(match: re.Match[str], line: Line) -> Selector | None:
    """'but X' takes X away only from something larger; 'but' alone may begin another command."""
    base = match["base"]
    if re.search(r"(?:^|[ (])but (?!not)", match.group()[len(base or "") :]) and base is None:
        return None
    whole = Whole() if base == "all" else line.part(base) if base else None
    if isinstance(whole, Rest):
        whole = Whole()
    parts = line.parts(match["minus"])
    return Except(tuple(part for part in parts if not isinstance(part, Whole | Rest)) or parts, whole)


REFERENCES: Final[tuple[Rule, ...]] = (
    rule(rf"{_START}{_THE}(?:(?P<picks>{_ORDINALS_EN})|(?P<end>first|last|final) (?P<count>{COUNT_EN})) ones?{_STOP}",
         _ones),
    rule(rf"{_START}(?:that|this|the same|same|the previous|the current) (?:shot|clip){_STOP}",
         lambda match, line: Reference("shot")),
    rule(rf"{_START}(?:that|this|those|these|the same|same)(?: (?:two|three|few))? "
         rf"(?:shots|clips|scenes?|parts?|sections?|bits?|ones?|spots?|moment|stretch|places?){_STOP}",
         lambda match, line: Reference("part")),
    rule(rf"{_START}(?:the|an) (?:\w+ )?(?P<edge>ending|opening|beginning|finale)(?: (?:section|part|bit|"
         rf"scenes?))?{_STOP}", _opening),
)  # fmt: skip

WEAK: Final = re.compile(
    rf"{_START}(?:it|its|them|they|that|this|those|these|there|that one|this one){_STOP}|它们?|他们?|她|这(?:个|"
    rf"里|些|段)?|那(?:个|里|些|段)?"
)
"""Words that point back where nothing else is named."""
