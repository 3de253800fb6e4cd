"""Where lines break."""

from __future__ import annotations

import pytest

from portplanner.export.fonts import Font
from portplanner.export.pdf.wrap import shortened, wrap


class Even(dict[int, float]):
    """Every character is one wide, so that widths are counts."""

    def __missing__(self, code: int) -> float:
        return 1.0


FONT = Font("even", Even())


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        pytest.param("Default Frontend CAS01", 16, ["Default Frontend", "CAS01"], id="between words"),
        pytest.param("用戶端存取伺服器", 4, ["用戶端存", "取伺服器"], id="between Chinese characters"),
        pytest.param("內送郵件，外寄", 4, ["內送郵", "件，外寄"], id="no comma at the beginning"),
        pytest.param("角色（信箱）", 3, ["角色", "（信", "箱）"], id="no bracket at the end"),
        pytest.param("用SMTP送", 5, ["用SMTP", "送"], id="Latin in Chinese stays whole"),
        pytest.param("mail.contoso.com", 10, ["mail.", "contoso.", "com"], id="a long name is cut"),
        pytest.param("a\nb", 9, ["a", "b"], id="a line break stays"),
        pytest.param("", 9, [""], id="nothing"),
    ],
)  # fmt: skip
def test_wrap(text: str, width: int, lines: list[str]) -> None:
    assert list(wrap(text, FONT, 1, width)) == lines


def test_nothing_gets_lost() -> None:
    text = "EdgeSync - Inbound to HQ（內送郵件）、www.contoso.com/" + "W" * 40
    for width in range(3, 40):
        lines = wrap(text, FONT, 1, width)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert max(map(len, lines)) <= width


def test_shortened_text_says_so() -> None:
    assert shortened("one two three four", FONT, 1, 8, 2) == ("one two", "three…")
