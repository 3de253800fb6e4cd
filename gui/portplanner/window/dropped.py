"""What another Exchange version took away from the plan, in words."""

from __future__ import annotations

from collections.abc import Iterator

from portplanner.plan.change import Dropped
from portplanner.text import Text
from portplanner.window.editor import Editor
from portplanner.window.fields import choice_words, value_words

_SOME = 2  # with fewer values there is nothing to choose


def dropped_lines(editor: Editor) -> Iterator[str]:
    """Yield one line of all that the last change of the Exchange version took away, if it took any."""
    if editor.dropped:
        text = editor.text
        version = value_words(editor, text, "exchange", editor.plan.exchange)
        said = text("checklist.list-mark").join(_line(editor, one, text) for one in editor.dropped)
        yield text("switch.dropped", version=version, things=said)


def _line(editor: Editor, dropped: Dropped, text: Text) -> str:
    if dropped.key.startswith("server"):
        from portplanner.checklist.words import folded  # not needed at the start

        assert isinstance(dropped.old, tuple)
        return text(f"switch.{dropped.key}", names=folded(dropped.old, text))
    if len(editor.catalogue.choices.get(dropped.key, ())) < _SOME:
        name = choice_words(editor, text, f"{dropped.key}.label")
        return text("switch.gone", name=name, old=_value(editor, dropped.key, dropped.old, text))
    old, new = (_value(editor, dropped.key, value, text) for value in (dropped.old, dropped.new))
    return text("switch.changed", name=choice_words(editor, text, f"{dropped.key}.label"), old=old, new=new)


def _value(editor: Editor, key: str, value: object, text: Text) -> str:
    values = value if isinstance(value, tuple) else (value,)
    return " + ".join(value_words(editor, text, key, one) for one in values) or text("switch.nothing")
