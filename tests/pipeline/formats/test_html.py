"""HTML as lines of text: what a browser shows, in order, nothing lost."""

from __future__ import annotations

import pytest

from pipeline.document import Document
from pipeline.errors import EmptyCopy, NoStory
from pipeline.formats.html import reader as html
from pipeline.formats.text import plain


def document_of(markup: str) -> Document:
    (document,) = html.read(markup.encode(), "story.html")
    return document


def shown(markup: str) -> list[tuple[str, str]]:
    return [(passage.kind, passage.text) for passage in document_of(markup).passages]


def test_each_block_is_a_passage_with_its_kind() -> None:
    markup = """<h1>Ferry sails</h1><p>It sailed at dawn.</p><ul><li>nine goats</li><li><p>a lamp</p></li></ul>
      <blockquote><p>Never again.</p></blockquote><h2>The lamp</h2>
      <div>Words of the division <p>and a paragraph</p> and a tail.</div>"""

    assert shown(markup) == [
        ("heading", "Ferry sails"),
        ("paragraph", "It sailed at dawn."),
        ("list_item", "nine goats"),
        ("list_item", "a lamp"),
        ("quote", "Never again."),
        ("heading", "The lamp"),
        ("paragraph", "Words of the division"),
        ("paragraph", "and a paragraph"),
        ("paragraph", "and a tail."),
    ]


def test_inline_tags_keep_their_words_in_one_passage_and_in_order() -> None:
    markup = '<p>The <b>fer</b><i>ry</i> <a href="/x">sailed</a>\n   at\tdawn&nbsp;&mdash; <span>“<em>late</em>”</span>.</p>'

    assert shown(markup) == [("paragraph", "The ferry sailed at dawn\u00a0— “late”.")]


def test_offsets_count_characters_of_the_documents_own_text() -> None:
    document = document_of("<p>One <b>two</b></p><p>three</p>")

    assert document.text == "One two\nthree"
    assert [(p.start, p.end) for p in document.passages] == [(0, 7), (8, 13)]


def test_a_passage_knows_its_line_in_the_source() -> None:
    markup = (
        "<!-- Ferry\n\nsails -->\n<p>Ferry sails</p>\n<script>\n'Ferry'\n</script>\n"
        "<p\n class='x'>&Eacute;t&eacute;</p>\n<p>Ferry</p>"
    )

    assert [(p.line, p.text) for p in document_of(markup).passages] == [(4, "Ferry sails"), (9, "Été"), (10, "Ferry")]


def test_scripts_styles_templates_comments_and_the_title_are_no_text() -> None:
    markup = (
        "<title>Site</title><style>p {}</style><p>It <!-- never --> sailed.<script>'</p> no'</script></p>"
        '<template><p>no</p></template><script type=\'application/ld+json\'>{"headline": "no"}</script>'
    )

    assert document_of(markup).text == "It sailed."


def test_breaks_make_lines_but_not_in_headlines() -> None:
    assert shown("<h1>Ferry<br>sails</h1><div>By Ada Quill<br>Staff Writer<br><br>It sailed.</div>") == [
        ("heading", "Ferry sails"),
        ("paragraph", "By Ada Quill"),
        ("paragraph", "Staff Writer"),
        ("paragraph", "It sailed."),
    ]


def test_a_table_of_words_gives_a_row_a_passage() -> None:
    assert shown("<table><caption>Ports</caption><tr><th>Port<th>Boats</tr><tr><td>Corvane<td><b>9</b> of 12</tr></table>") == [
        ("caption", "Ports"),
        ("table", "Port\tBoats"),
        ("table", "Corvane\t9 of 12"),
    ]


def test_a_table_that_lays_out_a_page_is_no_table() -> None:
    markup = (
        "<table><tr><td><p>Menu</p></td><td><p>It sailed.</p><p>It sank.</p></td></tr><tr><td>One cell only.</td></tr></table>"
    )

    assert shown(markup) == [("paragraph", text) for text in ("Menu", "It sailed.", "It sank.", "One cell only.")]


def test_preformatted_wires_are_read_like_plain_text() -> None:
    wire = """\
Ferrymen of Corvane refuse to sail

   The ferrymen of Corvane will not leave the harbour after dark until
the council puts a second lamp on the north pier, a spokeswoman for
the guild said on Wednesday, and the mayor agreed with her.
   The council meets on Friday.
"""
    (as_text,) = plain.read(wire.encode(), "story.txt")

    assert [text for _, text in shown(f"<pre>{wire}</pre>")] == [passage.text for passage in as_text.passages]


def test_a_fragment_without_block_tags_keeps_its_lines() -> None:
    assert [text for _, text in shown("<b>Ferry sails</b>\nBy Ada Quill\n\nIt sailed at dawn.")] == [
        "Ferry sails",
        "By Ada Quill",
        "It sailed at dawn.",
    ]


def test_a_fragment_has_the_passages_of_its_text() -> None:
    lines = ["Ferry sails", "By Ada Quill", "CORVANE — It sailed & sank.", "“Never,” he said.", "___", "©2026 Tidewire."]
    (as_text,) = plain.read("\n".join(lines).encode(), "story.txt")

    document = document_of("".join(f"<p>{line.replace('&', '&amp;')}</p>\n" for line in lines))

    assert [p.text for p in document.passages] == [p.text for p in as_text.passages]
    assert not any(p.given for p in document.passages)


def test_the_declared_encoding_is_followed_and_a_lie_is_told() -> None:
    head = '<html><head><meta charset="iso-8859-2"></head><body>'

    assert html.read(f"{head}<p>Żaglówka płynie.</p>".encode("iso8859-2"), "a")[0].text == "Żaglówka płynie."
    (lying,) = html.read(f"{head}<p>Żaglówka płynie.</p>".encode(), "a")
    assert (lying.text, [notice.code for notice in lying.notices]) == ("Żaglówka płynie.", ["encoding_lied"])


def test_a_page_of_furniture_only_has_no_story() -> None:
    with pytest.raises(NoStory):
        document_of("<html><body><nav><a href='/'>Home</a></nav><footer>Contact us</footer></body></html>")


@pytest.mark.parametrize(
    "markup", ["<p> </p>", "<html><head><title>Ferry</title></head><body></body></html>", "<p>&nbsp;\u200b</p>"]
)
def test_a_page_without_text_has_no_story(markup: str) -> None:
    with pytest.raises((NoStory, EmptyCopy)):
        document_of(markup)
