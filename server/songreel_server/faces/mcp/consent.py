"""Whether the user agrees to a price: asked where the client can ask, by the argument `confirm` where it cannot.

What costs nothing here is never asked about: the owner of a machine pays nothing on it.
"""

from typing import Annotated, Any

import mcp.types as mcp
from mcp.server.elicitation import AcceptedElicitation, ElicitationResult
from mcp.server.mcpserver import Context
from pydantic import BaseModel, Field

from songreel_server.faces.mcp.answers import answered, credits
from songreel_server.faces.mcp.desk import Desk

Confirm = Annotated[bool, Field(description="True once the user agreed to the price, where credits are charged.")]


class Consent(BaseModel):
    """What the user is asked."""

    spend: Annotated[bool, Field(title="Spend the credits", description="Yes to go ahead.")]


def can_ask(ctx: Context[Desk, Any]) -> bool:
    """Whether the client can put a question to the user."""
    capabilities = ctx.client_capabilities
    elicitation = capabilities.elicitation if capabilities is not None else None
    return elicitation is not None and (elicitation.form is not None or elicitation.url is None)


def question(what: str, cost: int, available: int) -> str:
    return f"{what} costs {credits(cost)} of your {available}. Go ahead?"


def agreed(outcome: ElicitationResult[Consent]) -> bool:
    return isinstance(outcome, AcceptedElicitation) and outcome.data.spend


def unconfirmed(answer: BaseModel, what: str, cost: int, call: str) -> mcp.CallToolResult:
    """Nothing was done: the price, and the call that does it."""
    text = f"{what} costs {credits(cost)}; nothing is done yet. Ask the user, then repeat the call with confirm=true: {call}"
    return answered(text, answer)
