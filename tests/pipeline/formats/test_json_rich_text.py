"""Stories as editors' trees of nodes: ProseMirror, Lexical, Slate, Contentful, Portable Text, Editor.js, Apple News, blocks."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.record import Record
from pipeline.refine import refine

TEXT = "The ferry sailed at dawn on Monday with nine goats aboard, the harbour office said."
BACK = "It came back at noon with none of them, and nobody could say why."
HEAD, ITEM, SAID = "At noon", "Nine goats and one lamp.", "“A riddle,” he said of it."
Node = dict[str, Any]


def record(body: Any, **more: Any) -> Record:
    (one,) = refine(json.dumps({"title": "Ferry sails", "author": "Ada Quill", "body": body, **more}).encode(), "copy.json")
    return one


def told(one: Record) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in one.body]


def prose_mirror() -> Node:
    def node(kind: str, *content: Node, **more: Any) -> Node:
        return {"type": kind, "content": list(content), **more}

    def text(said: str, *marks: str) -> Node:
        return {"type": "text", "text": said, "marks": [{"type": mark} for mark in marks]}

    item = node("listItem", node("paragraph", text(ITEM)))
    quote = node("blockquote", node("paragraph", text(SAID)))
    head = node("heading", text(HEAD), attrs={"level": 2})
    return node(
        "doc", node("paragraph", text(TEXT[:9], "bold"), text(TEXT[9:])), head, node("bulletList", item), quote,
        node("paragraph", text(BACK)), {"type": "horizontalRule"},
    )  # fmt: skip


def contentful() -> Node:
    def node(kind: str, *content: Node) -> Node:
        return {"nodeType": kind, "data": {}, "content": list(content)}

    def text(said: str) -> Node:
        return {"nodeType": "text", "value": said, "marks": [], "data": {}}

    link = {"nodeType": "hyperlink", "data": {"uri": "https://x.example"}, "content": [text(TEXT[4:9])]}
    return node(
        "document", node("paragraph", text(TEXT[:4]), link, text(TEXT[9:])), node("heading-2", text(HEAD)),
        node("unordered-list", node("list-item", node("paragraph", text(ITEM)))),
        node("blockquote", node("paragraph", text(SAID))), node("paragraph", text(BACK)),
    )  # fmt: skip


def lexical() -> Node:
    def node(kind: str, *children: Node, **more: Any) -> Node:
        return {"type": kind, "children": list(children), "version": 1, **more}

    def text(said: str) -> Node:
        return {"type": "text", "text": said, "format": 0, "mode": "normal", "version": 1}

    return {
        "root": node(
            "root", node("paragraph", text(TEXT[:4]), node("link", text(TEXT[4:9])), text(TEXT[9:])),
            node("heading", text(HEAD), tag="h2"), node("list", node("listitem", text(ITEM))), node("quote", text(SAID)),
            node("paragraph", text(BACK)), node("paragraph"),
        )
    }  # fmt: skip


def slate() -> list[Node]:
    def node(kind: str, *children: Node) -> Node:
        return {"type": kind, "children": list(children)}

    return [
        node("paragraph", {"text": TEXT[:4]}, {"text": TEXT[4:9], "bold": True}, {"text": TEXT[9:]}),
        node("heading-two", {"text": HEAD}),
        node("bulleted-list", node("list-item", {"text": ITEM})),
        node("block-quote", {"text": SAID}),
        node("paragraph", {"text": BACK}),
    ]


def portable_text() -> list[Node]:
    def block(*said: str, style: str = "normal", **more: Any) -> Node:
        spans = [{"_type": "span", "_key": "k", "text": text, "marks": []} for text in said]
        return {"_type": "block", "style": style, "markDefs": [], "children": spans, **more}

    item = block(ITEM, listItem="bullet", level=1)
    return [block(TEXT[:9], TEXT[9:]), block(HEAD, style="h2"), item, block(SAID, style="blockquote"), block(BACK)]


def editor_js() -> Node:
    def block(kind: str, **data: Any) -> Node:
        return {"id": "a", "type": kind, "data": data}

    blocks = [
        block("paragraph", text=f"<b>{TEXT[:9]}</b>{TEXT[9:]}"), block("header", text=HEAD, level=2),
        block("list", style="unordered", items=[{"content": ITEM, "items": []}]), block("quote", text=SAID, caption="The mate"),
        block("delimiter"), block("paragraph", text=BACK),
    ]  # fmt: skip
    return {"time": 1, "version": "2.29", "blocks": blocks}


def word_press() -> list[Node]:
    def block(name: str, content: str, *inner: Node) -> Node:
        return {"blockName": f"core/{name}", "attrs": {}, "innerBlocks": list(inner), "innerHTML": content}

    return [
        block("group", "<div></div>", block("paragraph", f"<p>{TEXT}</p>")), block("heading", f"<h2>{HEAD}</h2>"),
        block("list", "<ul></ul>", block("list-item", f"<li>{ITEM}</li>")),
        block("quote", "", block("paragraph", f"<p>{SAID}</p>")), block("paragraph", f"<p>{BACK}</p>"),
    ]  # fmt: skip


@pytest.mark.parametrize("tree", [prose_mirror, contentful, lexical, slate, portable_text, editor_js, word_press])
def test_a_tree_gives_its_blocks_whole_each_with_its_kind(tree: Any) -> None:
    assert told(record(tree())) == [
        ("paragraph", TEXT),
        ("subheading", HEAD),
        ("list_item", ITEM),
        ("quote", SAID),
        ("paragraph", BACK),
    ]


@pytest.mark.parametrize(
    "table",
    [
        {"type": "table", "header": [{"type": "text", "content": "Ferry"}, {"content": "Goats"}], "rows": [["Ada", "9"]]},
        {"type": "table", "data": {"withHeadings": True, "content": [["Ferry", "Goats"], ["Ada", "9"]]}},
        {"type": "table", "content": [
            {"type": "tableRow", "content": [
                {"type": "tableCell", "content": [{"type": "paragraph", "content": [{"type": "text", "text": cell}]}]}
                for cell in row
            ]} for row in (("Ferry", "Goats"), ("Ada", "9"))]},
    ],
)  # fmt: skip
def test_a_table_gives_its_rows(table: Node) -> None:
    one = record([{"type": "text", "content": TEXT}, table, {"type": "text", "content": BACK}])

    assert [text for _, text in told(one)] == [TEXT, "Ferry\tGoats", "Ada\t9", BACK]


@pytest.mark.parametrize(
    "insert",
    [
        {"type": "interstitial_link", "content": "Where the goats went last year", "url": "https://x.example"},
        {"type": "newsletter-signup", "content": "The week on the water, each Friday."},
        {"type": "quote", "subtype": "pullquote", "content_elements": [{"type": "text", "content": "Nobody could say why"}]},
        {"type": "oembed_response", "raw_oembed": {"html": "<blockquote>Goats!</blockquote>"}},
    ],
)
def test_an_insert_is_no_paragraph(insert: Node) -> None:
    one = record([{"type": "text", "content": TEXT}, insert, {"type": "text", "content": BACK}])

    assert told(one) == [("paragraph", TEXT), ("paragraph", BACK)]


def test_a_pulled_quote_that_the_story_does_not_say_is_its_own() -> None:
    quote = {"role": "pullquote", "text": SAID}

    assert told(record([{"role": "body", "text": TEXT}, quote, {"role": "body", "text": BACK}]))[1] == ("quote", SAID)


def test_pictures_between_the_paragraphs_are_told_with_caption_and_credit() -> None:
    image = {
        "type": "image",
        "url": "https://x.example/g.jpg",
        "caption": "Goats on deck.",
        "credits": {"by": [{"name": "Bo Lind"}]},
    }
    lead = {"basic": {"type": "image", "url": "https://x.example/f.jpg", "caption": "The ferry."}}

    one = record([{"type": "text", "content": TEXT}, image], promo_items=lead)

    assert [(shown.caption, shown.credit, shown.url) for shown in one.images] == [
        ("The ferry.", None, "https://x.example/f.jpg"),
        ("Goats on deck.", "Bo Lind", "https://x.example/g.jpg"),
    ]


def test_apple_news_keeps_people_and_times_in_its_metadata() -> None:
    article = {
        "version": "1.9", "identifier": "A1", "title": "Ferry sails", "language": "en-GB",
        "metadata": {"authors": ["Ada Quill"], "datePublished": "2026-03-03T06:00:00Z", "keywords": ["goats"]},
        "components": [
            {"role": "title", "text": "Ferry sails"}, {"role": "byline", "text": "By Ada Quill"},
            {"role": "container", "components": [{"role": "body", "format": "html", "text": f"<p>{TEXT}</p><p>{BACK}</p>"}]},
        ],
    }  # fmt: skip

    (one,) = refine(json.dumps(article).encode(), "article.json")

    assert (told(one), [author.name for author in one.byline.authors]) == (
        [("paragraph", TEXT), ("paragraph", BACK)],
        ["Ada Quill"],
    )
    assert (one.keywords, str(one.published_at)) == (("goats",), "2026-03-03 06:00:00+00:00")


@pytest.mark.parametrize(
    "around",
    [
        lambda story: {"sys": {"id": "x"}, "fields": story},
        lambda story: {"data": {"type": "node--article", "id": "1", "attributes": story}, "included": []},
        lambda story: {"data": {"allArticles": {"edges": [{"node": story}]}}},
        lambda story: {"props": {"pageProps": {"current": story, "relatedArticles": [{**story, "title": "Another"}]}}},
    ],
)
def test_a_story_is_found_in_the_envelopes_of_content_systems(around: Any) -> None:
    (one,) = refine(json.dumps(around({"title": "Ferry sails", "author": "Ada Quill", "body": TEXT})).encode(), "copy.json")

    assert (one.headline, told(one)) == ("Ferry sails", [("paragraph", TEXT)])


def test_a_news_services_title_loses_the_name_of_the_source() -> None:
    assert record(TEXT, title="Ferry sails - Brill Times", source={"id": None, "name": "Brill Times"}).headline == "Ferry sails"


def test_the_version_of_a_schema_is_not_the_storys() -> None:
    assert record(TEXT, version="0.10.9").version is None
