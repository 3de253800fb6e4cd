"""Where lines break."""

from __future__ import annotations

import pytest

from portplanner.export.fonts import Font
from portplanner.export.pdf.wrap import shortened, unbroken, wrap


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


HARD = (
    "預設會建立 (CreateInboundSendConnector)。中文主題印為「EdgeSync - 輸入至」；在產品中請找英文名稱。",
    "Exchange Server 2013（含 SP1）的「用戶端存取伺服器」：連接埠 25、587（TCP）與 50636/TCP……",
    "請執行 Resolve-DnsName <external domain> -Type MX(再加 -TcpOnly),並比對「A」、「MX」記錄!",
    "“傳輸服務”(Transport)[註 1]{選用},100%完成;「內送」『外寄』《指南》〈一〉【二】",
    "EdgeSync - Inbound to HQ（內送郵件）、www.contoso.com/owa 」 與 （ 外部 ）",
    "W" * 30 + "）、" + "字" * 7 + "（" + "ews.contoso.com,autodiscover.contoso.com" + "）。",
)


@pytest.mark.parametrize("text", HARD)
def test_hard_texts_break_at_no_wrong_place(text: str) -> None:
    for width in range(4, 50):
        lines = wrap(text, FONT, 1, width)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")  # nothing is lost
        for line in lines:
            assert len(line) <= width
            assert line[0] not in "，。、；：！？）」』》〉】…)]},.;:!?%”", (width, line)
            assert line[-1] not in "（「『《〈【([{“", (width, line)
        if width >= 30:  # as wide as the longest word with the signs around it
            for word in ("CreateInboundSendConnector", "Resolve-DnsName", "www.contoso.com/owa"):
                assert (word in text) == any(word in line for line in lines), (width, word)


GOLDEN = [
    [
        "預設會建立",
        "(CreateInboundSendConnector)。中",
        "文主題印為「EdgeSync - 輸入至」；在產品中請找英文",
        "名稱。",
    ],
    ["Exchange Server 2013（含 SP1）的「用", "戶端存取伺服器」：連接埠 25、587（TCP）與", "50636/TCP……"],
    ["請執行 Resolve-DnsName <external", "domain> -Type MX(再加 -TcpOnly),", "並比對「A」、「MX」記錄!"],
    ["“傳輸服務”(Transport)[註 1]{選用},", "100%完成;「內送」『外寄』《指南》〈一〉【二】"],
    ["EdgeSync - Inbound to HQ（內送郵", "件）、www.contoso.com/owa 」 與 （ 外", "部 ）"],
    [
        "WWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
        "W）、字字字字字字字",
        "（ews.contoso.com,autodiscover.",
        "contoso.com）。",
    ],
]


@pytest.mark.parametrize(("text", "lines"), list(zip(HARD, GOLDEN, strict=True)))
def test_hard_texts_look_as_they_did(text: str, lines: list[str]) -> None:
    assert list(wrap(text, FONT, 1, 30)) == lines


def test_shortened_text_says_so() -> None:
    assert shortened("one two three four", FONT, 1, 8, 2) == ("one two", "three…")


@pytest.mark.parametrize(
    ("name", "width", "shown"),
    [
        ("Default Frontend CAS01", 22, "Default Frontend CAS01"),
        ("Default Frontend CAS01", 12, "Default …S01"),
        ("W" * 255, 9, "WWWWWW…WW"),
        ("WW", 0, "…"),
    ],
)
def test_a_name_is_never_broken(name: str, width: int, shown: str) -> None:
    assert unbroken(name, FONT, 1, width) == shown
