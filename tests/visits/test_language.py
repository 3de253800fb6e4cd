"""Another language in the middle of an edit: nothing that was typed is lost."""

from __future__ import annotations

from portplanner.plan.new import starting_plan
from portplanner.plan.read import read
from portplanner.text import Text
from tests.visits.conftest import Visit


def test_another_language_in_mid_edit(visit: Visit) -> None:
    visitor = visit()
    words, plan = visitor.text, visitor.home / "plan.toml"
    plan.write_text(starting_plan(None), "utf-8")
    visitor.start(str(plan))
    title = words("choices.document.title.label")
    visitor.scroll_to(title, role="text", over=words("window.panel.options"))
    visitor.click(title, role="text")
    visitor.keys("ctrl+a")
    visitor.type("Contoso mail")
    visitor.picture("typed-in-english")

    visitor.click(words("window.tip-language"), role="button menu")
    visitor.click(words("window.language.zh-TW"), role="menu item")
    visitor.text = chinese = Text("zh-TW")
    field = chinese("choices.document.title.label")
    visitor.see(chinese("window.panel.checklist"), role="label")
    visitor.picture("in-chinese")

    visitor.scroll_to(field, role="text", over=chinese("window.panel.options"))
    visitor.click(field, role="text")
    visitor.keys("End")
    visitor.type(" 郵件")
    visitor.keys("Return", "ctrl+s")
    visitor.until("the title in the file", lambda: read(plan).plan.document.title == "Contoso mail 郵件")
    visitor.picture("saved-in-chinese")

    visitor.click(chinese("window.tip-language"), role="button menu")
    visitor.click(chinese("window.language.en"), role="menu item")
    visitor.see(words("window.panel.checklist"), role="label")
    visitor.keys("ctrl+q")
    assert visitor.until_ended() == 0
    assert visitor.complaints == ""
