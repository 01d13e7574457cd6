"""Parts that words speak of, looked up in one film; `mentions` finds them in the words.

Ranges are in seconds, half-open, rising; adjacent sections stay apart. What is absent or ambiguous raises UnclearError with the
question to ask. Without a song, sections keep the name they were called by and have no ranges.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from songreel_engine.draft.edits import Target
from songreel_engine.language import questions
from songreel_engine.language.context import Context, SpokenSection, SpokenShot
from songreel_engine.language.section_names import KINDS, SPELT, bare
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
from songreel_engine.language.sights import SIGHTS, shows
from songreel_engine.language.times import (
    SHORTEST_S,
    SLACK_S,
    Range,
    Timeline,
    apart,
    covered,
    cut_out,
    inside,
    moments_of,
)


@dataclass(frozen=True)
class Place:
    """A part of the film, found."""

    sections: tuple[str, ...] = ()
    ranges_s: tuple[Range, ...] = ()
    shots: tuple[int, ...] = ()
    whole: bool = False

    def as_target(self) -> Target:
        return Target(sections=self.sections, ranges_s=self.ranges_s, shots=self.shots)


class Lookup:
    """Looks parts up in one film. `chinese`: in which language to ask."""

    def __init__(self, context: Context, *, chinese: bool) -> None:
        self._context = context
        self._chinese = chinese
        self.timeline = Timeline(duration_s=context.duration_s, chinese=chinese)
        self._labels = tuple(section.label for section in context.sections)

    def place(self, selectors: Sequence[Selector], *, said: Sequence[Selector] = ()) -> Place:
        """The union of what is meant; the whole film for no selectors. `said`: parts spoken of before, for 'the last one'.

        Raises UnclearError where one is absent or ambiguous.
        """
        if not selectors:
            return self.whole()
        if any(not isinstance(s, Whole) for s in selectors):
            selectors = [s for s in selectors if not isinstance(s, Whole)]
        selectors = _refined(selectors)
        without = [s for s in selectors if isinstance(s, Except) and s.base is None]
        others = [s for s in selectors if not (isinstance(s, Except) and s.base is None)]
        base = self._union([self._found(s, [*said, *others]) for s in others]) if others else self.whole()
        for each in without:
            base = self.minus(base, self._union([self._found(part, [*others, *said]) for part in each.minus]))
        return base

    def whole(self) -> Place:
        duration_s = self._context.duration_s
        return Place(ranges_s=() if duration_s is None else ((0.0, duration_s),), whole=True)

    def minus(self, base: Place, taken: Place) -> Place:
        """`base` without `taken`. Raises UnclearError where nothing is left, or it cannot be known what."""
        if taken.whole:
            raise questions.nothing_left(self._chinese)
        if base.whole and self._context.duration_s is None:
            return Place(sections=tuple(f"everything but {name}" for name in taken.sections), whole=not taken.sections)
        ranges = self.ranges(taken)
        if base.whole and taken.shots and not taken.ranges_s:
            left = Place(shots=tuple(s.number for s in self._known_shots() if s.number not in taken.shots))
        elif base.shots and not base.ranges_s:
            under = (
                {shot.number for shot in self._context.shots if covered(_middle(shot), ranges)}
                if taken.ranges_s
                else set()
            )
            left = Place(shots=tuple(n for n in base.shots if n not in taken.shots and n not in under))
        else:
            left = self._minus_ranges(base, ranges)
        if not (left.sections or left.ranges_s or left.shots):
            raise questions.nothing_left(self._chinese)
        return left

    def _minus_ranges(self, base: Place, taken: Sequence[Range]) -> Place:
        names = self._labels if base.whole else base.sections
        sections = [s for s in self._context.sections if s.label in names]
        if sections and all(apart(_span(s), taken) or inside(_span(s), taken) for s in sections):
            return _place_of([s for s in sections if apart(_span(s), taken)])
        pieces = [piece for span in base.ranges_s for piece in cut_out(span, taken)]
        return Place(ranges_s=tuple(pieces))

    def _found(self, selector: Selector, beside: Sequence[Selector]) -> Place:
        match selector:
            case Whole():
                return self.whole()
            case Named():
                return self._named(selector, beside)
            case Drops():
                return self._drops(selector)
            case Edge(end):
                return self._edge(end)
            case Shots():
                return self._shots(selector, beside)
            case Ones():
                return self._ones(selector, beside)
            case Stretch(start_s, end_s):
                return Place(ranges_s=((self.timeline.moment(start_s), self.timeline.moment(end_s)),))
            case Moment(at_s):
                return Place(ranges_s=((self.timeline.moment(at_s), self.timeline.moment(at_s)),))
            case SideOf(part, side):
                return self._side(self._found(part, beside), side)
            case Length(seconds, part):
                found = self._found(part or Whole(), beside)
                return Place(ranges_s=self.timeline.first_or_last(seconds, self.ranges(found), whole=found.whole))
            case Share(first, last, part):
                found = self._found(part or Whole(), beside)
                return Place(ranges_s=self.timeline.shares(first, last, self.ranges(found)))
            case Reach(how, part):
                return self._reach(how, self._found(part, beside))
            case Between():
                return self._between(selector, beside)
            case Except(minus, base):
                taken = self._union([self._found(part, [*beside, *([base] if base else [])]) for part in minus])
                return self.minus(self._found(base or Whole(), beside), taken)
            case Rest():
                return self._rest(beside)
            case Seen(words):
                return self._seen(words)
            case Marked(mark):
                return self._marked(mark)
            case Reference(what):
                return self.reference(what)

    # Sections

    def _named(self, named: Named, beside: Sequence[Selector]) -> Place:
        if not self._context.sections:
            return self._named_in_no_song(named)
        sections = self._of_kind(named.kind)
        if not sections:
            raise self._absent(named, ())
        labels = [section.label for section in sections]
        if named.count > 1 and named.count != len(sections):
            if named.count > len(sections):
                raise self._absent(named, labels)
            raise questions.which_of(named.count, named.kind, labels, self._chinese)
        if named.others:
            taken = {
                label for s in beside if isinstance(s, Named) and not s.others for label in self._named(s, ()).sections
            }
            sections = [section for section in sections if section.label not in taken]
        elif named.run:
            if abs(named.run) > len(sections):
                raise self._absent(named, labels)
            sections = sections[: named.run] if named.run > 0 else sections[named.run :]
        elif named.picks:
            sections = self._picked(named, sections)
        if not sections:
            raise questions.nothing_left(self._chinese)
        return _place_of(sections)

    def _picked(self, named: Named, sections: Sequence[SpokenSection]) -> list[SpokenSection]:
        """By the number in the label where labels have one, else by the place in the song."""
        by_label = {section.label.rpartition(" ")[2]: section for section in sections}
        picked = []
        for pick in named.picks:
            if pick > 0 and str(pick) in by_label:
                picked.append(by_label[str(pick)])
            elif pick and abs(pick) <= len(sections) and not (pick > 0 and all(key.isdigit() for key in by_label)):
                picked.append(sections[pick - 1 if pick > 0 else pick])
            else:
                raise self._absent(Named(named.kind, (pick,)), [section.label for section in sections])
        return sorted(dict.fromkeys(picked), key=lambda section: section.start_s)

    def _of_kind(self, kind: str) -> list[SpokenSection]:
        sections = self._context.sections
        exact = [s for s in sections if s.label.lower() == kind or s.kind == kind]
        if exact:
            return exact
        for candidate in KINDS.get(kind, (bare(kind),)):
            found = [s for s in sections if bare(s.kind) == candidate]
            if found:
                return found
        return []

    def _absent(self, named: Named, of_kind: Sequence[str]) -> questions.UnclearError:
        name = SPELT.get(named.kind, named.kind)
        number = abs(named.picks[0]) if named.picks else abs(named.run) or named.count
        return questions.no_such_section(
            named.kind, of_kind, self._labels, self._chinese, f"{name} {number}" if number and of_kind else name
        )

    def _named_in_no_song(self, named: Named) -> Place:
        name = SPELT.get(named.kind, named.kind)
        if named.picks:
            return Place(sections=tuple(f"{name} {pick}" if pick > 0 else f"last {name}" for pick in named.picks))
        if named.run > 0:
            return Place(sections=tuple(f"{name} {number}" for number in range(1, named.run + 1)))
        return Place(sections=(f"last {-named.run} {name}",) if named.run else (name,))

    def _drops(self, drops: Drops) -> Place:
        sections = [s for s in self._context.sections if bare(s.kind) == "drop"]
        if sections or not self._context.sections:
            return self._named(Named("drop", drops.picks), ())
        if not self._context.drops_s:
            raise questions.no_drop(self._labels, self._chinese)
        times = self._context.drops_s
        for pick in drops.picks:
            if abs(pick) > len(times):
                raise questions.no_drop(self._labels, self._chinese)
        chosen = [times[pick - 1 if pick > 0 else pick] for pick in drops.picks] if drops.picks else list(times)
        return Place(ranges_s=tuple((at_s, self._end_of_section(at_s)) for at_s in sorted(chosen)))

    def _end_of_section(self, at_s: float) -> float:
        """A drop lasts until the section that it is in ends."""
        return next((s.end_s for s in self._context.sections if s.start_s - SLACK_S <= at_s < s.end_s - SLACK_S), at_s)

    def _edge(self, end: bool) -> Place:
        kind = "outro" if end else "intro"
        if not self._context.sections:
            return Place(sections=(kind,))
        sections = self._of_kind(kind)
        return _place_of(sections or [self._context.sections[-1 if end else 0]])

    # Shots

    def _known_shots(self) -> tuple[SpokenShot, ...]:
        if not self._context.shots:
            raise questions.shots_unknown(self._chinese)
        return self._context.shots

    def _shots(self, shots: Shots, beside: Sequence[Selector]) -> Place:
        if shots.within is not None:
            if not (shots.picks or shots.run or self._context.shots):
                return self._found(shots.within, beside)
            return self._shots_within(shots, self._found(shots.within, beside))
        known = self._context.shots
        if not known and not shots.run and all(pick > 0 for pick in shots.picks):
            return Place(shots=tuple(sorted(shots.picks))) if shots.picks else self.whole()
        if not known and shots.run > 0:
            return Place(shots=tuple(range(1, shots.run + 1)))
        numbers = [shot.number for shot in self._known_shots()]
        return Place(shots=tuple(sorted(self._chosen(shots, numbers)))) if shots.picks or shots.run else self.whole()

    def _shots_within(self, shots: Shots, within: Place) -> Place:
        ranges = self.ranges(within)
        numbers = [shot.number for shot in self._known_shots() if covered(_middle(shot), ranges)]
        return Place(shots=tuple(sorted(self._chosen(shots, numbers))))

    def _chosen(self, shots: Shots, numbers: Sequence[int]) -> Sequence[int]:
        most = max((abs(pick) for pick in shots.picks), default=abs(shots.run))
        if most > len(numbers):
            raise questions.no_such_shot(most, len(numbers), self._chinese)
        if shots.run:
            return numbers[: shots.run] if shots.run > 0 else numbers[shots.run :]
        return [numbers[pick - 1 if pick > 0 else pick] for pick in shots.picks] or numbers

    def _seen(self, words: Sequence[str]) -> Place:
        shots = self._known_shots()
        for asked in (words, *((word,) for word in words)):
            found = [shot.number for shot in shots if all(shows(shot, word) for word in asked)]
            if found:
                return Place(shots=tuple(found))
        seen = sorted({word for shot in shots for word in shot.words if word in SIGHTS})
        raise questions.nothing_seen(words[-1], seen, self._chinese)

    def _marked(self, mark: str) -> Place:
        shots = self._known_shots()
        found = tuple(shot.number for shot in shots if _is_marked(shot, mark))
        if not found:
            raise questions.none_marked(mark, self._chinese)
        return Place(shots=found)

    # Times

    def _side(self, part: Place, side: str) -> Place:
        if not part.ranges_s and part.whole and side == "start":
            return Place(ranges_s=((0.0, 0.0),))
        ranges = self.ranges(part)
        return Place(ranges_s=moments_of(ranges, side)) if ranges else part

    def _reach(self, how: str, part: Place) -> Place:
        ranges = self.ranges(part)
        duration_s = self._context.duration_s
        if not ranges or duration_s is None:
            return Place(sections=tuple(f"{how} {name}" for name in part.sections))
        first_s, last_s = min(a for a, _ in ranges), max(b for _, b in ranges)
        span = {
            "from": (first_s, duration_s),
            "until": (0.0, first_s),
            "after": (last_s, duration_s),
            "before": (0.0, first_s),
        }[how]
        if span[1] - span[0] < SHORTEST_S:
            raise questions.nothing_left(self._chinese)
        return self._as_sections(span) if part.sections else Place(ranges_s=(span,))

    def _as_sections(self, span: Range) -> Place:
        """A stretch between sections as the sections that fill it."""
        filling = [s for s in self._context.sections if inside(_span(s), [span])]
        return _place_of(filling) if filling else Place(ranges_s=(span,))

    def _between(self, between: Between, beside: Sequence[Selector]) -> Place:
        first, last = self._found(between.first, beside), self._found(between.last, beside)
        starts, ends = self.ranges(first), self.ranges(last)
        if not starts or not ends:
            return self._union([first, last])
        start_s = min(a for a, _ in starts)
        later = [(a, b) for a, b in ends if b > start_s] or ends
        end_s = later[0][1] if between.how == "through" and last.sections else later[0][0]
        if between.how == "between" and later[0][0] - starts[-1][1] > SLACK_S:
            start_s = starts[-1][1]
        elif between.how == "between":
            end_s = later[0][1]
        if end_s - start_s < SHORTEST_S:
            raise questions.nothing_left(self._chinese)
        both = first.sections and last.sections
        return self._as_sections((start_s, end_s)) if both else Place(ranges_s=((start_s, end_s),))

    # What points elsewhere

    def _ones(self, ones: Ones, beside: Sequence[Selector]) -> Place:
        for selector in reversed(beside):
            if isinstance(selector, Named):
                return self._named(Named(selector.kind, ones.picks, ones.run), ())
            if isinstance(selector, Shots):
                return self._shots(Shots(ones.picks, ones.run, selector.within), ())
        target = self._context.conversation.target
        if target is not None and target.sections:
            return self._named(Named(target.sections[-1].rstrip("0123456789 "), ones.picks, ones.run), ())
        if target is not None and target.shots:
            return self._shots(Shots(ones.picks, ones.run), ())
        raise questions.nothing_before("the one", self._chinese)

    def reference(self, what: str) -> Place:
        """What 'that shot' or 'it' means now. Raises UnclearError where nothing was spoken of, but for 'it': the film."""
        conversation = self._context.conversation
        if what == "shot" and conversation.shot is not None:
            return Place(shots=(conversation.shot,))
        if conversation.target is not None:
            target = conversation.target
            return Place(target.sections, target.ranges_s, target.shots, whole=self._is_whole(target))
        if what == "it":
            return self.whole()
        raise questions.nothing_before("that " + what, self._chinese)

    def _is_whole(self, target: Target) -> bool:
        return not target.sections and not target.shots and target.ranges_s == self.whole().ranges_s

    def _rest(self, beside: Sequence[Selector]) -> Place:
        spoken = [s for s in beside if not isinstance(s, Rest | Whole)]
        if spoken:
            return self.minus(self.whole(), self._union([self._found(s, ()) for s in spoken]))
        target = self._context.conversation.target
        if target is None or self._is_whole(target):
            return self.whole()
        return self.minus(self.whole(), Place(target.sections, target.ranges_s, target.shots))

    def needs_two(self) -> questions.UnclearError:
        return questions.needs_two(self._chinese)

    def ranges(self, place: Place) -> tuple[Range, ...]:
        """When a place is, with the times of its shots where they are known."""
        shots = tuple((s.start_s, s.end_s) for s in self._context.shots if s.number in place.shots)
        return place.ranges_s + shots

    def _union(self, places: Sequence[Place]) -> Place:
        return reduce(self._joined, places)

    def _joined(self, one: Place, other: Place) -> Place:
        if one.whole or other.whole:
            return one if one.whole else other
        order = {section.label: section.start_s for section in self._context.sections}
        names = dict.fromkeys(one.sections + other.sections)
        return Place(
            tuple(sorted(names, key=lambda name: order.get(name, 0.0))),
            tuple(sorted(set(one.ranges_s + other.ranges_s))),
            tuple(sorted({*one.shots, *other.shots})),
        )


def _refined(selectors: Sequence[Selector]) -> list[Selector]:
    """'The chorus, the second one' is one chorus; 'shot 5, that part' is shot 5."""
    kept: list[Selector] = []
    for selector in selectors:
        if isinstance(selector, Ones) and kept and isinstance(kept[-1], Named) and kept[-1] == Named(kept[-1].kind):
            kept[-1] = Named(kept[-1].kind, selector.picks, selector.run)
        elif not (isinstance(selector, Reference) and selector.what != "shot" and kept):
            kept.append(selector)
    return kept


def _is_marked(shot: SpokenShot, mark: str) -> bool:
    if mark == "flagged":
        return shot.flagged
    return shot.locked == (mark == "locked")


def _place_of(sections: Sequence[SpokenSection]) -> Place:
    return Place(tuple(s.label for s in sections), tuple((s.start_s, s.end_s) for s in sections))


def _span(section: SpokenSection) -> Range:
    return section.start_s, section.end_s


def _middle(shot: SpokenShot) -> float:
    return (shot.start_s + shot.end_s) / 2
