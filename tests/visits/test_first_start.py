"""From the first start to a signed PDF whose status is back in the plan."""

from __future__ import annotations

from pathlib import Path

from pypdf import PdfReader, PdfWriter

from portplanner.plan.read import read
from tests.visits.conftest import Visit

ROW = "cli-https-443"


def test_from_the_first_start_to_a_signed_pdf(visit: Visit) -> None:
    visitor = visit()
    visitor.start()
    words, desk = visitor.text, visitor.home
    visitor.until_title(words("window.untitled"))
    visitor.picture("first-start")

    edge = f"{words('choices.topology.edge.label')}: Exchange 2013"
    visitor.click(edge, role="radio")
    visitor.until("the option to be chosen", lambda: "checked" in visitor.see(edge, role="radio").states)
    visitor.until_title(f"{words('window.untitled')}*")
    visitor.click(words("window.tab.mail-flow-edge"), role="page tab")
    visitor.see("Edge Transport server", role="list item")
    visitor.picture("an-option")

    visitor.menu("file", "examples")
    visitor.click("contoso-edge", role="menu item")
    visitor.click(words("window.ask.discard"), role="button")
    visitor.see("…EDGE01…", role="list item")
    visitor.picture("the-example")

    visitor.keys("ctrl+s")
    visitor.answer_file(words("window.ask.save-title"), desk / "work")
    plan = desk / "work.portplan"  # the ending that nobody typed
    visitor.until_title(plan.name)
    assert plan.is_file()

    visitor.click(words("window.action.export").strip("&…"), role="button")
    visitor.until_title(words("status-window.guard.title-export"))
    visitor.picture("before-the-export")
    visitor.click(words("status-window.guard.export"), role="button")
    visitor.answer_file(words("window.ask.export-title"), desk / "work.pdf")
    visitor.see(words("window.status.exported", name="work.pdf"))
    visitor.picture("exported")

    _fill(desk / "work.pdf", desk / "signed.pdf")
    visitor.keys("ctrl+i")
    visitor.answer_file(words("status-window.import.title"), desk / "signed.pdf")
    visitor.see(words("status-window.import.done", name="signed.pdf", count=1))
    visitor.picture("the-report")
    visitor.keys("Return")
    visitor.until_title(plan.name)
    visitor.keys("ctrl+s")
    visitor.until("the status in the file", lambda: read(plan).plan.items)
    (item,) = read(plan).plan.items
    assert (item.id, item.state, item.owner) == (ROW, "done", "Lin Mei-ling")
    visitor.picture("saved")

    visitor.keys("ctrl+q")
    assert visitor.until_ended() == 0
    assert visitor.complaints == ""


def _fill(form: Path, filled: Path) -> None:
    """Do what people do in their own reader: tick a row and write who did it."""
    writer = PdfWriter(clone_from=PdfReader(form))
    written = {f"item.{ROW}.done": "/Yes", f"item.{ROW}.owner": "Lin Mei-ling"}
    for page in writer.pages:
        writer.update_page_form_field_values(page, written)
    writer.write(filled)
