"""What stands before the tables: who made the document, what the plan chooses, what is missing."""

from __future__ import annotations

from portplanner.checklist.words import folded
from portplanner.export.sentences import Sentence, sentences
from portplanner.export.tables import Cell, Line, Tables


def front(tables: Tables) -> list[tuple[Cell, Cell]]:
    """Return the labels and values of the title block; a value that nobody gave is empty."""
    document = tables.plan.document
    values = (
        ("organization", document.organization),
        ("prepared-by", document.prepared_by),
        ("revision", document.revision),
        ("date", document.date),
        ("edition", tables.checklist.edition),
    )
    return [(tables.word(f"document.meta.{name}"), (Line(value),) if value else ()) for name, value in values]


def choices(tables: Tables) -> list[Cell]:
    """Return what the plan chooses, a sentence each, with the numbers of the warnings about it."""
    found = sentences(tables.checklist, tables.plan, tables.texts)
    return [tables.each(sentence.words) + _beside(sentence, tables) for sentence in found]


def _beside(sentence: Sentence, tables: Tables) -> Cell:
    ids = sentence.no_effect or sentence.about
    if not ids:
        return ()
    numbers = ", ".join(tables.numbers[id] for id in ids)
    return tables.word(f"document.choice.{'no-effect' if sentence.no_effect else 'see'}", number=numbers)


def missing(tables: Tables) -> Cell:
    """Return the line that names what is still missing; empty when nothing is."""
    names = tables.checklist.placeholders
    if not names:
        return ()
    return tables.say(
        lambda text: text("document.missing.names", count=len(names), names=folded(names, text, 6))
    )
