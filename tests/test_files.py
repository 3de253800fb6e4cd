"""A file is replaced whole or not at all, and what went wrong is said in one line."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from portplanner.errors import CouldNot
from portplanner.files import replace
from portplanner.text import LANGUAGES, Text

posix = pytest.mark.skipif(os.name != "posix", reason="links, rights and limits of POSIX")


def words(error: CouldNot) -> str:
    assert error.exit_code == 1
    texts = [Text(language)(error.id, **error.places) for language in LANGUAGES]
    assert all(len(text.splitlines()) == 1 for text in texts)
    return texts[0]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("old", [None, b"", b"old"])
def test_a_file_is_written_or_replaced(tmp_path: Path, old: bytes | None) -> None:
    file = tmp_path / "郵件 =1+1.pdf"
    if old is not None:
        file.write_bytes(old)
    replace(file, b"new\r\n\0")
    assert file.read_bytes() == b"new\r\n\0"
    assert names(tmp_path) == [file.name]


def test_a_path_without_a_folder_is_written_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    replace("a.txt", b"new")
    assert (tmp_path / "a.txt").read_bytes() == b"new"


@posix
def test_rights_stay_and_new_files_have_the_usual_ones(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"old")
    old.chmod(0o604)
    before = os.umask(0o027)
    try:
        replace(old, b"x")
        replace(new, b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE(old.stat().st_mode) == 0o604
    assert stat.S_IMODE(new.stat().st_mode) == 0o640


@posix
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    link = tmp_path / "link"
    link.symlink_to(Path("there") / "file")
    replace(link, b"one")
    replace(link, b"two", keep=".bak")
    assert link.is_symlink()
    assert (tmp_path / "there" / "file").read_bytes() == b"two"
    assert (tmp_path / "there" / "file.bak").read_bytes() == b"one"


@posix
def test_a_circle_of_links_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(CouldNot) as caught:
        replace(tmp_path / "a", b"x")
    assert "a:" in words(caught.value)
    assert names(tmp_path) == ["a", "b"]


@posix
def test_a_device_is_written_to_and_never_replaced() -> None:
    replace("/dev/null", b"x")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_a_full_device_says_so() -> None:
    with pytest.raises(CouldNot, match=r"^files\.full$") as caught:
        replace("/dev/full", b"x" * 100_000)
    assert words(caught.value).startswith("/dev/full: The disk is full")
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)


def test_a_backup_is_the_file_before(tmp_path: Path) -> None:
    file = tmp_path / "p.toml"
    for content in (b"1", b"2", b"3"):
        replace(file, content, keep=".bak")
    assert (file.read_bytes(), (tmp_path / "p.toml.bak").read_bytes()) == (b"3", b"2")
    assert names(tmp_path) == ["p.toml", "p.toml.bak"]


def test_a_backup_needs_no_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    file = tmp_path / "p.toml"
    replace(file, b"1")
    replace(file, b"2", keep=".bak")
    assert (file.read_bytes(), (tmp_path / "p.toml.bak").read_bytes()) == (b"2", b"1")
    assert names(tmp_path) == ["p.toml", "p.toml.bak"]


@pytest.mark.parametrize("function", ["replace", "open", "fsync"])
@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EDQUOT, "disk is full"),
        (errno.EACCES, "no right"),
        (errno.EPERM, "no right"),
        (errno.EROFS, "read-only"),
        (errno.EIO, "could not be written ("),
    ],
)
def test_a_refusal_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str, number: int, expected: str
) -> None:
    file = tmp_path / "p.toml"
    file.write_bytes(b"old")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, function, refuse)
        with pytest.raises(CouldNot) as caught:
            replace(file, b"new", keep=".bak")
    assert words(caught.value).startswith(f"{file}: ")
    assert expected in words(caught.value)
    assert file.read_bytes() == b"old"
    assert not [name for name in names(tmp_path) if name.endswith(".tmp")]


def test_an_interruption_leaves_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    for function in ("replace", "fsync"):
        with monkeypatch.context() as patch:
            patch.setattr(os, function, interrupt)
            with pytest.raises(KeyboardInterrupt):
                replace(tmp_path / "p.toml", b"new")
        assert names(tmp_path) == []


def test_a_write_protected_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "p.toml"
    file.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everything
    with pytest.raises(CouldNot, match=r"^files\.no-right$"):
        replace(file, b"new")
    assert file.read_bytes() == b"old"
    assert names(tmp_path) == ["p.toml"]


def test_folders_that_cannot_take_the_file_are_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    cases: dict[str | Path, str] = {
        tmp_path: "This is a folder",
        tmp_path / "none" / "p.pdf": f"no folder {tmp_path / 'none'}",
        tmp_path / "file" / "p.pdf": "no folder",
        tmp_path / ("x" * 300): "too long",
        "a\0b": "does not allow this name",
    }
    for path, expected in cases.items():
        with pytest.raises(CouldNot) as caught:
            replace(path, b"x")
        assert expected in words(caught.value)
    assert names(tmp_path) == ["file"]


@posix
def test_a_disk_that_fills_up_while_writing_leaves_no_partial_file(tmp_path: Path) -> None:
    script = (
        "import resource, signal, sys\n"
        "from portplanner.errors import CouldNot\n"
        "from portplanner.files import replace\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n"
        "    replace(sys.argv[1], b'x' * 100_000, keep='.bak')\n"
        "except CouldNot as error:\n"
        "    sys.exit(error.id)\n"
    )
    file = tmp_path / "p.toml"
    file.write_bytes(b"old")
    for path in (file, tmp_path / "new.pdf"):
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            [sys.executable, "-c", script, str(path)],
            capture_output=True,
            text=True,
            env=environment,
            check=False,
        )
        assert (done.returncode, done.stderr.strip()) == (1, "files.too-big")
    assert names(tmp_path) == ["p.toml"]
    assert file.read_bytes() == b"old"


@posix
def test_whoever_reads_meanwhile_sees_the_old_or_the_new_file(tmp_path: Path) -> None:
    file = tmp_path / "p.toml"
    replace(file, b"a" * 100_000)
    with file.open("rb") as reader:
        replace(file, b"b" * 100_000, keep=".bak")
        assert reader.read() == b"a" * 100_000
    assert file.read_bytes() == b"b" * 100_000


@posix
def test_the_file_and_its_new_name_are_both_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[bool] = []
    monkeypatch.setattr(os, "fsync", lambda number: synced.append(stat.S_ISDIR(os.fstat(number).st_mode)))
    replace(tmp_path / "p.toml", b"new")
    assert synced == [False, True]
