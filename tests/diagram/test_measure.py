from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portplanner.diagram.measure import shorten, width, wrap

ANYTHING = st.text(max_size=60) | st.text("ab 郵件（）、，W", max_size=60)


def test_bold_is_wider_and_size_scales() -> None:
    assert width("Mailbox server", 11, bold=True) > width("Mailbox server", 11)
    assert width("Mailbox server", 22) == pytest.approx(2 * width("Mailbox server", 11))


@given(ANYTHING, st.floats(30, 200), st.integers(1, 4))
def test_no_line_is_wider_than_allowed_and_there_are_not_too_many(
    text: str, limit: float, lines: int
) -> None:
    wrapped = wrap(text, 11, limit, lines)
    assert 1 <= len(wrapped) <= lines
    assert all(width(line, 11) <= limit for line in wrapped)


@given(ANYTHING, st.floats(60, 200))
def test_nothing_is_lost_when_there_is_room(text: str, limit: float) -> None:
    wrapped = wrap(text, 11, limit, 1000)
    assert "".join("".join(wrapped).split()) == "".join(text.split())


def test_latin_words_stay_whole_and_punctuation_stays_in_its_place() -> None:
    wrapped = wrap("加密的 Web 連線：自動探索、Exchange ActiveSync（離線通訊錄）、EWS。", 11, 90, 9)
    words = " ".join(wrapped)
    for word in ("Web", "Exchange", "ActiveSync", "EWS"):
        assert word in words
    assert not [line for line in wrapped if line[0] in "，。、：）」" or line[-1] in "（「"]
    assert wrap("SMTP 用戶端（已驗證）", 12, 122, 2) == ("SMTP 用戶端", "（已驗證）")


def test_what_does_not_fit_ends_visibly() -> None:
    assert shorten("W" * 255, 11, 100).endswith("…")
    assert shorten("short", 11, 100) == "short"
    assert wrap("one two three four five six", 11, 40, 2)[-1].endswith("…")


def test_no_chinese_character_stands_alone_on_the_last_line() -> None:
    room = width("未加密的 Web 連", 12) + 1
    assert wrap("未加密的 Web 連線", 12, room, 3) == ("未加密的 Web", "連線")
    assert wrap("未加密的連", 12, width("未加密的", 12) + 1, 3) == ("未加密", "的連")
    assert wrap("（甲乙", 12, width("（甲", 12) + 1, 3) == ("（甲", "乙")  # no bracket ends a line
    assert wrap("EdgeSync 甲", 12, width("EdgeSync", 12) + 1, 3) == ("EdgeSync", "甲")
