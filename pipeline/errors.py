"""One tree of errors. Each carries its subject (which file, which rule) and a machine-readable `reason`."""

from __future__ import annotations


class CopydeskError(Exception):
    """The root: what happened, to which subject, and what to do next.

    `subject` names the file, rule or server concerned; `reason` is a stable snake_case word for machines
    (a quarantine's .reason.json, a metric's label); `advice` tells a person what to do.
    """

    reason = "error"

    def __init__(self, subject: str, message: str, advice: str = "") -> None:
        super().__init__(subject, message, advice)
        self.subject = subject
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        said = f"{self.subject}: {self.message}"
        return f"{said} ({self.advice})" if self.advice else said


class UnreadableCopy(CopydeskError):
    """The bytes are no wire copy that we can read: the file goes to quarantine."""

    reason = "unreadable"


class EmptyCopy(UnreadableCopy):
    """Nothing in the file but white space."""

    reason = "empty"


class BinaryCopy(UnreadableCopy):
    """The bytes are no text: a picture, an archive, a program."""

    reason = "binary"


class UnknownFormat(UnreadableCopy):
    """A format that no reader is there for: XML with another root, JSON, RTF, PDF. It is not taken for text."""

    reason = "unknown_format"


class TooLarge(UnreadableCopy):
    """Over the size limit: refused unread."""

    reason = "too_large"


class NoStory(UnreadableCopy):
    """Readable, but nothing in it is a story: only furniture."""

    reason = "no_story"


class BrokenMarkup(UnreadableCopy):
    """XML or JSON that is cut off, or so broken that text would be lost in mending it."""

    reason = "broken_markup"


class BrokenArchive(UnreadableCopy):
    """A gzip or zip file that is cut off or does not follow its own format."""

    reason = "broken_archive"


class NotAStory(UnreadableCopy):
    """A wire's own business in a story's envelope: planning, an event, market data, a filler, an empty item."""

    reason = "not_a_story"


class RuleError(CopydeskError):
    """A style file is wrong: a rule without evidence, a pattern that does not compile, an example that does not match."""

    reason = "bad_rule"


class Unavailable(CopydeskError):
    """Something that we need is not there for now: nothing is lost, nothing goes to quarantine, it is tried again."""

    reason = "unavailable"


class StoreUnavailable(Unavailable):
    """The output store does not take records: full disk, no connection, no permission."""

    reason = "store_unavailable"


class SpoolUnavailable(Unavailable):
    """The desk's folders do not take a move: full disk, read-only, two file systems, no permission."""

    reason = "spool_unavailable"


class BrokerUnavailable(Unavailable):
    """The broker does not answer."""

    reason = "broker_unavailable"


class StillChanging(Unavailable):
    """The file was written to while it was read: read it again later."""

    reason = "still_changing"


class StyleRefused(Unavailable):
    """A style of the desk's own is wrong: until it is mended no story is cleaned by half of the rules, and none is lost."""

    reason = "style_refused"


class Vanished(CopydeskError):
    """The file is no longer where it was: somebody else has dealt with it."""

    reason = "vanished"


class NotAFile(UnreadableCopy):
    """A symlink, folder, pipe, socket or device where a file should be: never opened, never followed."""

    reason = "not_a_file"


class NotPermitted(UnreadableCopy):
    """The file's own permissions keep us from reading it."""

    reason = "not_permitted"


class Crashed(CopydeskError):
    """An error that we did not foresee: a fault of ours."""

    reason = "crashed"


class TimedOut(CopydeskError):
    """A file that takes longer than the time limit, tried alone."""

    reason = "timed_out"


class OutOfMemory(CopydeskError):
    """A file that takes more memory than a worker process may have, tried alone."""

    reason = "out_of_memory"


class Poison(CopydeskError):
    """A file that no worker finishes: each try ends with its process, or is stopped."""

    reason = "poison"


class BadClaim(CopydeskError):
    """A name that is no name of a claim."""

    reason = "bad_claim"


class BadSettings(CopydeskError):
    """The settings do not fit: an unknown key, a value out of range, a file that is no TOML."""

    reason = "bad_settings"


class BadRecord(CopydeskError):
    """A line that is no record of ours, or of a schema version that we don't read."""

    reason = "bad_record"
