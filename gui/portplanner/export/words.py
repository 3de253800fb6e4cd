"""The document's languages, for every format."""

from __future__ import annotations

from portplanner.plan.model import DocumentLanguage
from portplanner.text import Language, Text


def languages(language: DocumentLanguage) -> tuple[Language, ...]:
    """Return the languages of a document, in the order in which they stand in it."""
    return ("en", "zh-TW") if language == "en+zh-TW" else (language,)


def texts(language: DocumentLanguage) -> tuple[Text, ...]:
    """Return the words of each of the document's languages."""
    return tuple(Text(one) for one in languages(language))
