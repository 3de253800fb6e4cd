"""Which files a change request can become, and how."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from portplanner.diagram.drawing import Drawing
from portplanner.export.change_request.request import Request, Side
from portplanner.export.tables import MOST_NAMES

if TYPE_CHECKING:
    from portplanner.checklist.compare import Changes

FORMATS = ("pdf", "csv", "md", "json", "txt", "svg", "png")
PICTURES = ("svg", "png")

Painter = Callable[[Drawing], bytes]


def export(old: Side, new: Side, format: str, png: Painter, changes: Changes | None = None) -> bytes:
    """Return one file of this format, one of FORMATS. ``png`` is the window's painter."""
    makers: Mapping[str, Callable[[Request], bytes]] = {
        "pdf": _pdf, "csv": _csv, "md": _markdown, "json": _json, "txt": _text,
        "svg": _svg, "png": lambda request: png(_picture(request)),
    }  # fmt: skip
    most = None if format == "csv" else MOST_NAMES
    return makers[format](Request(old, new, changes, most))


def _pdf(request: Request) -> bytes:
    from portplanner.export.pdf.change import document

    return document(request)


def _csv(request: Request) -> bytes:
    from portplanner.export.change_request.csv import document

    return document(request)


def _markdown(request: Request) -> bytes:
    from portplanner.export.change_request.markdown import document

    return document(request)


def _json(request: Request) -> bytes:
    from portplanner.export.change_request.json import document

    return document(request)


def _text(request: Request) -> bytes:
    from portplanner.export.change_request.lines import lines

    said = [line for text in request.texts for line in (*lines(request, text), "")]
    return "\n".join(said).encode()


def _svg(request: Request) -> bytes:
    from portplanner.export.svg import document

    return document(_picture(request), request.texts[0].language)


def _picture(request: Request) -> Drawing:
    from portplanner.diagram.overlay import Overlay
    from portplanner.diagram.stack import stack
    from portplanner.errors import UserError

    overlay = Overlay(
        (request.old.checklist, request.old.plan), (request.new.checklist, request.new.plan), request.changes
    )
    if not overlay.diagrams:
        raise UserError("changes.no-diagram")
    drawn = [overlay.drawing(diagram, text) for text in request.texts for diagram in overlay.diagrams]
    return drawn[0] if len(drawn) == 1 else stack(drawn)
