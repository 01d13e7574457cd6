"""What bounds a key: the addresses it is used from, and what it may spend in an hour, in a day and in all."""

from ipaddress import ip_address, ip_network
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from songreel_server.errors import BadRequestError

Credits = Annotated[int, Field(ge=0, le=1_000_000_000)]
MOST_NETWORKS: Final = 100


class KeyLimits(BaseModel):
    """None, and no networks: no bound."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    allow_ips: tuple[str, ...] = ()
    """Addresses and networks, as in 203.0.113.7 or 2001:db8::/32."""
    hourly: Credits | None = None
    daily: Credits | None = None
    total: Credits | None = None

    @field_validator("allow_ips")
    @classmethod
    def _plain(cls, networks: tuple[str, ...]) -> tuple[str, ...]:
        if len(networks) > MOST_NETWORKS:
            raise ValueError(f"at most {MOST_NETWORKS} networks can be listed")
        return tuple(str(ip_network(network.strip(), strict=False)) for network in networks)

    def lets_in(self, ip: str | None) -> bool:
        """Whether the key may be used from this address; an unknown one is on no list."""
        if not self.allow_ips:
            return True
        try:
            address = ip_address((ip or "").partition("%")[0])
        except ValueError:
            return False
        mapped = getattr(address, "ipv4_mapped", None)
        return any((mapped or address) in ip_network(network) for network in self.allow_ips)


def key_limits(**given: object) -> KeyLimits:
    """The limits that were asked for. Raises BadRequestError for what cannot be one."""
    try:
        return KeyLimits.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise BadRequestError(f"The limit {where} cannot be {str(first['input'])[:80]!r}: {first['msg']}.") from error
