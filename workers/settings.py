"""The settings of a desk: command line first, then COPYDESK_* in the environment, a folder of secrets, copydesk.toml in the desk.

    # desk/copydesk.toml
    stores = ["files:///srv/records"]
    max_bytes = 5_000_000

    [sources.tca]                       # for what is dropped into inbox/tca/
    agency = "bloomberg"
    timezone = "America/New_York"

Nothing is read when this module is imported; `Settings.load` reads.
"""

from __future__ import annotations

import dataclasses
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from pipeline.document import Defaults
from pipeline.errors import BadSettings
from workers.addresses import hide_password
from workers.webhooks.hook import Hook

FILE_NAME = "copydesk.toml"
BY_FOLDER, BY_MESSAGE = "folder", "message"


@dataclasses.dataclass(frozen=True, slots=True)
class Source(Defaults):
    """What a desk knows of a source: the defaults for its copy, and after how many seconds without any it counts as silent."""

    silent_after: Annotated[float, Field(gt=0)] | None = None


def _list(value: object) -> object:
    """COPYDESK_STORES="files:///a, files:///b" as well as a list."""
    return [part for part in value.replace(",", " ").split() if part] if isinstance(value, str) else value


def _source(value: object) -> object:
    """A [sources.NAME] table: refuse what is no default, and an agency or a time zone that nobody knows."""
    if isinstance(value, dict):
        known = [field.name for field in dataclasses.fields(Source)]
        if unknown := sorted(set(value) - set(known)):
            raise ValueError(f"{', '.join(unknown)}: not known of a source; there are {', '.join(known)}")
        if agency := value.get("agency"):
            _agency(agency)
        if zone := value.get("timezone"):
            _zone(zone)
    return value


def _carrier(value: str) -> str:
    if value not in (BY_FOLDER, BY_MESSAGE) and not value.startswith("s3://"):
        raise ValueError(f"there are {BY_FOLDER}, {BY_MESSAGE} and s3://bucket/prefix")
    return value


def _agency(name: str) -> None:
    from pipeline.attribution import agencies

    try:
        agencies.get(name)
    except KeyError as unknown:
        raise ValueError(f"{name!r} is no agency's id in agencies.toml") from unknown


def _zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ValueError, KeyError, OSError) as unknown:  # OSError: "America", a folder of zones
        raise ValueError(f"{name!r} is no IANA time zone") from unknown


def _folder(value: Path | None) -> Path | None:
    if value is not None and not value.is_dir():
        raise ValueError(f"there is no folder {value}")
    return value


