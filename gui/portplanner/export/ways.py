"""verified_by(plan, checklist): how each row is verified, by the catalogue of the plan's version."""

from __future__ import annotations

from collections.abc import Mapping

from portplanner.catalogue.load import known, load
from portplanner.checklist.model import Checklist
from portplanner.checklist.verify import Verification, commands, verifications
from portplanner.checklist.words import folded, shown
from portplanner.plan.model import Plan
from portplanner.text import Text

_LONGEST = 200  # characters of a command
_SERVERS = 3  # named in one line


def verified_by(plan: Plan, checklist: Checklist) -> Mapping[str, Verification]:
    """Return how each row is verified, by the row's id; nothing for a version without catalogue."""
    if plan.exchange not in known():
        return {}
    return {way.row: way for way in verifications(load(plan.exchange), plan, checklist)}


def first_command(way: Verification | None, text: Text) -> str:
    """Return the first command that verifies a row and who runs it, "" where there is none."""
    if way is None or not way.steps:
        return ""
    step = way.steps[0]
    (command,), more = commands(step, 1)
    roles = text("checklist.list-mark").join(text(f"terms.role.{role}") for role in step.roles)
    return text(
        "verification.document.line",
        places=folded(step.servers, text, _SERVERS) if step.servers else roles,
        command=shown(command, _LONGEST) + (" …" if more else ""),
    )
