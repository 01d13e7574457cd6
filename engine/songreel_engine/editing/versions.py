"""Undo, redo and going back, as an undo button has them: versions are never rewritten, only another one stands.

Going back to a version is a step like an edit: undoing it returns to where one was.
"""

from songreel_engine.draft.model import Draft
from songreel_engine.errors import EditError
from songreel_engine.project import History, Move, Project


def undo(project: Project, steps: int, *, words: str, who: str, at: str) -> Draft:
    """The version that stood `steps` steps ago, standing again. Raises EditError where there are not as many."""
    history = project.read_history()
    _must_have(len(history.past), steps, "undo")
    return _walk(project, history, steps, back=True, words=words, who=who, at=at)


def redo(project: Project, steps: int, *, words: str, who: str, at: str) -> Draft:
    """What `steps` undos took back, standing again. Raises EditError where there are not as many."""
    history = project.read_history()
    _must_have(len(history.future), steps, "redo")
    return _walk(project, history, steps, back=False, words=words, who=who, at=at)


def restore(project: Project, version: int, *, words: str, who: str, at: str) -> Draft:
    """Version `version`, standing again. Raises EditError where there is none, or where it stands already."""
    current = project.read_draft().version
    project.read_version(version)
    if version == current:
        raise EditError(f"Version {version} is the one that stands; `songreel history` lists the others.")
    history = project.read_history()
    move = Move(at=at, who=who, words=words, left=current, arrived=version)
    return project.go_to(version, History(past=(*history.past, current), future=(), moves=(*history.moves, move)))


def _walk(project: Project, history: History, steps: int, *, back: bool, words: str, who: str, at: str) -> Draft:
    left = standing = project.read_draft().version
    past, future = list(history.past), list(history.future)
    source, sink = (past, future) if back else (future, past)
    for _ in range(steps):
        sink.append(standing)
        standing = source.pop()
    move = Move(at=at, who=who, words=words, left=left, arrived=standing)
    return project.go_to(standing, History(past=tuple(past), future=tuple(future), moves=(*history.moves, move)))


def _must_have(there: int, steps: int, verb: str) -> None:
    if there == 0:
        raise EditError(f"There is nothing to {verb}.")
    if steps > there:
        raise EditError(f"There {'is' if there == 1 else 'are'} only {there} to {verb}, not {steps}.")
