"""schema.org's NewsArticle: what a search engine asks for, and no property that says nothing."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from pipeline.export.json_ld import article_of
from pipeline.record import Record
from tests.pipeline.export.told import HOSTILE, of_seeds

# https://schema.org/NewsArticle and what it inherits from Article, CreativeWork and Thing.
PROPERTIES = {
    "@context", "@type", "@id", "identifier", "version", "headline", "alternativeHeadline", "articleSection", "genre",
    "inLanguage", "creativeWorkStatus", "dateline", "datePublished", "dateModified", "expires", "author", "editor",
    "translator", "contributor", "articleBody", "wordCount", "correction", "keywords", "about", "contentLocation", "image",
    "publisher", "copyrightHolder", "copyrightYear", "copyrightNotice", "usageInfo",
}  # fmt: skip


@pytest.mark.parametrize(("name", "record"), of_seeds(), ids=[name for name, _ in of_seeds()])
def test_every_seed_is_an_article_with_properties_that_there_are(name: str, record: Record) -> None:
    article = article_of(record)

    assert article.keys() <= PROPERTIES
    assert (article["@context"], article["@type"]) == ("https://schema.org", "NewsArticle")


@given(HOSTILE)
def test_any_story_is_json_without_empty_values(record: Record) -> None:
    read = json.loads(json.dumps(article_of(record)))

    assert not [key for key, value in read.items() if value in (None, "", [], {})]
