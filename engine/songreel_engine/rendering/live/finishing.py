"""How a look's drawing goes over to a page: each of its passes as defines and uniforms of `develop.glsl` and `print.glsl`.

The numbers are the look's own, read from its chain, so that a look that is changed changes here as well. A pass that has
no row in the table is left out of the preview, and named.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any, Final

import cv2
import numpy as np

from songreel_engine.rendering.jobs import GradeJob
from songreel_engine.rendering.parallax.grade import make_print, print_look
from songreel_engine.rendering.parallax.manners import Manners
from songreel_engine.rendering.parallax.weather import Kind
from songreel_engine.rendering.procedural.drawing.arithmetic import Rgb
from songreel_engine.rendering.procedural.look import Look, Pass

Uniforms = dict[str, Any]
"""By name: a number, or a list of numbers, or a list of lists for an array."""
Arguments = Mapping[str, Any]

MOST_COLOURS: Final = 6
"""Of a ramp or a palette: the length of the arrays in develop.glsl."""
MOST_LAYERS: Final = 4
_SHAPES: Final = {"_streak": 0, "_dot": 1, "_petal": 2}
_TAPE_NOISE: Final = 0.05
"""Of colour on tape, as a share of white."""


@dataclass(frozen=True, kw_only=True)
class Finish:
    """What a page needs to know of a style's drawing."""

    develop: tuple[str, ...] = ()
    """Defines of develop.glsl."""
    print: tuple[str, ...] = ()
    """Defines of print.glsl."""
    uniforms: Uniforms
    left_out: tuple[str, ...] = ()
    """Passes of the look that the preview does without."""


@dataclass(frozen=True, kw_only=True)
class _Row:
    """One drawing pass: where it goes, and what it sets."""

    develop: tuple[str, ...] = ()
    print: tuple[str, ...] = ()
    prefix: str = ""
    named: Mapping[str, str] | None = None
    """Argument → uniform; None: every argument, with the prefix."""
    more: Callable[[Arguments], Uniforms] | None = None


def _focus(asked: Arguments) -> Uniforms:
    return {
        "focus_strength": asked["strength"],
        "focus_largest": asked["largest"],
        "focus_tilt": asked.get("tilt", 0.0),
        "focus_band": asked.get("band", 0.0),
        "focus_figure": asked.get("figure_share", 0.0),
    }


def _develop(asked: Arguments) -> Uniforms:
    return _prefixed("develop", asked, without=("curve",)) | {"develop_paint": float(asked["curve"] == "paint")}


def _ramp(asked: Arguments) -> Uniforms:
    colours = [list(colour) for colour in asked["ramp"]][:MOST_COLOURS]
    return _prefixed("ramp", asked, without=("ramp",)) | {
        "ramp_colours": len(colours),
        "RAMP": colours + [colours[-1]] * (MOST_COLOURS - len(colours)),
    }


def _oil(asked: Arguments) -> Uniforms:
    brushes = [[layer.pitch, layer.length, layer.detail] for layer in asked["layers"]][:MOST_LAYERS]
    return {"stroke_layers": len(brushes), "STROKES": brushes + [[1.0, 1.0, 1.0]] * (MOST_LAYERS - len(brushes))}


def _rush(asked: Arguments) -> Uniforms:
    light, ink = asked["colours"]
    return {"rush_reach": asked["reach"], "rush_opacity": asked["opacity"], "rush_light": light, "rush_ink": ink}


def _palette(asked: Arguments) -> Uniforms:
    colours: tuple[Rgb, ...] = asked["palette"][:MOST_COLOURS]
    lab = cv2.cvtColor(np.array([colours], np.float32), cv2.COLOR_LRGB2LAB)[0].astype(float).tolist()
    return {"palette_colours": len(lab), "PALETTE": lab + [lab[-1]] * (MOST_COLOURS - len(lab))}


ROWS: Final[Mapping[str, _Row]] = {
    "develop": _Row(more=_develop),
    "defocused": _Row(develop=("FOCUS_LENS",), more=_focus),
    "tilted": _Row(develop=("FOCUS_LENS",), more=_focus),
    "smoked": _Row(develop=("SMOKE",), prefix="smoke"),
    "flash_shadowed": _Row(develop=("FLASH_SHADOW",), prefix="flash"),
    "toned": _Row(develop=("RAMP_TOWARDS",), more=_ramp),
    "monochrome": _Row(develop=("SILVER",), prefix="silver"),
    "bleached": _Row(develop=("BLEACH",), prefix="bleach"),
    "drawn_towards": _Row(develop=("PALETTE_TOWARDS",), more=_palette),
    # Texture is finer than a preview's pixels: surfaces already have their local colour smoothed.
    "patched": _Row(named={}),
    "inked": _Row(print=("LINES",), prefix="line"),
    "spotted": _Row(print=("SPOTS",), prefix="spot"),
    "hatched": _Row(print=("HATCH",), prefix="hatch"),
    "rushed": _Row(print=("RUSH",), more=_rush),
    "painted": _Row(print=("OIL",), more=_oil),
    "washed": _Row(print=("WASH", "LINES"), prefix="wash"),
    "pencilled": _Row(print=("PENCIL", "LINES"), prefix="pencil"),
    "kneaded": _Row(print=("KNEAD",), prefix="knead"),
    "polished": _Row(print=("POLISH",), prefix="polish"),
    "meshed": _Row(print=("MESH",), prefix="mesh"),
    "softened": _Row(print=("SOFT",), named={"radius": "soft_radius", "corner_radius": "soft_corner_radius"}),
    "fringed": _Row(print=("FRINGE",), prefix="fringe"),
    "pixelated": _Row(print=("PIXELS",), prefix="pixel"),
    "recorded": _Row(print=("TAPE",), prefix="tape"),
}
"""A drawing pass by the name of its function."""
# What a look without such a pass has: a lens that lets all through, lines of ink at their usual weight.
_RESTING: Final[Uniforms] = {"line_far_fade": 0.22, "tape_lines": 0.0, "tape_line_depth": 0.0, "tape_noise": 0.0}


