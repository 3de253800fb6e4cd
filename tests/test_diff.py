"""port-planner diff: what it says, what it writes, and what it ends with."""

from __future__ import annotations

from pathlib import Path

import pytest

from portplanner.cli import main

OLD = 'format = 1\nexchange = "2013"\n'
NEW = OLD + "[clients]\npop3 = []\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test works in a folder of its own, in English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    Path("old.toml").write_text(OLD, "utf-8")
    Path("new.toml").write_text(NEW, "utf-8")
    return tmp_path


def test_the_changes_go_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "old.toml", "new.toml"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.startswith("Changes from old.toml to new.toml\n")
    assert "  - Close  4 → –  Internet → Client Access server  110/TCP, 995/TCP" in said.out


def test_a_terminal_speaks_its_user_s_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_TW.UTF-8")
    assert main(["diff", "old.toml", "new.toml"]) == 0
    assert "關閉" in capsys.readouterr().out


def test_the_same_plan_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "old.toml", "old.toml", "--exit-code"]) == 0
    assert "Nothing changes" in capsys.readouterr().out


def test_changes_can_be_told_by_the_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "old.toml", "new.toml", "--exit-code"]) == 3
    capsys.readouterr()


def test_files_are_written_by_their_endings(capsys: pytest.CaptureFixture[str]) -> None:
    names = [f"c.{ending}" for ending in ("pdf", "csv", "md", "json", "txt", "svg", "png")]
    assert main(["diff", "old.toml", "new.toml", "--language", "en+zh-TW", "--to", *names]) == 0
    assert capsys.readouterr().out.splitlines() == [f"Wrote {name}" for name in names]
    starts = [b"%PDF", b"\xef\xbb\xbf", b"# Firewall", b"{", b"Changes", b"<", b"\x89PNG"]
    for name, start in zip(names, starts, strict=True):
        assert Path(name).read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        pytest.param(["old.toml", "none.toml"], 2, "none.toml: There is no such file.", id="no file"),
        pytest.param(["-", "-"], 2, "Only one of the two plans", id="standard input twice"),
        pytest.param(["old.toml", "new.toml", "--to", "c.doc"], 2, "allowed endings: pdf, csv", id="ending"),
        pytest.param(["old.toml", "new.toml", "--to", "-"], 2, "name the format", id="no format"),
        pytest.param(["old.toml", "new.toml", "--language", "de"], 2, "--language de", id="language"),
        pytest.param(["old.toml", "old.toml", "--to", "c.svg"], 2, "no picture to write", id="no picture"),
        pytest.param(["old.toml", "new.toml", "--to", "no/c.csv"], 1, "no/c.csv", id="no folder"),
    ],
)
def test_errors_are_one_clear_line(
    arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", *arguments]) == code
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert said in lines[0]
    assert {path.name for path in Path().iterdir()} == {"old.toml", "new.toml"}


def test_a_damaged_plan_names_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad.toml").write_text(OLD + "nonsense = 1\n", "utf-8")
    assert main(["diff", "old.toml", "bad.toml"]) == 2
    assert capsys.readouterr().err.startswith("bad.toml:3: nonsense:")
