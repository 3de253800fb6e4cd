"""Starting plans: a commented one and the examples that are shipped."""

from __future__ import annotations

from portplanner.errors import UserError
from portplanner.paths import resources
from portplanner.plan.problem import listed, shown

_STARTING = "starting"


def examples() -> tuple[str, ...]:
    """Return the names of the shipped examples."""
    files = (resources() / "examples").glob("*.toml")
    return tuple(sorted(file.stem for file in files if file.stem != _STARTING))


def starting_plan(name: str | None = None) -> str:
    """Return the text of an example, or of the commented plan that every new plan begins with."""
    if name is not None and name not in examples():
        raise UserError("plan.no-example", name=shown(name), allowed=listed(examples()))
    return (resources() / "examples" / f"{name or _STARTING}.toml").read_text("utf-8")
