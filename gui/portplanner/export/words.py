"""The document's languages, and how lists of names become short texts. Every format uses these."""

from __future__ import annotations

from collections.abc import Sequence

from portplanner.plan.model import DocumentLanguage
from portplanner.text import Language, Text, visible

LONGEST_NAME = 80


def languages(language: DocumentLanguage) -> tuple[Language, ...]:
    """Return the languages of a document, in the order in which they stand in it."""
    return ("en", "zh-TW") if language == "en+zh-TW" else (language,)


def texts(language: DocumentLanguage) -> tuple[Text, ...]:
    """Return the words of each of the document's languages."""
    return tuple(Text(one) for one in languages(language))


def shown(name: str, longest: int = LONGEST_NAME) -> str:
    """Return a name on one line; of a very long one the middle becomes an ellipsis."""
    name = visible(name)
    return name if len(name) <= longest else f"{name[: longest - 20]}…{name[-19:]}"


def folded(names: Sequence[str], text: Text, most: int = 4) -> str:
    """Return a list of names; a long one shows its beginning and its count."""
    if len(names) <= most:
        return text("checklist.list-mark").join(map(shown, names))
    first = text("checklist.list-mark").join(shown(name, 40) for name in names[: most - 2])
    return text("document.folded", first=first, last=shown(names[-1], 40), count=len(names))
