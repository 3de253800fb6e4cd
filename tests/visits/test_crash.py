"""The power goes in the middle of the work; the next start has it all."""

from __future__ import annotations

import pytest

from portplanner.paths import resources
from portplanner.plan.read import read
from portplanner.text import Language
from tests.visits.conftest import Visit


@pytest.mark.parametrize("language", ["en", "zh-TW"])
def test_after_a_crash_the_next_start_offers_what_was_not_saved(visit: Visit, language: Language) -> None:
    visitor = visit(language)
    words, plan = visitor.text, visitor.home / "contoso.portplan"
    example = (resources() / "examples" / "contoso-edge.toml").read_bytes()
    plan.write_bytes(example)
    visitor.start(str(plan))
    visitor.until_title(plan.name)
    exchange = words("choices.topology.edge.value.2010")
    edge = f"{words('choices.topology.edge.label')}: {exchange}"
    visitor.scroll_to(edge, role="radio", over=words("window.panel.options"))
    visitor.click(edge, role="radio")
    visitor.until_title(f"{plan.name}*")
    unsaved = visitor.home / ".local" / "state" / "port-planner" / "unsaved"
    visitor.until("the copy", lambda: list(unsaved.glob("*.portplan")))
    visitor.picture("before-the-crash")
    visitor.kill()
    assert plan.read_bytes() == example

    visitor.start()
    visitor.until_title(words("lost.recovery.title"))
    visitor.see(f"…{exchange}", role="list item")
    visitor.picture("the-offer")
    visitor.click(words("lost.recovery.recover"), role="button")
    visitor.until_title(f"{plan.name}*")
    visitor.picture("recovered")
    assert list(unsaved.glob("*.portplan"))
    visitor.keys("ctrl+s")
    visitor.until("the work in the file", lambda: read(plan).plan.topology.edge == "2010")
    visitor.until_title(plan.name)

    theirs = example.replace(b'edge = "2013"', b'edge = "2007"')
    assert theirs != example
    plan.write_bytes(theirs)  # somebody else, meanwhile
    visitor.see(words("lost.notice.changed", name=plan.name))
    visitor.picture("changed-outside")
    visitor.click(words("lost.offer.load"), role="button")
    visitor.until_gone(words("lost.notice.changed", name=plan.name))
    visitor.keys("ctrl+q")
    assert visitor.until_ended() == 0
    assert not list(unsaved.iterdir())
    assert visitor.complaints == ""
