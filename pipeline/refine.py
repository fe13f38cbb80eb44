"""The verb: bytes of wire copy in, clean validated records out. The six steps are on this screen."""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

from pipeline.assemble import body_of, content_hash, first_group, first_text, removed_of, running_text, trace_of
from pipeline.attribution import attribute
from pipeline.attribution.agreement import disagreements
from pipeline.attribution.contacts import contacts_of
from pipeline.attribution.embargo import embargo_of, held_back
from pipeline.attribution.language import language_of
from pipeline.attribution.notes import notes_of
from pipeline.attribution.status import ORDERS, standing_of
from pipeline.attribution.zones import times_of
from pipeline.cleaning.label import label
from pipeline.cleaning.ruleset import RuleSet, load_rules
from pipeline.document import NO_DEFAULTS, Defaults, Document, Fields, Finding, Notice
from pipeline.errors import NoStory
from pipeline.formats.detect import read
from pipeline.record import Block, Caution, Image, Record, Source, Subject, TracedRecord, TraceSpan


class Labelled(NamedTuple):
    """A document with a label on every character, and what the labelling has to say."""

    document: Document
    findings: list[Finding]
    notices: tuple[Notice, ...]


def refine(raw: bytes, filename: str, defaults: Defaults = NO_DEFAULTS, rules: RuleSet | None = None) -> list[Record]:
    """The stories in one file's bytes. `filename` is recorded, and never trusted to tell the format.

    `rules` are those that come with copydesk, unless a house has styles of its own (cleaning.ruleset.rules_with).
    Pure: the same bytes, name and rules give the same records. Raises UnreadableCopy (its subclass says why)
    where there is no story to be had; everything else that is odd becomes a warning in the record.
    """
    return [_record(story, raw, filename, defaults) for story in _labelled(raw, filename, rules)]


def trace(raw: bytes, filename: str, defaults: Defaults = NO_DEFAULTS, rules: RuleSet | None = None) -> list[TracedRecord]:
    """As `refine`, with the accounting behind each record: every non-blank character, its label and its rule."""
    return [
        TracedRecord.model_construct(**dict(_record(story, raw, filename, defaults)), trace=trace_of(story.findings))
        for story in _labelled(raw, filename, rules)
    ]


def accounting(raw: bytes, filename: str, rules: RuleSet | None = None) -> list[tuple[TraceSpan, ...]]:
    """The accounting alone, story by story: of copy in which there is no story as well."""
    return [trace_of(story.findings) for story in _labelled(raw, filename, rules)]


def _labelled(raw: bytes, filename: str, rules: RuleSet | None) -> list[Labelled]:
    """Detect, read, and label every character by a rule."""
    in_force = rules or load_rules()
    return [Labelled(document, *label(document, in_force, attribute.JUDGES)) for document in read(raw, filename)]


def _record(story: Labelled, raw: bytes, filename: str, defaults: Defaults) -> Record:
    """Attribute, and validate."""
    document, findings, notices = story
    told = [finding for finding in findings if finding.span.label != "body"]  # few, and all the evidence is in them
    fields = document.fields
    times, naive = times_of(fields, defaults.timezone)
    headline = first_text(told, "headline") or fields.headline
    body = body_of(document, findings)
    words = running_text(body)
    notes = notes_of(told)
    standing = standing_of(told, notes, held_back(fields.status, times))
    if not body and not headline and standing.status not in ORDERS:
        raise NoStory(filename, "there is no story in it, only furniture", "`copydesk explain` shows what took each line")
    embargo, unsure = (times["embargo_until"], ()) if times["embargo_until"] else embargo_of(standing.status, notes)
    credits = attribute.credits_of(told, fields)
    digest = hashlib.sha256(raw).hexdigest()
    source = Source(
        file=filename, format=document.format, encoding=document.encoding, bytes=len(raw), sha256=digest, item=document.item
    )
    return Record(
        id=digest[:32] if document.item is None else f"{digest[:32]}#{document.item}",
        content_hash=content_hash(headline, words),
        version=fields.version or standing.version,
        status=standing.status,
        headline=headline,
        subheadline=first_text(told, "subheadline") or fields.subheadline,
        slug=fields.slug or first_group(told, "slug"),
        section=first_group(told, "section") or fields.section,
        genre=fields.genre or standing.genre,
        language=fields.language or language_of(" ".join(block.text for block in body[:4])) or defaults.language,
        byline=attribute.byline_of(told, fields),
        dateline=attribute.dateline_of(told),
        body=body,
        credits=credits,
        rights=attribute.rights_of(told, fields),
        agency=attribute.agency_of(told, fields, defaults, credits),
        notes=notes,
        contacts=contacts_of(findings),
        word_count=words.count(" ") + 1 if words else 0,
        source=source,
        removed=removed_of(document, told),
        warnings=_warnings(document.notices + notices + unsure + naive + disagreements(document, told), body),
        **_straight_through(fields),
        **dict[str, Any](times, embargo_until=embargo),
    )


def _straight_through(fields: Fields) -> dict[str, Any]:
    """What only the format can say, as it says it."""
    return {
        "story_id": fields.story_id,
        "replaces": tuple(dict.fromkeys(said for said in fields.replaces if said != fields.story_id)),
        "keywords": fields.keywords,
        "subjects": tuple(Subject(scheme=scheme, code=code, name=name) for scheme, code, name in fields.subjects),
        "urgency": fields.urgency,
        "places": fields.places,
        "images": tuple(Image(caption=caption, credit=credit, url=url) for caption, credit, url in fields.images),
    }


def _warnings(notices: tuple[Notice, ...], body: tuple[Block, ...]) -> tuple[Caution, ...]:
    empty = () if body else (Notice("no_body", "there is no text in it"),)
    return tuple(Caution(code=notice.code, message=notice.message) for notice in notices + empty)