def _processes() -> int:
    """One more than the cores that we may use (a container's share, where the system tells it): one waits for the disk."""
    return 1 + (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


class Settings(BaseSettings):
    """What one desk runs with. Times are seconds, sizes bytes. Frozen."""

    model_config = SettingsConfigDict(env_prefix="COPYDESK_", env_nested_delimiter="__", frozen=True, extra="forbid")

    desk: Annotated[Path, AfterValidator(Path.absolute)] = Field(
        default=Path("desk"), description="The folder with inbox/, claimed/, archive/, quarantine/, records/."
    )
    broker_url: str | None = Field(
        default=None,
        repr=False,
        description="Redis or RabbitMQ; none: the embedded server of the desk. May hold a password.",
        examples=["redis://:password@queue.example.org:6379/0"],
    )
    sentinel_master: str = Field(default="mymaster", description="What the sentinels of a sentinel:// broker call its master.")
    stores: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_list)] = Field(
        default=(),
        repr=False,
        description="Where records go, as URLs; none: files in the desk's records/.",
        examples=[["files:///srv/records", "sqlite:///srv/records.db"]],
    )
    sources: dict[str, Annotated[Source, BeforeValidator(_source)]] = Field(
        default_factory=dict,
        description="What is known beforehand of the copy in inbox/NAME/.",
        examples=[{"example": {"agency": "ap", "timezone": "America/New_York", "language": "en"}}],
    )
    secrets_dir: Annotated[Path | None, AfterValidator(_folder)] = Field(
        default=None,
        description="A folder of files, one for each setting that is a secret: copydesk_broker_url, copydesk_stores.",
        examples=["/run/secrets"],
    )
    webhooks: dict[Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,40}$")], Hook] = Field(
        default_factory=dict,
        description="Who is sent the records as they become done, and signed how; see docs/consuming.md.",
        examples=[{"example": {"url": "https://cms.example.org/hook", "secret_env": "CMS_HOOK_SECRET", "agency": ["ap"]}}],
    )
    batch_max: int = Field(default=128, ge=1, le=256, description="Most files in one message.")
    window: int = Field(default=1024, ge=1, le=10_000, description="Most claims at once; beyond it the inbox is the backlog.")
    settle_seconds: float = Field(default=1.0, ge=0, description="A file found by a scan alone kept size and time this long.")
    scan_seconds: float = Field(default=1.0, gt=0, description="Between two listings of the inbox.")
    reconcile_seconds: float = Field(default=1.0, gt=0, description="Between two looks for claims that nobody works on.")
    resend_seconds: float = Field(default=3.0, gt=0, description="A lost claim waits so long before it is sent again; doubles.")
    lease_seconds: float = Field(default=60.0, gt=0, description="The same while messages wait in the queue: it may be there.")
    max_bytes: int = Field(default=25_000_000, ge=1, description="A bigger file is refused unread.")
    soft_time_limit: int = Field(default=60, ge=1, description="A task that takes longer is asked to stop.")
    hard_time_limit: int = Field(default=90, ge=2, description="A task that takes longer loses its process.")
    max_memory_bytes: int = Field(default=1_500_000_000, ge=600_000_000, description="A worker that wants more gets none.")
    max_tries: int = Field(default=3, ge=2, description="A file that no try finishes is poison: once in its batch, then alone.")
    max_tasks_per_child: int = Field(default=1000, ge=1, description="A worker process is replaced after so many messages.")
    concurrency: int = Field(default_factory=_processes, ge=1, description="Worker processes.")
    kin_days: int = Field(default=7, ge=0, le=366, description="How long a story is known again: same text, new version. 0: not.")
    carrier: Annotated[str, AfterValidator(_carrier)] = Field(
        default=BY_FOLDER,
        description="How originals reach workers on other hosts: folder (not at all), message, s3://bucket/prefix.",
    )
    carry_bytes: int = Field(default=1_000_000, ge=1, description="The largest original that travels in a message.")
    remote: bool = Field(default=False, description="A worker without the desk: `desk` is a folder for its own notes.")
    desk_token: str | None = Field(
        default=None,
        min_length=16,
        repr=False,
        description="What opens the page of `copydesk desk`; none: a new one at every start.",
        examples=["24 random bytes: openssl rand -base64 24"],
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")

    @classmethod
    def load(cls, desk: Path | str | None = None, **overrides: Any) -> Settings:
        """The settings of this desk; overrides that are None do not count. Raises BadSettings.

        Without a desk: COPYDESK_DESK, else ./desk.
        """
        given = {"desk": desk, **overrides}
        try:
            return cls(**{name: value for name, value in given.items() if value is not None})
        except ValidationError as wrong:
            said = "; ".join(map(_told, wrong.errors()))
            raise BadSettings(str(desk or "settings"), said, f"see {FILE_NAME} and COPYDESK_* in the environment") from wrong
        except SettingsError as wrong:  # COPYDESK_SOURCES='{"tca"'
            raise BadSettings(str(desk or "settings"), str(wrong), "write it as JSON") from wrong
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as wrong:
            raise BadSettings(str(desk or "settings"), f"{FILE_NAME} can't be read: {wrong}", "correct the file") from wrong

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """First wins. The file lies in the desk, so the desk itself is found first; then where secrets are."""
        nearest = {**env_settings(), **init_settings()}
        file = TomlConfigSettingsSource(settings_cls, Path(nearest.get("desk") or cls.model_fields["desk"].default) / FILE_NAME)
        folder = nearest.get("secrets_dir") or file().get("secrets_dir")
        if not folder or not Path(str(folder)).is_dir():  # the second is refused by the setting's own validator
            return init_settings, env_settings, file
        return init_settings, env_settings, SecretsSettingsSource(settings_cls, folder), file

    @model_validator(mode="after")
    def _limits_in_order(self) -> Settings:
        if self.soft_time_limit >= self.hard_time_limit:
            raise ValueError("soft_time_limit must be below hard_time_limit")
        return self

    @property
    def visibility_timeout(self) -> int:
        """Seconds after which Redis delivers an unacknowledged message again: it must outlive any task by far."""
        return 4 * self.hard_time_limit

    @property
    def carries(self) -> bool:
        """True where originals travel to workers that do not share the desk's disk."""
        return self.carrier != BY_FOLDER

    @property
    def store_urls(self) -> tuple[str, ...]:
        """The stores to write to: those configured, else files in the desk's records/."""
        return self.stores or ("files://" + quote(str(self.desk / "records")),)

    def defaults(self, source: str) -> Defaults:
        """What is known of copy from inbox/SOURCE/: the longest name that fits, so tca/sports before tca."""
        parts = source.split("/")
        for length in range(len(parts), 0, -1):
            if found := self.sources.get("/".join(parts[:length])):
                return Defaults(**{field.name: getattr(found, field.name) for field in dataclasses.fields(Defaults)})
        return Defaults()

    def safe_url(self) -> str:
        """The broker's URL for logs and screens: without its password."""
        return hide_password(self.broker_url) if self.broker_url else "embedded"


def _told(error: Mapping[str, Any]) -> str:
    """One of pydantic's errors, for people: batch_maxx: there is no such setting."""
    where = ".".join(map(str, error["loc"])) or "settings"
    what = "there is no such setting" if error["type"] == "extra_forbidden" else error["msg"].removeprefix("Value error, ")
    return f"{where}: {what}"
