"""What the operator may set: SONGREEL_… variables, or a TOML file named by SONGREEL_SETTINGS; a variable wins.

The only module that reads the environment.
"""

import hmac
import os
import secrets
from functools import cached_property
from pathlib import Path
from typing import Annotated, Final, Literal

from platformdirs import user_data_path
from pydantic import Field, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from songreel_engine.song_limits import DEFAULT_LIMITS

SCOPES: Final = ("read", "write", "upload", "render")
MB: Final = 1_000_000

Names = Annotated[frozenset[str], NoDecode]
"""Written with commas or spaces between them."""


Seconds = Annotated[tuple[Annotated[float, Field(ge=0)], ...], NoDecode]
"""The same."""


class Settings(BaseSettings):
    """Every setting, with the default that one person at home wants."""

    model_config = SettingsConfigDict(env_prefix="SONGREEL_", frozen=True, extra="forbid")

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8710
    data: Path = Field(default_factory=lambda: user_data_path("songreel", appauthor=False))
    """Databases, media, projects and the server's secret."""
    database_url: str | None = None
    """None: SQLite files in `data`. PostgreSQL: postgresql://user@host/name."""
    media_url: str | None = None
    """None: a folder in `data`. S3: s3://bucket/prefix."""
    media_options: dict[str, str] = {}
    """What obstore takes besides, for a store that is not Amazon's: endpoint, region and so on."""
    public_url: str | None = None
    """How the outside reaches this server, in links; None: http://HOST:PORT."""

    anonymous_scopes: Names = frozenset(SCOPES)
    """What guests may do."""
    anonymous_credits: Annotated[int, Field(ge=0)] = 100
    registered_credits: Annotated[int, Field(ge=0)] = 250
    token_days: Annotated[float, Field(gt=0)] = 7
    tokens_per_ip: Annotated[int, Field(ge=1)] = 10
    """New guests from one address in `token_days`."""
    trusted_proxies: Names = frozenset()
    """Addresses or networks whose X-Forwarded-For is believed."""
    price_list: Path | None = None
    """A price list instead of the built-in one."""
    unmetered: bool = False
    """Prices are shown, nothing is charged: for one's own machine."""

    max_upload_mb: Annotated[float, Field(gt=0)] = 500
    max_photo_mb: Annotated[float, Field(gt=0)] = 10
    max_song_mb: Annotated[float, Field(gt=0, le=DEFAULT_LIMITS.max_bytes / MB)] = DEFAULT_LIMITS.max_bytes / MB
    min_song_s: Annotated[float, Field(ge=DEFAULT_LIMITS.min_s)] = DEFAULT_LIMITS.min_s
    max_song_s: Annotated[float, Field(gt=0, le=DEFAULT_LIMITS.max_s)] = DEFAULT_LIMITS.max_s
    """Within what the engine takes: a song that was received is one that can be made into a film."""
    account_quota_mb: Annotated[float, Field(gt=0)] = 5_000
    fetch_allow: Names = frozenset()
    """host:port of the operator's own hosts that may be fetched from though they are private."""
    fetch_timeout_s: Annotated[float, Field(gt=0)] = 120

    default_quality: Literal["preview", "draft", "final"] = "preview"
    """What a generation in the chat renders."""
    default_height_px: Annotated[int, Field(ge=180, le=4320, multiple_of=2)] | None = None
    """Of films in that quality; None: the quality's own."""
    render_processes: Annotated[int, Field(ge=1)] | None = None
    """Of one worker; None: one for each core."""
    worker: bool = True
    """Whether `serve` runs jobs too; no where `songreel worker` does."""
    executor_id: str | None = None
    """A worker's lasting name; None: its host's name and port."""
    dead_after_s: Annotated[float, Field(gt=0)] = 20
    """A worker that has not been heard of for so long is dead, and its jobs go to others."""

    callback_timeout_s: Annotated[float, Field(gt=0, le=120)] = 10
    """How long a receiver of a callback may take to answer."""
    callback_retry_s: Seconds = (180.0, 600.0)
    """After how long a callback that failed is tried again; so it is tried once more often than there are numbers."""
    web_days: Annotated[float, Field(gt=0)] = 30
    """How long a browser stays logged in."""

    requests_per_minute: Annotated[int, Field(ge=1)] = 1_200
    """Of one token, or of one address without one."""
    heartbeat_s: Annotated[float, Field(gt=0, le=15)] = 10
    stream_max_s: Annotated[float, Field(gt=0)] = 15 * 60
    media_link_s: Annotated[float, Field(gt=0)] = 24 * 3600
    """How long a link to a film works."""
    cors_origins: Names = frozenset()
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @field_validator("anonymous_scopes", "trusted_proxies", "fetch_allow", "cors_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return frozenset(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("callback_retry_s", mode="before")
    @classmethod
    def _split_seconds(cls, value: object) -> object:
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("anonymous_scopes")
    @classmethod
    def _known(cls, value: frozenset[str]) -> frozenset[str]:
        wanted = frozenset(SCOPES) if "*" in value else value
        if unknown := wanted - frozenset(SCOPES):
            raise ValueError(f"unknown scopes {', '.join(sorted(unknown))}; there are {', '.join(SCOPES)} and *")
        return wanted

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Command line before environment before file."""
        file = os.environ.get("SONGREEL_SETTINGS")
        from_file = (TomlConfigSettingsSource(settings_cls, Path(file)),) if file else ()
        return (init_settings, env_settings, *from_file)

    @property
    def tables_url(self) -> str:
        """Of the server's own tables."""
        if self.database_url is None:
            return f"sqlite:///{self.data / 'songreel.sqlite'}"
        return _with_driver(self.database_url)

    @property
    def jobs_url(self) -> str:
        """Of the job engine's tables: a file of their own, or a schema of their own in the same PostgreSQL."""
        if self.database_url is None:
            return f"sqlite:///{self.data / 'jobs.sqlite'}"
        return _with_driver(self.database_url)

    @property
    def projects_dir(self) -> Path:
        return self.data / "projects"

    @property
    def scratch_dir(self) -> Path:
        """Uploads under way."""
        return self.data / "scratch"

    @cached_property
    def secret(self) -> bytes:
        """What links are signed with; made once, readable by its owner only."""
        file = self.data / "secret"
        self.data.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return file.read_bytes()
        with os.fdopen(handle, "wb") as out:
            out.write(secrets.token_bytes(32))
        return file.read_bytes()

    @property
    def base_url(self) -> str:
        """Without a slash at its end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    def register_url(self, account_id: str) -> str:
        """Where a guest becomes a registered user and keeps what it has made."""
        return f"{self.base_url}/register?bind={self.bind_id(account_id)}"

    def bind_id(self, account_id: str) -> str:
        """How a guest's account is named in links to registration: knowing its id alone must not be enough to take it."""
        return f"{account_id}.{hmac.new(self.secret, b'bind:' + account_id.encode(), 'sha256').hexdigest()[:32]}"

    def account_of_bind(self, bind_id: str) -> str | None:
        """The account that `bind_id` named; None where this server never gave that."""
        account_id = bind_id.partition(".")[0]
        given = hmac.compare_digest(self.bind_id(account_id).encode(), bind_id.encode("utf-8", "replace"))
        return account_id if given else None


def _with_driver(url: str) -> str:
    """PostgreSQL through psycopg 3, whichever way its URL is written."""
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else url


def child_environment() -> dict[str, str]:
    """What a program that the server starts may see of the environment: all but the server's own settings and passwords."""
    return {
        name: value for name, value in os.environ.items() if not name.upper().startswith(("SONGREEL_", "PG", "AWS_"))
    }
