"""Cuts of the font: what is in them, and a cache that may fail."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from portplanner.export import fonts as module
from portplanner.export.fonts import base_characters, fonts


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A small base set and a cache of its own, so that a cut takes little time."""
    monkeypatch.setattr(module, "cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr(
        module, "base_characters", lambda: frozenset("<>+" + "".join(map(chr, range(48, 91))))
    )
    module._registered.cache_clear()
    yield tmp_path / "cache" / "fonts"
    module._registered.cache_clear()


def written(text: str) -> str:
    font = fonts([text]).regular
    out = BytesIO()
    canvas = Canvas(out, initialFontName=font.name)  # type: ignore[arg-type]
    canvas.setFont(font.name, 12)
    canvas.drawString(50, 700, text)
    canvas.save()
    return PdfReader(out).pages[0].extract_text().strip()


@pytest.mark.parametrize("name", ["郵件伺服器", "A\N{GRINNING FACE}B", "A\u240aB", "\U00020000", "Ж"])
def test_every_character_can_be_copied_as_it_was_typed(folder: Path, name: str) -> None:
    assert written(name) == name


def test_a_character_that_the_font_lacks_is_spelled_out(folder: Path) -> None:
    font = fonts(["\N{GRINNING FACE}"]).regular
    spelled = font.width("<U+1F600>", 10)
    assert 0.5 * spelled < font.width("\N{GRINNING FACE}", 10) <= spelled


def test_a_cut_is_kept_and_used_again(folder: Path) -> None:
    fonts(["A"])
    kept = {file: file.stat().st_mtime_ns for file in folder.glob("*.ttf")}
    assert len(kept) == 2
    module._registered.cache_clear()
    fonts(["A"])
    assert {file: file.stat().st_mtime_ns for file in folder.glob("*.ttf")} == kept


@pytest.mark.parametrize("damage", [b"", b"not a font", b"\x00\x01\x00\x00" + b"\xff" * 300])
def test_a_damaged_cache_is_made_again(folder: Path, damage: bytes) -> None:
    fonts(["A"])
    for file in folder.glob("*.ttf"):
        file.write_bytes(damage)
    module._registered.cache_clear()
    assert written("A") == "A"


def test_half_a_cached_font_is_made_again(folder: Path) -> None:
    fonts(["A"])
    for file in folder.glob("*.ttf"):
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    module._registered.cache_clear()
    assert written("A") == "A"


def test_a_cache_that_cannot_be_written_is_no_reason_to_fail(folder: Path) -> None:
    folder.parent.parent.joinpath("cache").write_text("a file where the folder should be")
    assert written("A") == "A"


def test_the_base_holds_our_own_words() -> None:
    assert set("連接埠信箱伺服器ABCabc…→") <= base_characters()
