"""A turn's events in the shape of the Agent Development Kit's REST stream.

    {"id": …, "invocationId": …, "author": "nemo_agent", "timestamp": …, "partial": false,
     "content": {"role": "model", "parts": [{"text": …}]}, "actions": {…}}

A part holds `text`, `functionCall` (work begins) or `functionResponse` (how far it is, and what came of it). What only says
how far the work is has `partial: true`.
"""

from typing import Any, Final

from songreel_server.studio import Told, write_cursor

AUTHOR: Final = "nemo_agent"


def adk_event(told: Told) -> dict[str, Any]:
    """The event as it is sent."""
    event = told.event
    return {
        "content": {"role": "model", "parts": [_part(told)]},
        "partial": event.kind == "progress",
        "author": AUTHOR,
        "invocationId": told.turn_id,
        "id": write_cursor(told),
        "timestamp": event.made_at,
        "actions": {"stateDelta": {}, "artifactDelta": {}},
    }


def _part(told: Told) -> dict[str, Any]:
    body = told.event.body
    match told.event.kind:
        case "text":
            return {"text": body["text"]}
        case "call":
            return {"functionCall": {"id": body["id"], "name": body["name"], "args": body["args"]}}
        case "response":
            return {"functionResponse": {"id": body["id"], "name": body["name"], "response": body["response"]}}
        case _:
            response = {"status": "processing", **progress_of(body)}
            return {"functionResponse": {"id": told.turn_id, "name": told.call, "response": response}}


def progress_of(body: dict[str, Any]) -> dict[str, Any]:
    """How far a job is, with the percentage that clients show."""
    done, total = body.get("done"), body.get("total")
    if not isinstance(done, int | float) or not isinstance(total, int | float) or total <= 0:
        return body
    return body | {"percent": round(100 * min(1.0, done / total))}
