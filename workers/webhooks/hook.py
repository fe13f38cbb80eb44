"""A webhook as copydesk.toml names it: where to, what of, and the secret that its letters are signed with.

[webhooks.cms]
url = "https://cms.example.org/hooks/copydesk"
secret_env = "CMS_HOOK_SECRET"       # or secret_file = "/run/secrets/cms"
agency = ["ap", "reuters"]           # and status, language: only these; none: all
"""

from __future__ import annotations

import os
from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Literal, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, model_validator

from pipeline.errors import BadSettings
from workers.consuming.selection import Selection, check_statuses

Event = Literal["done", "quarantined"]
EVENTS: Final[tuple[Event, ...]] = get_args(Event)
PREFIX: Final = "whsec_"
HOME: Final = ("localhost", "127.0.0.1", "::1")
_SHORTEST, _LONGEST = 24, 64  # bytes of a secret: Standard Webhooks, "Symmetric signatures"


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in HOME):
        raise ValueError("https:// only; http:// to this very machine")
    if not parts.hostname or parts.port == 0 or not url.isascii() or not url.isprintable() or " " in url:
        raise ValueError("no address that HTTP knows; percent-encode what is not ASCII")
    if parts.username or parts.password or parts.fragment:
        raise ValueError("neither a name and password nor a # may be in it: the receiver knows us by the signature")
    return url


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _statuses(value: tuple[str, ...]) -> tuple[str, ...]:
    check_statuses(value)
    return value


Words = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Hook(BaseModel):
    """One [webhooks.NAME] table. Frozen; nothing that prints it prints its secret."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: Annotated[str, AfterValidator(_address)] = Field(repr=False)
    secret_env: str | None = None
    secret_file: Path | None = None
    secret: SecretStr | None = None
    agency: Words = ()
    status: Annotated[Words, AfterValidator(_statuses)] = ()
    language: Words = ()
    events: Annotated[tuple[Event, ...], BeforeValidator(_listed)] = ("done",)
    timeout_seconds: float = Field(default=10.0, gt=0, le=60)
    wait_seconds: float = Field(default=5.0, gt=0, le=3600)
    max_tries: int = Field(default=20, ge=1, le=1000)

    @model_validator(mode="after")
    def _one_secret(self) -> Hook:
        if sum(value is not None for value in (self.secret_env, self.secret_file, self.secret)) != 1:
            raise ValueError("name its secret once: secret_env, secret_file, or secret")
        return self

    @property
    def selection(self) -> Selection:
        """Which records it is about."""
        return Selection(self.agency, self.status, self.language)

    @property
    def host(self) -> str:
        """Where it goes to, for logs and screens: paths hold secrets now and then."""
        return urlsplit(self.url).netloc

    def secrets(self, name: str) -> list[bytes]:
        """The secrets to sign with; several, by blanks or lines, while one is exchanged for another.

        Read anew each time. `name` is for the error. Raises BadSettings, which does not hold the secret.
        """
        subject = f"webhooks.{name}"
        said = self._said(subject).split()
        if not said:
            raise BadSettings(subject, "its secret is empty", f"{PREFIX} and 32 random bytes in base64")
        return [_secret(text, subject) for text in said]

    def _said(self, subject: str) -> str:
        if self.secret:
            return self.secret.get_secret_value()
        if self.secret_env:
            return os.environ.get(self.secret_env, "")
        try:
            return (self.secret_file or Path()).read_text("ascii")
        except (OSError, ValueError) as fault:
            raise BadSettings(subject, f"its secret_file can't be read: {type(fault).__name__}", "see to the file") from None


def check_hooks(hooks: Mapping[str, Hook]) -> None:
    """Raises BadSettings where there are none, or one has no secret to be had here."""
    if not hooks:
        raise BadSettings("webhooks", "none to deliver to", "name them in copydesk.toml; a remote worker has none")
    for name, hook in hooks.items():
        hook.secrets(name)


def _secret(text: str, subject: str) -> bytes:
    try:
        key = b64decode(text.removeprefix(PREFIX), validate=True)
    except ValueError:
        key = b""
    if not text.startswith(PREFIX) or not _SHORTEST <= len(key) <= _LONGEST:
        advice = f"{PREFIX} and {_SHORTEST} to {_LONGEST} random bytes in base64: echo {PREFIX}$(openssl rand -base64 32)"
        raise BadSettings(subject, "its secret is none", advice)
    return key
