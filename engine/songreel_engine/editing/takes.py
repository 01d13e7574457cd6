"""Takes: how a shot gets another picture and keeps those it had, which shots may change, and which take is shown."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from songreel_engine.draft.edits import ChooseTake, NoChanges
from songreel_engine.draft.model import Draft, Picture, Shot, Take
from songreel_engine.editing.material import WHOLE_FILM, Edited, Material, Part
from songreel_engine.editing.parts import listed, shots_in_words
from songreel_engine.editing.prompts import prompt_following
from songreel_engine.errors import EditError


def taken(shot: Shot, picture: Picture, version: int) -> Shot:
    """The shot showing this picture: in the take that has it, else in a new one."""
    for take in shot.takes:
        if take.picture == picture:
            return shot.model_copy(update={"take": take.number})
    take = Take(number=len(shot.takes) + 1, version=version, picture=picture)
    return shot.model_copy(update={"takes": (*shot.takes, take), "take": take.number})


def with_shots(draft: Draft, shots: Iterable[Shot]) -> Draft:
    """The draft with this video track."""
    return draft.model_copy(update={"tracks": draft.tracks.model_copy(update={"video": tuple(shots)})})


def with_some_shots(draft: Draft, changed: Mapping[int, Shot]) -> Draft:
    """The draft with the shots at these indices replaced."""
    return with_shots(draft, (changed.get(index, shot) for index, shot in enumerate(draft.shots)))


def retaken(draft: Draft, indices: Iterable[int], change: Callable[[Shot], Picture], version: int) -> Draft:
    """The draft with the shots showing what `change` makes of their pictures; their prompts follow."""
    changed = {}
    for index in indices:
        shot = draft.shots[index]
        picture = change(shot)
        prompt = prompt_following(picture.prompt, draft, was=shot.picture, now=picture)
        changed[index] = taken(shot, picture.model_copy(update={"prompt": prompt}), version)
    return with_some_shots(draft, changed)


def open_shots(draft: Draft, part: Part) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The part's shots that may change, and a note on those that are locked.

    Raises EditError where all of them are locked.
    """
    return unlocked(draft, part.shots, part.words)


def unlocked(draft: Draft, indices: Sequence[int], words: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The shots of these that may change, and a note on those that are locked; `words` names all of them.

    Raises EditError where all of them are locked.
    """
    locked = [index for index in indices if draft.shots[index].locked]
    if len(locked) == len(indices):
        verb = "is" if len(indices) == 1 or words == WHOLE_FILM else "are all"
        raise EditError(f"{as_sentence(shots_in_words(indices))} {verb} locked; say “unlock {words}” first.")
    if not locked:
        return tuple(indices), ()
    notes = (f"{as_sentence(shots_in_words(locked))} stayed: {'it is' if len(locked) == 1 else 'they are'} locked.",)
    return tuple(index for index in indices if index not in locked), notes


def drawn_shots(draft: Draft, part: Part) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The part's shots that may change and are drawn, and notes on those that are locked or show a file of the user's.

    Raises EditError where none is left.
    """
    open_, notes = open_shots(draft, part)
    files = {media.id: media.name for media in draft.media}
    given = [index for index in open_ if draft.shots[index].picture.media_id is not None]
    if not given:
        return open_, notes
    names = listed(sorted({files[str(draft.shots[index].picture.media_id)] for index in given}))
    shows = "shows" if len(given) == 1 else "show"
    told = f"{as_sentence(shots_in_words(given))} {shows} {names}, which is not drawn"
    if len(given) == len(open_):
        raise EditError(f"{told}; choose another take or say what to show instead.")
    return tuple(index for index in open_ if index not in given), (*notes, f"{told}: left as it was.")


def as_sentence(words: str) -> str:
    """With a capital first letter."""
    return words[:1].upper() + words[1:]


def lock(draft: Draft, part: Part, changes: NoChanges, material: Material) -> Edited:
    """The part's shots kept as they are, by every edit but unlocking."""
    return _locked(draft, part, locked=True)


def unlock(draft: Draft, part: Part, changes: NoChanges, material: Material) -> Edited:
    """The part's shots open to edits again."""
    return _locked(draft, part, locked=False)


def _locked(draft: Draft, part: Part, *, locked: bool) -> Edited:
    other = [index for index in part.shots if draft.shots[index].locked != locked]
    if not other:
        why = "locked already" if locked else "nothing there is locked"
        return Edited(draft=draft, said=f"Nothing changes in {part.words}: {why}.")
    changed = {index: draft.shots[index].model_copy(update={"locked": locked}) for index in other}
    verb = "Locked" if locked else "Unlocked"
    return Edited(draft=with_some_shots(draft, changed), said=f"{verb} {shots_in_words(other)}.")


def choose_take(draft: Draft, part: Part, changes: ChooseTake, material: Material) -> Edited:
    """The part's shots showing another of the takes they have.

    Raises EditError where none of them has that take, or all are locked.
    """
    if (changes.take is None) == (changes.which is None):
        raise EditError("Say which take to show: a number, or first, last, previous or next.")
    open_, notes = open_shots(draft, part)
    numbers = {index: _take_number(draft.shots[index], changes) for index in open_}
    without = [index for index in open_ if not 1 <= numbers[index] <= len(draft.shots[index].takes)]
    if len(without) == len(open_):
        raise EditError(f"There is no such take: {_takes_in_words(draft, without)}.")
    if without:
        notes = (*notes, f"{as_sentence(shots_in_words(without))} stayed: no such take.")
    chosen = {
        i: draft.shots[i].model_copy(update={"take": numbers[i]})
        for i in open_
        if i not in without and numbers[i] != draft.shots[i].take
    }
    if not chosen:
        return Edited(draft=draft, said=f"Nothing changes in {part.words}: that take is shown already.", notes=notes)
    went = sorted({f"take {draft.shots[i].take} → {shot.take}" for i, shot in chosen.items()})
    return Edited(
        draft=with_some_shots(draft, chosen),
        said=f"{as_sentence(shots_in_words(list(chosen)))}: {listed(went)}.",
        notes=notes,
    )


def _take_number(shot: Shot, changes: ChooseTake) -> int:
    """May lie outside the takes there are."""
    if changes.take is not None:
        return changes.take
    return {"first": 1, "last": len(shot.takes), "previous": shot.take - 1, "next": shot.take + 1}[str(changes.which)]


def _takes_in_words(draft: Draft, indices: Sequence[int]) -> str:
    if len(indices) > 3:
        most = max(len(draft.shots[index].takes) for index in indices)
        return f"{shots_in_words(indices)} have {most} {'take' if most == 1 else 'takes'} at most"
    has = [f"shot {i + 1} shows take {draft.shots[i].take} of {len(draft.shots[i].takes)}" for i in indices]
    return listed(has)