def finish_of(look: Look, manners: Manners) -> Finish:
    """The look's chain, its glow, its answer to a beat and its frames' manners, for a page."""
    made = Finish(uniforms=dict(_RESTING))
    for drawing in look.chain:
        made = _with_pass(made, drawing)
    scatter, response = look.scatter, look.response
    made.uniforms.update(_prefixed("glow", {one.name: getattr(scatter, one.name) for one in fields(scatter)}))
    made.uniforms.update(_prefixed("beat", {one.name: getattr(response, one.name) for one in fields(response)}))
    made.uniforms.update(vignette=manners.vignette, grain=manners.grain)
    if manners.tape is not None:
        tape = manners.tape
        made.uniforms.update(tape_lines=tape.lines, tape_line_depth=tape.line_depth, tape_noise=_TAPE_NOISE)
    if scatter.shafts:
        made = replace(made, develop=(*made.develop, "SHAFTS"))
    return replace(made, develop=tuple(dict.fromkeys(made.develop)), print=tuple(dict.fromkeys(made.print)))


def weathered(finish: Finish, kind: Kind | None, *, outside_m: float) -> Finish:
    """The finish with this weather in it. `outside_m`: from which distance on it is seen; 0: everywhere."""
    if kind is None:
        return replace(finish, uniforms=finish.uniforms | {"HAZE": 0.0})
    uniforms = finish.uniforms | {"HAZE": kind.haze}
    if not kind.planes:
        return replace(finish, uniforms=uniforms)
    planes = list(kind.planes)[:MOST_LAYERS]
    missing = [[0.0] * 4] * (MOST_LAYERS - len(planes))
    uniforms |= {
        "weather_shape": float(_SHAPES.get(kind.draw.__name__, 1)),
        "weather_colour": [value / 255 for value in kind.colour],
        "weather_own_light": kind.own_light,
        "weather_only_light": float(kind.only_light),
        "weather_indoor": outside_m,
        "weather_planes": len(planes),
        "WEATHER_SIZE": [[p.inverse_depth, p.count, p.size, p.blur] for p in planes] + missing,
        "WEATHER_WAY": [[*p.speed, p.alpha, p.sway] for p in planes] + missing,
    }
    return replace(finish, print=(*finish.print, "WEATHER"), uniforms=uniforms)


def printed(finish: Finish, grade: GradeJob) -> tuple[Finish, bytes | None]:
    """The finish with the shot's print, and its table: for each of 256 steps of luma three bytes; None where nothing is asked."""
    made = make_print(grade)
    uniforms = finish.uniforms | {"grain": finish.uniforms["grain"] * print_look(grade.look).grain}
    if made is None:
        return replace(finish, uniforms=uniforms), None
    steps, grey = np.arange(256, dtype=np.uint8), np.full(256, 128, np.uint8)
    luma = steps if made.luma is None else made.luma
    tints = (grey, grey) if made.tints is None else made.tints
    table = np.stack([luma, *tints], 1).astype(np.uint8).tobytes()
    return replace(finish, print=(*finish.print, "GRADE"), uniforms=uniforms | {"print_chroma": made.chroma}), table


def _with_pass(finish: Finish, drawing: Pass) -> Finish:
    function, asked = _asked(drawing)
    row = ROWS.get(function)
    if row is None:
        return replace(finish, left_out=(*finish.left_out, function))
    if row.more is not None:
        uniforms = row.more(asked)
    elif row.named is not None:
        uniforms = {uniform: asked[name] for name, uniform in row.named.items()}
    else:
        uniforms = _prefixed(row.prefix, asked)
    return replace(
        finish,
        develop=finish.develop + row.develop,
        print=finish.print + row.print,
        uniforms=finish.uniforms | uniforms,
    )


def _asked(drawing: Pass) -> tuple[str, Arguments]:
    """A pass's function by name, and all its arguments, its own defaults included."""
    function, given = (drawing.func, drawing.keywords) if isinstance(drawing, partial) else (drawing, {})
    own = inspect.signature(function).parameters.values()
    defaults = {one.name: one.default for one in own if one.default is not inspect.Parameter.empty}
    return function.__name__, defaults | given


def _prefixed(prefix: str, asked: Arguments, *, without: tuple[str, ...] = ()) -> Uniforms:
    return {f"{prefix}_{name}": value for name, value in asked.items() if name not in without}
