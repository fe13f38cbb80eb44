"""Exports of WordPress (WXR): raw posts, among pages, drafts and comments."""

from __future__ import annotations

import pytest

from tests.pipeline.formats.feed_makers import WHOLE, body, export, labelled, story


def test_lines_are_paragraphs_even_beside_headings() -> None:
    text = "The ferry <em>sailed</em>.\n\nIt was late.\n<h2>Goats</h2>\nNine of them."
    item = f"<title>Ferry sails</title><content:encoded><![CDATA[{text}]]></content:encoded>"

    assert body(story(export(item))) == [
        ("paragraph", "The ferry sailed."),
        ("paragraph", "It was late."),
        ("heading", "Goats"),
        ("paragraph", "Nine of them."),
    ]


def test_gadgets_alone_in_a_line_are_furniture_and_words_in_brackets_stay() -> None:
    text = '[dropcap]T[/dropcap]he ferry.\n\n[gallery ids="1,2"]\n\n[contact_form]\n\n[sic]\n\n[Update: it sank.]'
    document = story(export(f"<title>A</title><content:encoded><![CDATA[{text}]]></content:encoded>"))

    assert labelled(document, "furniture") == ['[gallery ids="1,2"]', "[contact_form]"]
    assert [text for _, text in body(document)] == ["[dropcap]T[/dropcap]he ferry.", "[sic]", "[Update: it sank.]"]


def test_a_caption_shortcode_is_a_caption() -> None:
    text = 'It sailed.\n\n[caption id="a" width="3"]<img src="f.jpg"> The ferry.[/caption]\n\nIt sank.'
    item = f"<title>A</title><content:encoded><![CDATA[{text}]]></content:encoded>"

    assert body(story(export(item)))[1] == ("caption", "The ferry.")


def test_blocks_of_the_new_editor_are_paragraphs() -> None:
    text = "<!-- wp:paragraph -->\n<p>The ferry\nsailed.</p>\n<!-- /wp:paragraph -->"
    item = f"<title>A</title><content:encoded><![CDATA[{text}]]></content:encoded>"

    assert body(story(export(item))) == [("paragraph", "The ferry sailed.")]


@pytest.mark.parametrize(
    ("kind", "status", "reason"),
    [("page", "publish", "'page'"), ("attachment", "inherit", "'attachment'"), ("post", "draft", "'draft'")],
)  # fmt: skip
def test_only_published_posts_are_stories(kind: str, status: str, reason: str) -> None:
    other = f"<title>B</title>{WHOLE}<wp:post_type>{kind}</wp:post_type><wp:status>{status}</wp:status>"
    post = f"<title>A</title>{WHOLE}<wp:post_type>post</wp:post_type><wp:status>publish</wp:status>"

    document = story(export(other, post))

    assert [(notice.code, reason in notice.message) for notice in document.notices] == [("item_left_out", True)]


def test_comments_are_no_text_of_the_story() -> None:
    comment = "<wp:comment><wp:comment_content>I drive there on purpose.</wp:comment_content></wp:comment>"

    assert "purpose" not in story(export(f"<title>A</title>{WHOLE}{comment}")).text


def test_a_login_is_signed_by_its_display_name() -> None:
    login, name = "<wp:author_login>aquill</wp:author_login>", "<wp:author_display_name>Ada Quill</wp:author_display_name>"
    user = f"<wp:author>{login}{name}</wp:author>"

    document = story(export(f"<title>A</title><dc:creator>aquill</dc:creator>{WHOLE}", channel=user))

    assert labelled(document, "byline") == ["Ada Quill"]
