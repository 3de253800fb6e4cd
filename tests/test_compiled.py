"""A copy is read only when it says what its sources say; whatever is wrong with it, it counts as none."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from portplanner import compiled
from portplanner.compiled import Copy


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(compiled, "cache", lambda: tmp_path / "cache")
    file = tmp_path / "a.toml"
    file.write_text("a = 1")
    return file


def written(source: Path) -> Path:
    """Write a copy and return its file."""
    Copy("a", [source]).write({"a": ["字", 1, None]})
    (file,) = (source.parent / "cache" / "compiled").iterdir()
    return file


def test_a_copy_is_read_as_it_was_written(source: Path) -> None:
    assert Copy("a", [source]).read() is None
    written(source)
    assert Copy("a", [source]).read() == {"a": ["字", 1, None]}


def _flipped(data: bytes) -> bytes:
    assert data.endswith(b"1,null]}")
    return data[:-8] + b"0" + data[-7:]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: b"", id="empty"),
        pytest.param(lambda data: data[:-4], id="cut short"),
        pytest.param(lambda data: data.partition(b"\n")[0], id="head alone"),
        pytest.param(lambda data: data.partition(b"\n")[2], id="no head"),
        pytest.param(_flipped, id="one bit"),
        pytest.param(lambda data: data + data, id="twice"),
        pytest.param(lambda data: b"\x80\x04N.", id="a pickle"),
        pytest.param(lambda data: b"[" * 100_000, id="deep"),
    ],
)
def test_a_damaged_copy_counts_as_none(source: Path, damage: Callable[[bytes], bytes]) -> None:
    file = written(source)
    file.write_bytes(damage(file.read_bytes()))
    assert Copy("a", [source]).read() is None


def test_a_copy_of_an_older_source_counts_as_none(source: Path) -> None:
    written(source)
    status = source.stat()
    os.utime(source, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000))
    assert Copy("a", [source]).read() is None


def test_a_copy_of_another_version_counts_as_none(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(source)
    monkeypatch.setattr(compiled, "__version__", "0.0")
    assert Copy("a", [source]).read() is None


def test_a_copy_of_another_installation_counts_as_none(source: Path) -> None:
    file = written(source)
    other = source.with_name("b.toml")
    source.rename(other)
    file.rename(file.with_name(Copy("a", [other])._file.name))  # type: ignore[union-attr]
    assert Copy("a", [other]).read() is None


def test_a_copy_has_the_stamp_of_what_was_read(source: Path) -> None:
    copy = Copy("a", [source])
    source.write_text("a = 2 # changed while it was read")
    copy.write({"a": 1})
    assert Copy("a", [source]).read() is None


def test_where_none_can_be_kept_there_is_none(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (source.parent / "cache").write_text("a file where the folder would be")
    Copy("a", [source]).write({})
    assert Copy("a", [source]).read() is None

    def homeless() -> Path:
        raise RuntimeError("no home")

    monkeypatch.setattr(compiled, "cache", homeless)
    Copy("a", [source]).write({})
    assert Copy("a", [source]).read() is None
    assert Copy("a", [source.with_name("none")]).read() is None


def test_nothing_but_the_copy_is_left(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    file = written(source)
    monkeypatch.setattr(os, "replace", full)
    Copy("a", [source]).write({"a": 2})
    assert list(file.parent.iterdir()) == [file]
