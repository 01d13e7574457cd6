"""A scene map in a message: what is said around it, and the map's JSON as the engine reads it.

The map is a JSON object with `scenes`, or a list of scenes; it stands in a ```json block, or at the message's end. Whether
its scenes fit the song is found out when the song has been heard.
"""

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from songreel_server.errors import BadRequestError

_BLOCK: Final = re.compile(r"```(?:json)?\s*(?P<json>[\[{].*?)```", re.DOTALL | re.IGNORECASE)
_TAIL: Final = re.compile(r"(?P<json>[\[{]\s*[\[{\"].*)", re.DOTALL)
_SIGNS: Final = re.compile(r'"(?:scenes|start|start_s|start_time|section|description)"\s*:')
"""What a scene map has and other JSON hardly has; without one the braces are words."""


@dataclass(frozen=True, kw_only=True)
class ScenesSaid:
    """A message's words without its map, and the map."""

    words: str
    scene_map: str


def scenes_in(message: str) -> ScenesSaid | None:
    """The map in a message; None where there is none. Raises BadRequestError for one that is no JSON."""
    found = _BLOCK.search(message) or _TAIL.search(message)
    if found is None or _SIGNS.search(found["json"]) is None:
        return None
    try:
        read: Any = json.loads(found["json"])
    except ValueError as error:
        raise BadRequestError(f"The scene map cannot be read as JSON: {error}; send it again, whole.") from error
    except RecursionError as error:
        raise BadRequestError("The scene map is nested too deeply; send a list of scenes.") from error
    scenes = read.get("scenes") if isinstance(read, dict) else read
    if not isinstance(scenes, list) or not scenes:
        raise BadRequestError('The scene map has no scenes; send a JSON list of them, or {"scenes": […]}.')
    words = " ".join((message[: found.start()] + message[found.end() :]).split())
    return ScenesSaid(words=words, scene_map=json.dumps(read, ensure_ascii=False))
