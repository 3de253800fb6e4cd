"""Opens a screen for a visit, and says where its pictures are."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portplanner.text import Language
from tests.visits.screen import Screen, missing
from tests.visits.visitor import Visitor

# The folder for screenshots; without it, the test run's temporary one. Who names one wants pictures: then
# a machine that cannot take them is a failure.
PICTURES = "PORT_PLANNER_PICTURES"

Visit = Callable[..., Visitor]


@pytest.fixture
def visit(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Visit]:
    """Return what makes a visitor; after the test the screen and all on it are gone."""
    if not sys.platform.startswith("linux"):
        pytest.skip("visits need an X server")
    folder = os.environ.get(PICTURES)
    if lacking := missing():
        (pytest.fail if folder else pytest.skip)(f"visits need {', '.join(lacking)}; .ci/run installs them")
    pictures = Path(folder or tmp_path / "pictures") / request.node.name
    pictures.mkdir(parents=True, exist_ok=True)
    home, desk = tmp_path / "home", tmp_path / "desk"
    home.mkdir()
    desk.mkdir(mode=0o700)
    screen = Screen(desk)
    visitors: list[Visitor] = []

    def begin(language: Language = "en") -> Visitor:
        visitors.append(Visitor(screen, home, pictures, language))
        return visitors[-1]

    try:
        yield begin
    finally:
        for visitor in visitors:
            visitor.leave()
        screen.close()
