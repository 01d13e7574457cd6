"""`songreel chat`: change a film by talking, one message a line, with the timeline after each turn."""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from songreel_engine.cli.options import ProjectArgument, WorkersOption, must_be_a_film_name, now

if TYPE_CHECKING:
    from songreel_engine.language.conversation import Conversation
    from songreel_engine.language.meaning import Understanding
    from songreel_engine.project import Project

_HELP = """\
Say what to change: "redo the chorus in colder light", "title Neon Heart at the drop for 3 seconds", "cut verse 2 faster",
"undo that", "副歌换成雪景". Parts: the chorus, verse 2, the last chorus, shot 5, 0:45-1:10, the last 10 seconds.
"status" shows the timeline, "export" renders the film, "credits" what is still to be paid for, "quit" ends."""
_QUIT = frozenset({"quit", "exit", "bye", "退出", "再见"})


def chat(
    project: ProjectArgument,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Where 'export' puts the film.")] = None,
    workers: WorkersOption = None,
) -> None:
    """Talk to a film: changes are made at once, 'export' renders them. In English or Chinese."""
    from songreel_engine.draft.words import track_summary
    from songreel_engine.errors import SongreelError
    from songreel_engine.language.conversation import Conversation
    from songreel_engine.project import Project

    must_be_a_film_name(output)
    talk = _Talk(Project.open(project), Conversation(), output, workers)
    print(track_summary(talk.project.read_draft()))
    while (message := _next_message()) is not None:
        if not message.strip():
            continue
        try:
            talk.turn(message)
        except SongreelError as refusal:
            print(f"{refusal}")
        print(track_summary(talk.project.read_draft()))


def _next_message() -> str | None:
    """What was typed; None at the end."""
    try:
        message = input("> ") if sys.stdin.isatty() else _piped_line()
    except EOFError:
        return None
    return None if message.strip().casefold() in _QUIT else message


def _piped_line() -> str:
    """The next line; bytes that are not UTF-8 become replacement marks, as one bad line must not end the talk."""
    line = sys.stdin.buffer.readline()
    if not line:
        raise EOFError
    return line.decode("utf-8", "replace").rstrip("\r\n")


@dataclass
class _Talk:
    project: "Project"
    conversation: "Conversation"
    output: Path | None
    workers: int | None
    spent: int = field(default=0)
    """Credits of what has been changed in this talk."""

    def turn(self, message: str) -> None:
        from songreel_engine.language.conversation import remembered
        from songreel_engine.talking import hear

        heard = hear(self.project, message, self.conversation)
        self.conversation = remembered(self.conversation, heard)
        if heard.question is not None:
            print(heard.question)
        elif heard.edits:
            self._change(heard, message)
        else:
            self._answer(heard)

    def _change(self, heard: "Understanding", message: str) -> None:
        from songreel_engine.changing import change
        from songreel_engine.cli.history_words import cost_in_words

        told = change(self.project, heard.edits, words=message, now=now)
        self.spent += told.cost.credits
        print("\n".join([*told.said, *(f"! {note}" for note in told.notes), cost_in_words(told.cost)]))
        if "export" in heard.then:
            self._export()

    def _answer(self, heard: "Understanding") -> None:
        from songreel_engine.cli.history_words import counted
        from songreel_engine.draft.words import describe_draft

        match heard.intent:
            case "export":
                self._export()
            case "status":
                print(describe_draft(self.project.read_draft()))
            case "credits":
                print(
                    f"{counted(self.spent, 'credit')} of changes in this talk; on your own machine nothing is charged."
                )
            case "upload":
                print("Files come in with the command: songreel edit PROJECT WORDS --with FILE.")
            case "generate":
                print("This project has its film; songreel make SONG makes another one.")
            case _:
                print(_HELP)

    def _export(self) -> None:
        from songreel_engine.cli.report import progress_reporter
        from songreel_engine.making import StageClock, render_project
        from songreel_engine.project import copy_whole
        from songreel_engine.rendering.quality import find_quality

        last = self.project.read_last_render()
        made = render_project(
            self.project,
            self.project.read_draft(),
            quality=find_quality(last.quality if last is not None else "draft"),
            height_px=last.height_px if last is not None else None,
            workers=self.workers,
            clock=StageClock(),
            progress=progress_reporter(as_json=False),
        )
        if self.output is not None:
            copy_whole(made.film.path, self.output)
        print(f"film: {self.output or made.film.path}")
