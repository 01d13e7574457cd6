"""The worlds' GLSL as WebGL2 takes it: GLSL ES 3.00, so that a page can draw what the films are drawn with.

Two things differ. ES wants precisions, and it has no global variables that begin with what a function says: what a world
plans from its seed is moved into a function that `main` calls first.
"""

import re
from collections.abc import Iterable
from typing import Final

HEAD: Final = """#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
void plan();
"""
"""How every program begins."""
_COMMENT: Final = re.compile(r"//[^\n]*")
_GLOBAL: Final = re.compile(
    r"^(?P<type>float|int|bool|[biu]?vec[234]|mat[234]) (?P<name>\w+)(?P<size>\[\w+\])? = (?P<value>[^;]+);", re.M
)
_MAIN: Final = re.compile(r"\bvoid main\(\) \{")


def as_es(desktop: str) -> str:
    """The same program for GLSL ES 3.00. `desktop` begins with its #version line; globals stand at the line's start."""
    body, planned = es_piece(desktop.partition("\n")[2])
    return f"{HEAD}{body}\n{planning(planned)}"


def es_piece(part: str) -> tuple[str, tuple[str, ...]]:
    """A part of a program without its comments and its globals' values, and the lines that set those, in order."""
    body = _COMMENT.sub("", part)
    planned: list[str] = []

    def declared(match: re.Match[str]) -> str:
        planned.append(f"  {match['name']} = {match['value']};")
        return f"{match['type']} {match['name']}{match['size'] or ''};"

    body = _GLOBAL.sub(declared, body)
    return _MAIN.sub("void main() {\n  plan();", body), tuple(planned)


def planning(planned: Iterable[str]) -> str:
    """The function that `main` calls first."""
    return "void plan() {\n" + "\n".join(planned) + "\n}\n"
