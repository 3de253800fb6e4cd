"""How diagrams look, as options of the command line."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, get_args

from portplanner.errors import UserError
from portplanner.text import Text, visible

if TYPE_CHECKING:
    from portplanner.export.formats import Look

AS_DRAWN = "drawn"  # the paper that is as large as the drawing
SCALES = ("1", "2", "4")
THEMES = ("light", "dark")


def add_look(parser: ArgumentParser, text: Text) -> None:
    """Add the options that say how diagrams look."""
    group = parser.add_argument_group(text("export.help.look"))
    group.add_argument("--callouts", metavar="DEPTH", help=text("export.help.callouts"))
    group.add_argument("--labels", metavar="DEPTH", help=text("export.help.labels"))
    group.add_argument("--layer", metavar="LAYER", action="append", help=text("export.help.layer"))
    group.add_argument("--no-legend", action="store_true", help=text("export.help.no-legend"))
    group.add_argument("--unfold", action="store_true", help=text("export.help.unfold"))
    group.add_argument("--page", metavar="PAPER", help=text("export.help.page"))
    group.add_argument("--theme", metavar="THEME", help=text("export.help.theme"))
    group.add_argument("--scale", metavar="SCALE", help=text("export.help.scale"))


def look(options: Namespace, formats: Collection[str]) -> Look:
    """Return the look that was asked for; UserError for a value that is not known or has no effect."""
    from portplanner.diagram.page import PaperSize
    from portplanner.diagram.view import CALLOUTS, LABELS, LAYERS, PLAIN, View
    from portplanner.export.formats import DRAWN, PAGED, Look

    papers: tuple[PaperSize, ...] = get_args(PaperSize)
    layers = options.layer or []
    for option, value, allowed, where in (
        ("--callouts", options.callouts, CALLOUTS, DRAWN),
        ("--labels", options.labels, LABELS, DRAWN),
        *(("--layer", layer, LAYERS, DRAWN) for layer in layers),
        ("--no-legend", options.no_legend or None, (True,), DRAWN),
        ("--unfold", options.unfold or None, (True,), DRAWN),
        ("--page", options.page, (AS_DRAWN, *papers), (*PAGED, *(("pdf",) if options.walkthrough else ()))),
        ("--theme", options.theme, THEMES, ("svg", "png")),
        ("--scale", options.scale, SCALES, ("png",)),
    ):
        _hold(option, value, allowed, where, formats)
    view = View(
        callouts=options.callouts or PLAIN.callouts,
        labels=options.labels or PLAIN.labels,
        layers=frozenset(layers),
        legend=not options.no_legend,
    )
    paper = None if options.page in (None, AS_DRAWN) else options.page
    return Look(view, paper, unfold=options.unfold, dark=options.theme == "dark")


def scale(options: Namespace) -> float:
    """Return how many pixels of a PNG a point of the drawing becomes."""
    return float(options.scale or "2")


def _hold(
    option: str, value: Any, allowed: Iterable[Any], where: Collection[str], formats: Collection[str]
) -> None:
    if value is None:
        return
    names = list(allowed)
    if value not in names:
        shown = ", ".join(map(str, names))
        raise UserError("cli.unknown-value", option=option, value=visible(str(value)), allowed=shown)
    if not set(formats) & set(where):
        raise UserError("export.option.unused", option=option, formats=", ".join(where))
