"""The words by which pages, blocks of editors and feeds call their furniture: "related", "share-bar", "newsletterSignup"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

# The words of names, in the order in which they count: "social-comments" are comments.
_BY_WORD: Final = (
    ("html.comments", "comments comment commentlist commentarea disqus livefyre viafoura hyvor"),
    ("html.advert", "ad ads advert adverts advertisement advertising adslot adunit dfp sponsor sponsored sponsorship"),
    ("html.newsletter", "newsletter newsletters signup subscribe subscription inbox"),
    ("html.cookie", "cookie cookies consent gdpr onetrust ccpa qc didomi usercentrics truste trustarc cookiebot"),
    ("html.paywall", "paywall regwall piano"),
    ("html.share", "share shares sharing sharebar sharedaddy addthis addtoany social socials"),
    (
        "html.related",
        "related recommended recommendations recirc recirculation trending popular teaser teasers readmore mostread submeta",
    ),
    ("html.related", "upnext taboola outbrain interstitial"),
    ("html.promo", "promo promos promobox promotion cta donate donation"),
    ("html.navigation", "nav navbar navigation menu breadcrumb breadcrumbs pagination pager sidebar skiplink masthead toolbar"),
    ("html.tags", "tags taglist tagcloud"),
    ("html.author_box", "bio bios biography authorbox authorbio authorcard aboutauthor"),
    ("html.boilerplate", "boilerplate disclaimer disclosure affiliate"),
    ("html.embed", "video videos player jwplayer brightcove"),
    ("html.hidden", "hidden modal popup tooltip"),
)
_RULE_OF_WORD: Final = {word: (place, rule) for place, (rule, words) in enumerate(_BY_WORD) for word in words.split()}
# Two words that tell together: "read-next", "more_from", "alsoRead".
_TOGETHER: Final = re.compile(
    r"emailsignup|prevnext|nextprev|postnav|linksblock|articlesave|savearticle|read(?:next|also)|morefrom|morestories|alsoread|seealso|furtherreading|mostviewed|mostpopular|you(?:may|might)(?:also)?like"
)
_RELATED: Final = next((place, rule) for place, (rule, _) in enumerate(_BY_WORD) if rule == "html.related")
# "has-sidebar", "no-ads", "comments-open" tell of the element's state, not of what it is.
_STATES: Final = frozenset({
    "has", "with", "without", "no", "not", "non", "is", "js", "wp", "col", "width", "hide", "show", "enabled", "disabled", "open",
    "closed", "free", "xs", "sm", "md", "lg", "xl", "print", "mobile", "desktop", "tablet",
})  # fmt: skip
# Of an author's box two words tell: <div class="author-card">.
_AUTHORS: Final = frozenset({"author", "authors", "contributor", "writer"})
_BOXES: Final = frozenset({"card", "box", "footer", "about", "profile", "overlay", "widget"})
_AUTHOR_BOX: Final = (len(_BY_WORD), "html.author_box")
_WORDS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def rule_of(texts: Iterable[str]) -> str | None:
    """The rule by which something with these names would be furniture, "html.share"; None where they don't say so.

    `texts`: attributes with a name or several, "c-box related-posts".
    """
    claims = [claim for text in texts if (claim := _claim(text))]
    return min(claims)[1] if claims else None


@lru_cache(maxsize=8192)  # a page has a few hundred such attributes, and says them again for each element
def _claim(text: str) -> tuple[int, str] | None:
    return min((claim for name in text.split() if (claim := _claim_of(name))), default=None)


def _claim_of(name: str) -> tuple[int, str] | None:
    words = split(name)
    if not _STATES.isdisjoint(words):
        return None
    found = [_RULE_OF_WORD[word] for word in words if word in _RULE_OF_WORD]
    if found:
        return min(found)
    if len(words) > 1 and _TOGETHER.search("".join(words)):
        return _RELATED
    return _AUTHOR_BOX if not (_AUTHORS.isdisjoint(words) or _BOXES.isdisjoint(words)) else None


@lru_cache(maxsize=8192)
def words_of(text: str) -> frozenset[str]:
    """The words of names: "storyByline is-top" -> {"story", "byline", "is", "top"}."""
    return frozenset(word for name in text.split() for word in split(name))


def split(name: str) -> tuple[str, ...]:
    """'article__socialShare' -> ("article", "social", "share")"""
    return tuple([word.lower() for word in _WORDS.findall(name)])
