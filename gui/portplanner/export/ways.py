"""verified_by(plan, checklist): how each row is verified, by the catalogue of the plan's version."""

from __future__ import annotations

from collections.abc import Mapping

from portplanner.catalogue.load import known, load
from portplanner.checklist.model import Checklist
from portplanner.checklist.verify import Verification, verifications
from portplanner.plan.model import Plan


def verified_by(plan: Plan, checklist: Checklist) -> Mapping[str, Verification]:
    """Return how each row is verified, by the row's id; nothing for a version without catalogue."""
    if plan.exchange not in known():
        return {}
    return {way.row: way for way in verifications(load(plan.exchange), plan, checklist)}
