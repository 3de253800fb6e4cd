"""How diagrams look, asked for on the command line."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from portplanner.cli import main
from portplanner.diagram.page import SIZES, PaperSize
from portplanner.diagram.style import DARK, LIGHT
from portplanner.export.formats import FORMATS
from portplanner.paths import resources

EXAMPLE = str(resources() / "examples" / "contoso-edge.toml")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "en")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)


def texts(*options: str) -> list[str]:
    """Return what the mail flow says with these options."""
    assert main(["export", EXAMPLE, "--to", "a.svg", "--diagram", "mail-flow-edge", *options]) == 0
    return [element.text or "" for element in ElementTree.parse("a.svg").iter(f"{SVG}text")]


def files() -> set[str]:
    return {file.name for file in Path().iterdir()}


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return the one line that is said when nothing is written."""
    assert main(["export", EXAMPLE, *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert files() == set()
    (line,) = said.err.splitlines()
    return line


def test_callouts_labels_layers_and_legend() -> None:
    assert "25/TCP" in texts("--callouts", "port")
    assert "25/TCP" not in texts("--callouts", "number")
    assert any("EDGE01" in text for text in texts())
    assert not any("EDGE01" in text for text in texts("--labels", "role"))
    assert any(re.search(r"\d+\.\d+\.\d+\.\d+", text) for text in texts("--labels", "address"))
    assert not any("53/UDP" in text for text in texts())
    assert any("53/UDP" in text for text in texts("--layer", "dns", "--layer", "ground-rule"))
    assert any("Domain controller" in text for text in texts("--layer", "dns", "--layer", "ground-rule"))
    assert "Firewall" in texts()
    assert len(texts("--no-legend")) < len(texts())


def test_stacks_are_unfolded(tmp_path: Path) -> None:
    servers = "".join(f'[[server]]\nname = "MBX{n:02}"\nroles = ["mailbox"]\n' for n in range(1, 9))
    Path("many.toml").write_text(f"format = 1\n{servers}")
    for options, count in (((), 0), (("--unfold",), 8)):
        assert main(["export", "many.toml", "--to", "a.svg", "--diagram", "mail-flow", *options]) == 0
        said = [element.text or "" for element in ElementTree.parse("a.svg").iter(f"{SVG}text")]
        assert sum(bool(re.fullmatch(r"MBX\d\d", text)) for text in said) == count


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_of_an_svg(theme: str) -> None:
    texts("--theme", theme)
    rect = ElementTree.parse("a.svg").find(f"{SVG}rect")
    assert rect is not None
    assert rect.get("fill") == (DARK if theme == "dark" else LIGHT)["page"]


@pytest.mark.parametrize("scale", ["1", "2", "4"])
def test_the_scale_of_a_png(scale: str) -> None:
    from PySide6.QtGui import QImage

    one = ["export", EXAMPLE, "--to", "a.png", "--diagram", "mail-flow-edge", "--page", "16:9"]
    assert main([*one, "--scale", scale]) == 0
    image = QImage("a.png")
    assert (image.width(), image.height()) == (960 * int(scale), 540 * int(scale))
    assert image.dotsPerMeterX() == round(int(scale) * 72 / 0.0254)
    assert main(one) == 0
    assert QImage("a.png").width() == 2 * 960


@pytest.mark.parametrize("paper", SIZES)
def test_pages_stand_under_each_other_or_in_files_of_their_own(paper: PaperSize) -> None:
    wide, high = SIZES[paper]
    look = ["--page", paper, "--layer", "dns", "--layer", "ground-rule"]
    assert main(["export", EXAMPLE, "--to", "all.svg", "each-{page}.svg", "all.drawio", *look]) == 0
    each = sorted(name for name in files() if name.startswith("each"))
    assert len(each) > 1
    assert each[0] == "each-1.svg"
    for name in each:
        page = ElementTree.parse(name).getroot()
        assert page.get("width") == f"{wide:.2f}".rstrip("0").rstrip(".")
    together = ElementTree.parse("all.svg").getroot()
    assert float(together.get("height", "0")) > len(each) * high
    assert len(ElementTree.parse("all.drawio").findall("diagram")) == len(each)


def test_without_paper_each_diagram_has_a_file() -> None:
    assert main(["export", EXAMPLE, "--to", "{page}.svg", "{page}.drawio"]) == 0
    assert files() == {"1.svg", "2.svg", "1.drawio", "2.drawio"}


def test_the_plain_word_for_as_large_as_drawn() -> None:
    texts()
    plain = Path("a.svg").read_bytes()
    texts("--page", "drawn")
    assert Path("a.svg").read_bytes() == plain


@pytest.mark.parametrize(
    ("option", "value", "allowed"),
    [
        ("--callouts", "all", "number, port, purpose"),
        ("--labels", "dns", "role, name, address"),
        ("--layer", "wall", "dns, sender-reputation, ground-rule"),
        ("--page", "A5", "drawn, A4, Letter, 16:9"),
        ("--theme", "blue", "light, dark"),
        ("--scale", "3", "1, 2, 4"),
    ],
)
def test_a_value_that_is_not_known(
    capsys: pytest.CaptureFixture[str], option: str, value: str, allowed: str
) -> None:
    line = refused(capsys, "--to", "a.png", option, value)
    assert f"{option} {value}: This value is not known; allowed: {allowed}." in line


@pytest.mark.parametrize(
    ("ending", "options"),
    [
        ("svg", ["--scale", "2"]),
        ("drawio", ["--theme", "dark"]),
        ("dot", ["--page", "A4"]),
        ("json", ["--callouts", "port"]),
        ("csv", ["--layer", "dns"]),
        ("md", ["--no-legend"]),
        ("xlsx", ["--unfold"]),
    ],
)
def test_an_option_without_effect_is_told(
    capsys: pytest.CaptureFixture[str], ending: str, options: list[str]
) -> None:
    line = refused(capsys, "--to", f"a.{ending}", *options)
    assert f"{options[0]} has an effect only on" in line


def test_every_format_is_still_made_with_a_look() -> None:
    names = [f"a.{format}" for format in FORMATS]
    assert main(["export", EXAMPLE, "--to", *names, "--layer", "dns", "--page", "A4", "--scale", "1"]) == 0
    assert files() == set(names)
