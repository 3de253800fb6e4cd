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

    visitor.menu("view", "language")
    visitor.click(words("window.language.zh-TW"), role="menu item")
    visitor.text = chinese = Text("zh-TW")
    visitor.see(chinese("window.panel.checklist"), role="label")
    visitor.type(" 2027")  # the keyboard is still where it was
    visitor.picture("in-chinese")
    visitor.keys("ctrl+s")
    visitor.until("the title in the file", lambda: read(plan).plan.document.title == "Contoso mail 2027")
    visitor.picture("saved-in-chinese")

    visitor.click(chinese("window.tip-language"), role="button menu")
    visitor.keys("Down", "Return")  # English is the first; Qt tells nobody what a button's menu holds
    visitor.see(words("window.panel.checklist"), role="label")
    visitor.keys("ctrl+q")
    assert visitor.until_ended() == 0
    assert visitor.complaints == ""
