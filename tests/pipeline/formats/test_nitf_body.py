"""The text of NITF: paragraphs in every dress, tables, pictures."""

from __future__ import annotations

import pytest

from tests.pipeline.formats.nitf_makers import BODY, FIRST, MEDIA, SECOND, labelled, paragraphs, read, story


@pytest.mark.parametrize("body", ["", "<p>Too short.</p>"])
def test_a_story_without_much_text_is_still_a_document(body: str) -> None:
    assert labelled(read(story(body=body)), "headline") == ["Lakeford closes its lock"]


@pytest.mark.parametrize(
    "body",
    [
        f"<![CDATA[{BODY}]]>",
        BODY.replace("<", "&lt;").replace(">", "&gt;"),
        f"<p>{BODY.replace('<', '&lt;')}</p>",
        f"<block><![CDATA[{FIRST}<br/>{SECOND}]]></block>",
        f"{FIRST}\n\n{SECOND}",
        f'<pre>{FIRST}</pre><p class="lede">{SECOND}</p>',
    ],
)
def test_text_in_other_clothes_gives_the_same_paragraphs(body: str) -> None:
    assert paragraphs(read(story(body=body))) == [FIRST, SECOND]


def test_lines_that_a_wire_had_cut_are_joined() -> None:
    body = "<p>   The board of the harbour meets again on Friday to decide on the <br />price of the new gates. </p><p/>"

    assert paragraphs(read(story(body=body))) == [
        "The board of the harbour meets again on Friday to decide on the price of the new gates."
    ]


def test_tables_lists_quotes_and_headings_keep_their_kind() -> None:
    body = (
        "<hl2>Between</hl2><table><tr><td>Orn</td><td>3</td></tr></table><ol><li>first</li></ol>"
        "<bq><block><p>We will see.</p></block><credit>the mayor</credit></bq><hr/>"
    )

    document = read(story(body=body))

    assert [(passage.kind, passage.text) for passage in document.passages[1:]] == [
        ("heading", "Between"), ("table", "Orn\t3"), ("list_item", "first"), ("quote", "We will see."), ("quote", "the mayor"),
    ]  # fmt: skip


def test_a_picture_gives_caption_credit_and_address() -> None:
    document = read(story(body=BODY + MEDIA))

    assert document.fields.images == (("The lock.", "Photo by Dee Moss", "lock.jpg"),)
    assert (labelled(document, "caption"), document.fields.genre) == (["The lock."], None)


def test_a_picture_alone_is_no_story() -> None:
    assert read(story(body=MEDIA)).fields.genre == "picture"
