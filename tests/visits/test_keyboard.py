"""The whole main job without a mouse: choose, take an example, tick, export, save."""

from __future__ import annotations

from pypdf import PdfReader

from portplanner.plan.read import read
from tests.visits.conftest import Visit


def test_the_main_job_without_a_mouse(visit: Visit) -> None:
    visitor = visit()
    visitor.start()
    words = visitor.text

    edge = words("choices.topology.edge.label")
    visitor.tab_to(f"{edge}: …")
    visitor.keys("Down", "Down", "Down")
    visitor.until("the choice", lambda: "checked" in visitor.see(f"{edge}: Exchange 2013").states)
    visitor.until_title(f"{words('window.untitled')}*")
    visitor.picture("chosen-by-keys")

    visitor.keys("alt+f", "x")
    visitor.see("contoso-edge", role="menu item")
    visitor.keys("Return")
    visitor.see(words("window.ask.discard"), role="button")
    visitor.picture("asked")
    visitor.tab_to(words("window.ask.discard"), role="button")
    visitor.keys("Return")
    visitor.see("…CAS01…", role="list item")

    plan = visitor.home / "keys.toml"
    visitor.keys("ctrl+s")
    visitor.answer_file(words("window.ask.save-title"), plan)
    visitor.until_title(f"{plan.name} –")

    visitor.tab_to(words("window.panel.checklist"), role="table", key="shift+Tab")
    visitor.keys("Home", "Down", "space")
    visitor.until_title(f"{plan.name}* –")
    visitor.picture("ticked-by-keys")

    pdf = visitor.home / "keys.pdf"
    visitor.keys("ctrl+e")
    visitor.until_title(words("status-window.guard.title-export"))
    visitor.keys("Return")
    visitor.answer_file(words("window.ask.export-title"), pdf)
    visitor.see(words("window.status.exported", name=pdf.name))
    assert len(PdfReader(pdf).pages) > 3

    visitor.keys("ctrl+s")
    visitor.until("the tick in the file", lambda: [item.state for item in read(plan).plan.items] == ["done"])
    visitor.keys("ctrl+q")
    assert visitor.until_ended() == 0
    assert visitor.complaints == ""
