"""A design meeting: the walkthrough on the whole screen, what if, undo, and a picture to take home."""

from __future__ import annotations

import pytest

from portplanner.plan.new import starting_plan
from portplanner.plan.read import read
from portplanner.text import Language
from tests.visits.conftest import Visit


@pytest.mark.parametrize("language", ["en", "zh-TW"])
def test_a_design_meeting(visit: Visit, language: Language) -> None:
    visitor = visit(language)
    words, plan = visitor.text, visitor.home / "meeting.toml"
    plan.write_text(starting_plan("contoso-edge"), "utf-8")
    visitor.start(str(plan))
    visitor.until_title("meeting.toml –")

    visitor.keys("F5")
    visitor.until_title(words("walkthrough.title"))
    visitor.see("…" + words("walkthrough.said.place", step=1, steps="…"))
    visitor.picture("walkthrough")
    visitor.keys("Right", "Right", "Left", "Right")
    visitor.see("…" + words("walkthrough.said.place", step=3, steps="…"))

    visitor.keys("e")
    visitor.see(words("walkthrough.what-if", changes="…"))
    visitor.picture("what-if")
    visitor.click(f"{words('walkthrough.button.keep')}…", role="button")
    visitor.until_gone(words("walkthrough.what-if", changes="…"))
    visitor.picture("kept")
    visitor.keys("Escape")
    visitor.until_title("meeting.toml* –")
    visitor.see(words("window.tab.unused-short", diagram=words("window.tab.mail-flow-edge")), role="page tab")

    visitor.keys("ctrl+z")
    visitor.until_title("meeting.toml –")
    visitor.click(words("window.tab.mail-flow-edge"), role="page tab")
    visitor.click("…EDGE01…", role="list item")
    visitor.picture("undone")

    visitor.keys("ctrl+e")
    visitor.until_title(words("status-window.guard.title-export"))
    visitor.keys("Return")
    picture = visitor.home / "meeting.png"
    visitor.answer_file(words("window.ask.export-title"), picture)
    visitor.until_title(words("export.dialog.title", format=words("window.export.png")))
    visitor.picture("how-the-picture-is-made")
    visitor.keys("Return")
    visitor.see(words("window.status.exported", name=picture.name))
    assert picture.read_bytes()[:4] == b"\x89PNG"

    visitor.keys("ctrl+q")
    assert visitor.until_ended() == 0
    assert read(plan).plan.topology.edge == "2013"
    assert visitor.complaints == ""
