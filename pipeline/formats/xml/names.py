"""The names that agencies' and publishers' own XML gives to the parts of a story, in the languages of the wire.

Folded: letters only, small: "Body_Text", "bodyText" and "body-text" are one name.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.formats.xml.tree import Element, attribute, name_of

_GENERIC: Final = frozenset({"field", "element", "property", "attribute", "str", "block", "part", "value"})
_NO_LETTERS: Final = re.compile(r"[\W\d_]+")


def words_of(text: str) -> frozenset[str]:
    """The words of a text that is a list."""
    return frozenset(text.split())


HEADLINES: Final = words_of(
    """headline headlinetext hl hl1 hedline head heading title storytitle articletitle newstitle mainheadline storyheadline
    newsheadline titel titre titulo título titular titolo titlu überschrift ueberschrift otsikko overskrift rubrik kop заголовок
    tytuł başlık baslik nadpis cím judul タイトル 标题"""
)
BODIES: Final = words_of(
    """body bodytext bodycontent content contents text story storytext storybody articletext articlebody articlecontent newstext
    newsbody newscontent fulltext maintext maincontent copy html brødtekst brodtekst brödtext brodtext leipäteksti cuerpo texto
    contenido corps contenu texte testo corpo inhalt fließtext fliesstext tekst treść текст içerik metin isi 正文 本文
    leadparagraph tailparagraphs"""
)
BYLINES: Final = words_of(
    """byline bylinetext author authors authorname by writer writers journalist reporter creator signature autor autores auteur
    auteurs autore autori verfasser forfatter författare originalform kirjoittaja firma redactor penulis yazar автор"""
)
DATELINES: Final = words_of("dateline datelinetext placeline")
PLACES: Final = words_of("location place city town ort lugar lieu luogo by_ort ciudad ville stad sted")
SUBHEADLINES: Final = words_of(
    """hl2 subheadline subhead subheading subtitle subtitel deck dek standfirst lede summary abstract teaser intro description
    ingress manchet chapo chapeau soustitre entradilla subtitulo subtítulo occhiello sottotitolo sommario untertitel vorspann
    secondaryheadline shortdescription leadtext excerpt"""
)
COPYRIGHTS: Final = words_of("copyright copyrightnotice copyrightline copyrighttext rights rightsnotice copyrightstatement")
AGENCIES: Final = words_of(
    "agency source provider publisher origin credit creditline newsagency quelle fuente fonte agence agencia agentur"
)
IDS: Final = words_of("id guid storyid articleid newsid itemid uuid uniqueid documentid docid contentid identifier")
VERSIONS: Final = words_of("version revision take")
REPLACED: Final = words_of("replaces supersedes correctionof updateof previousversion previousid replacesid evolvedfrom")
PUBLISHED: Final = words_of(
    """date pubdate published publishdate publicationdate publishedat publishedon publishtime dateissued issued created
    creationdate datetime timestamp datetimepublished releasedate fecha datum data dato firstpublished"""
)
UPDATED: Final = words_of(
    "updated modified updatedat lastmodified lastupdated modifieddate modificationdate dateupdated updatedate"
)
LANGUAGES: Final = words_of("language lang sprache langue idioma lingua språk sprog")
SLUGS: Final = words_of("slug slugline storyslug catchline stichwort guia")
KEYWORDS: Final = words_of("keyword keywords tag tags stichwörter palabrasclave motscles")
SECTIONS: Final = words_of("section category ressort desk channel seccion rubrique sezione department")
CAPTIONS: Final = words_of(
    "caption cutline imagecaption photocaption pictext bildtext bildunterschrift legende légende billedtekst"
)
IMAGES: Final = words_of("image photo picture img bild foto figure media imagen immagine photograph")
CREDITS: Final = words_of(
    "credit credits photographer photocredit imagecredit byline copyright source fotograf fotografo author creator"
)
URLS: Final = words_of("url href src link file filename path imageurl location")
STATUSES: Final = words_of("status state pubstatus publicationstatus storystatus")
NOTES: Final = words_of("note notes ednote editornote editorsnote editorialnote nota anmerkung")
TERMS: Final = words_of("usageterms usage terms restrictions licence license")
# What beside a title tells a diary's entry: it begins and ends.
BEGINNINGS: Final = words_of("timestart starttime eventstart startdatetime dtstart begintime")
ENDINGS: Final = words_of("timeend endtime eventend enddatetime dtend")
# Words of a root that is no story's: plans, numbers, settings. "newsevents" holds one.
NO_STORIES: Final = re.compile(
    r"event|plan|calendar|agenda|schedul|market|quote|price|ticker|fixture|result|standing|score|league|weather|forecast|lotter|config"
    r"|setting|catalog|product|invoice|order|sitemap|urlset|opml|svg|xsl|schema|wsdl|envelope|plist|manifest|project|knowledge|concept"
    r"|sport(?!s?(?:news|story))|listing|programme|timetable|obituar(?:y|ies)list|election"
)


def folded(element: Element) -> str:
    """'Body_Text' -> 'bodytext'; "hl1" keeps its number; <field name="Body_Text"> says its name in an attribute."""
    own = fold(name_of(element))
    said = attribute(element, "name", "key", "type") if own in _GENERIC else None
    return fold(said) if said else own


def fold(name: str) -> str:
    """The letters of a name, small."""
    small = name.casefold()
    return small if small in ("hl1", "hl2") else _NO_LETTERS.sub("", small)
