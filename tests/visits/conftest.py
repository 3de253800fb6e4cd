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

PICTURES = "PORT_PLANNER_PICTURES"  # the folder for screenshots; without it, the test run's temporary one

Visit = Callable[..., Visitor]


@pytest.fixture
def visit(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Visit]:
    """Return what makes a visitor; after the test the screen and all on it are gone."""
    if not sys.platform.startswith("linux"):
        pytest.skip("visits need an X server")
    if lacking := missing():
        pytest.skip(f"visits need {', '.join(lacking)}; .ci/run installs them")
    pictures = Path(os.environ.get(PICTURES) or tmp_path / "pictures") / request.node.name
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
            visitor.picture("at-the-end")
            visitor.leave()
        screen.close()
