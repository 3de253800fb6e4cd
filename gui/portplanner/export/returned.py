"""What comes back: files that people filled in, recognised by their content and not by their name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from portplanner.checklist.meaning import fingerprint
from portplanner.checklist.model import Checklist
from portplanner.checklist.status import FIELDS, Recorded, Report, rows
from portplanner.checklist.words import shown
from portplanner.errors import CouldNot, UserError
from portplanner.export.tables import row_numbers
from portplanner.plan.model import Plan
from portplanner.text import Text, visible

_LISTED = 20
_MOST_BYTES = 64 * 1024 * 1024  # of any kind; each has a limit of its own


def read_returned(
    path: str | Path, plan: Plan, checklist: Checklist, *, anyway: bool = False
) -> Sequence[Recorded]:
    """Return what was recorded in a filled-in PDF or XLSX file, or measured by verify.ps1.

    Raises UserError for a file that is damaged, locked or none of ours, and, but for ``anyway``, for
    one that was made from a plan of another title with other rows.
    """
    file = str(path)
    data = _bytes(file)
    if data[:2] == b"PK" or data[:4] == b"\xd0\xcf\x11\xe0":  # a ZIP archive, or a locked workbook
        from portplanner.export.filled import returned
    elif b"%PDF-" in data[:1024]:
        from portplanner.export.pdf.read_form import returned
    else:
        from portplanner.export import verified

        if not verified.is_results(data):
            raise UserError("status.unknown-kind", file=visible(file))
        return verified.recorded(data, file, plan, checklist)
    found, identity = returned(data, file)
    same = (
        not identity  # a workbook whose hidden sheet somebody deleted
        or identity["title"] == plan.document.title
        or identity["checklist"] == fingerprint(rows(checklist))
    )
    if not (same or anyway):
        title = visible(identity["title"][:80])
        raise UserError("status.other-plan", file=visible(file), title=title)
    return found


def said(report: Report, checklist: Checklist, file: str, text: Text) -> list[str]:
    """Return what a merge did: first one line of counts, then a line for all that needs a look."""
    numbers = row_numbers(checklist)
    mark = text("checklist.list-mark")
    counts = [text("status.report.updated", count=len(report.updated))]
    for name, ids in (("unknown", report.unknown), ("changed", report.changed), ("refused", report.refused)):
        if ids:
            counts.append(text(f"status.report.{name}", count=len(ids)))
    lines = [text("status.report.line", file=visible(file), counts=mark.join(counts))]
    if report.unknown:
        names = [shown(id, 60) for id in report.unknown[:_LISTED]]
        names += ["…"] * (len(report.unknown) > _LISTED)
        lines.append(text("status.report.unknown-rows", ids=mark.join(names)))
    if report.changed:
        found = mark.join(numbers[id] for id in report.changed)
        lines.append(text("status.report.changed-rows", numbers=found))
    for one in report.refused:
        field = text(f"document.field.{one.field}") if one.field in FIELDS else ""
        lines.append(
            text(f"status.refused.{one.why}", number=numbers[one.id], value=shown(one.value, 60), field=field)
        )
    return lines


def _bytes(file: str) -> bytes:
    try:
        with open(file, "rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise UserError("status.no-file", file=visible(file)) from error
    except OSError as error:
        if Path(file).is_dir():  # Windows refuses to open one with another error than POSIX
            raise UserError("status.folder", file=visible(file)) from error
        reason = error.strerror or type(error).__name__
        raise CouldNot("status.unreadable", file=visible(file), reason=reason) from error
    return data
