"""The command line: what it writes, what it ends with, and one clear line for every mistake."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

from portplanner.catalogue.model import Diagram
from portplanner.cli import main
from portplanner.paths import resources

FORMATS = ("pdf", "json", "csv", "xlsx", "md", "html", "svg", "png", "dot")
EXAMPLE = resources() / "examples" / "contoso-edge.toml"
START = 'format = 1\nexchange = "2013"\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test works in a folder of its own, in English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    return tmp_path


def plan(text: str = "", name: str = "plan.toml") -> str:
    Path(name).write_text(START + text, "utf-8")
    return name


def run(
    *arguments: str | Path, environment: dict[str, str] | None = None, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    gui = str(Path(sys.modules["portplanner"].__file__ or "").parents[1])
    return subprocess.run(
        [sys.executable, "-m", "portplanner", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": gui, **(environment or {})},
        input=stdin,
        capture_output=True,
        timeout=60,
    )


def files() -> set[str]:
    return {path.name for path in Path().iterdir()}


def complaint(capsys: pytest.CaptureFixture[str]) -> str:
    """Return the one line that was said."""
    said = capsys.readouterr()
    assert said.out == ""
    lines = said.err.splitlines()
    assert len(lines) == 1, said.err
    return lines[0]


# What it writes


def test_every_format_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(EXAMPLE), "--to", *(f"out.{f}" for f in FORMATS)]) == 0
    assert files() == {f"out.{f}" for f in FORMATS}
    begins = {"pdf": b"%PDF-", "json": b"{", "csv": b"\xef\xbb\xbf", "svg": b"<?xml", "png": b"\x89PNG"}
    begins |= {"xlsx": b"PK", "md": b"# ", "html": b"<!DOCTYPE html>"}
    for format, begin in begins.items():
        assert Path(f"out.{format}").read_bytes().startswith(begin)
    assert Path("out.dot").read_text("utf-8").count("digraph") == 2
    assert capsys.readouterr().out.splitlines() == [f"Wrote out.{f}" for f in FORMATS]


def test_without_placeholders_nothing_is_said_to_be_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(EXAMPLE), "--to", "a.json"]) == 0
    assert capsys.readouterr().err == ""


def test_missing_names_are_listed_and_stop_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", plan(), "--to", "a.json"]) == 0
    assert "2 names are missing: <Server name>, <Client Access server name>" in capsys.readouterr().err
    assert Path("a.json").exists()


@pytest.mark.parametrize("language", ["en", "zh-TW", "en+zh-TW"])
def test_the_language_can_be_named(language: str) -> None:
    assert main(["export", plan(), "--to", "a.json", "--language", language]) == 0
    assert json.loads(Path("a.json").read_bytes())["language"] == language


def test_one_diagram_can_be_named() -> None:
    diagram: Diagram = "mail-flow-edge"
    assert main(["export", str(EXAMPLE), "--to", "a.svg", "a.dot", "--diagram", diagram]) == 0
    assert Path("a.dot").read_text("utf-8").count("digraph") == 1
    assert "clients" not in Path("a.svg").read_text("utf-8")


def test_the_plan_may_come_in_and_the_file_go_out_through_standard_streams() -> None:
    done = run("export", "-", "--to", "-", "--format", "json", stdin=START.encode())
    assert done.returncode == 0
    assert json.loads(done.stdout)["exchange"] == "2013"


def test_new_writes_a_valid_plan_and_never_over_another(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "a.toml"]) == 0
    assert main(["check", "a.toml"]) == 0
    before = Path("a.toml").read_bytes()
    capsys.readouterr()
    assert main(["new", "a.toml"]) == 2
    assert "a.toml" in complaint(capsys)
    assert Path("a.toml").read_bytes() == before


def test_new_writes_an_example() -> None:
    assert main(["new", "b.toml", "--example", "contoso-edge"]) == 0
    assert Path("b.toml").read_bytes() == EXAMPLE.read_bytes()


def test_check_says_all_that_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    good = plan(name="good.toml")
    bad = plan("nonsense = 1\n[topology]\nedge = 2013\n", "bad.toml")
    assert main(["check", good, bad]) == 2
    said = capsys.readouterr()
    assert said.out == "good.toml: valid\n"
    assert [line.split(":")[:3] for line in said.err.splitlines()] == [
        ["bad.toml", "3", " nonsense"],
        ["bad.toml", "5", " topology.edge"],
    ]


def test_a_contradiction_is_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    name = plan('[topology]\nedge = "2013"\noutbound = "client-access-proxy"\n')
    assert main(["check", name]) == 0
    assert "port-planner: Warning: plan.toml: " in capsys.readouterr().err


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("port-planner ")
    for command in ([], ["new"], ["check"], ["export"]):
        with pytest.raises(SystemExit) as end:
            main([*command, "--help"])
        assert end.value.code == 0
        assert "port-planner" in capsys.readouterr().out


# What is wrong with a plan


@pytest.mark.parametrize(
    ("text", "where"),
    [
        pytest.param("this is not toml\n", "plan.toml:3: ", id="not TOML"),
        pytest.param("[dns]\nservers = 5\n", "plan.toml:4: dns.servers: ", id="wrong type"),
        pytest.param("[topolgy]\n", "plan.toml:3: topolgy: ", id="unknown key"),
        pytest.param('[topology]\nedge = "2003"\n', "plan.toml:4: topology.edge: ", id="unknown value"),
        pytest.param(
            "[sender_reputation]\nproxy_port = 0\n",
            "plan.toml:4: sender_reputation.proxy_port: ",
            id="port 0",
        ),
        pytest.param(
            "[sender_reputation]\nproxy_port = 70000\n",
            "plan.toml:4: sender_reputation.proxy_port: ",
            id="port 70000",
        ),
        pytest.param(
            '[[server]]\nname = "A"\nroles = ["mailbox"]\n[[server]]\nname = "A"\nroles = ["mailbox"]\n',
            "plan.toml:7: server[2].name: ",
            id="two servers of one name",
        ),
        pytest.param(
            '[[server]]\nname = "A"\nroles = ["mailbox"]\nsite = "X"\n',
            "plan.toml:6: server[1].site: ",
            id="a site that is not defined",
        ),
    ],
)
@pytest.mark.parametrize("command", [["check"], ["export", "--to", "a.pdf"]], ids=["check", "export"])
def test_a_bad_plan_gets_one_line(
    command: list[str], text: str, where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name = plan(text)
    assert main([command[0], name, *command[1:]]) == 2
    assert complaint(capsys).startswith(where)
    assert files() == {"plan.toml"}


# What is wrong with the arguments


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["export", "none.toml", "--to", "a.pdf"], "none.toml: ", id="a missing plan"),
        pytest.param(["export", "plan.toml", "--to", "a.docx"], "pdf, json, csv", id="an unknown format"),
        pytest.param(["export", "plan.toml", "--to", "a.pdf", "b"], "pdf, json, csv", id="no ending"),
        pytest.param(["export", "plan.toml", "--to", "-"], "--format", id="standard output without format"),
        pytest.param(
            ["export", "plan.toml", "--to", "-", "--format", "doc"],
            "pdf, json, csv",
            id="a format nobody knows",
        ),
        pytest.param(["export", "plan.toml", "--to", "a.pdf", "--format", "csv"], "csv", id="two formats"),
        pytest.param(
            ["export", "plan.toml", "--to", "a.svg", "--diagram", "map"],
            "mail-flow-edge",
            id="an unknown diagram",
        ),
        pytest.param(
            ["export", "plan.toml", "--to", "a.svg", "--diagram", "hybrid"],
            "clients, mail-flow",
            id="a diagram that the plan does not use",
        ),
        pytest.param(
            ["export", "plan.toml", "--to", "a.pdf", "--language", "de"], "en+zh-TW", id="an unknown language"
        ),
        pytest.param(["new", "b.toml", "--example", "none"], "contoso-edge", id="an unknown example"),
    ],
)
def test_a_bad_argument_gets_one_line(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    plan()
    assert main(arguments) == 2
    assert words in complaint(capsys)
    assert files() == {"plan.toml"}


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["export"], id="nothing to export"),
        pytest.param(["export", "plan.toml"], id="nowhere to"),
        pytest.param(["export", "plan.toml", "--to"], id="--to without a file"),
        pytest.param(["check"], id="nothing to check"),
        pytest.param(["new"], id="nothing to write"),
        pytest.param(["--sideways"], id="an unknown option"),
        pytest.param(["exprot", "plan.toml", "--to", "a.pdf"], id="a mistyped command"),
    ],
)
def test_a_usage_error_gets_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    plan()
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert "--help" in complaint(capsys)
    assert files() == {"plan.toml"}


# What the machine refuses


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file size limit for a process")
def test_a_full_disk_leaves_no_partial_file() -> None:
    name = plan()
    Path("a.json").write_text("old")
    done = limited("export", name, "--to", "a.json", "b.json")
    assert done.returncode == 1
    assert len([line for line in done.stderr.decode().splitlines() if " missing: " not in line]) == 1
    assert Path("a.json").read_text() == "old"
    assert files() == {"plan.toml", "a.json"}


def limited(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command where no file may grow over two thousand bytes."""
    code = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        "sys.dont_write_bytecode = True\n"
        "from portplanner.cli import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    gui = str(Path(sys.modules["portplanner"].__file__ or "").parents[1])
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "PYTHONPATH": gui},
        capture_output=True,
        timeout=60,
    )


@pytest.mark.parametrize("target", ["none/a.json", "taken/a.json", "folder.json"])
def test_a_place_that_cannot_be_written_gets_one_line(
    target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("taken").write_text("a file, no folder")
    Path("folder.json").mkdir()
    before = files()
    assert main(["export", str(EXAMPLE), "--to", target]) == 1
    assert target in complaint(capsys)
    assert files() == before


def without_roots_rights() -> list[str]:
    """Return what to put before a command so that file permissions bind root too."""
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("root may write everywhere, and there is no setpriv")
    rights = "-dac_override,-dac_read_search"
    return [setpriv, f"--bounding-set={rights}", f"--inh-caps={rights}"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows folders have no such mode")
def test_a_folder_without_the_right_to_write() -> None:
    Path("closed").mkdir(mode=0o500)
    command = [sys.executable, "-m", "portplanner", "export", str(EXAMPLE), "--to", "closed/a.json"]
    gui = str(Path(sys.modules["portplanner"].__file__ or "").parents[1])
    done = subprocess.run(
        [*without_roots_rights(), *command],
        env={**os.environ, "PYTHONPATH": gui},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "closed/a.json" in done.stderr
    assert not list(Path("closed").iterdir())


def test_nothing_is_written_when_one_of_several_files_cannot_be_made(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> bytes:
        raise RuntimeError("out of ink\nand of paper")

    monkeypatch.setattr("portplanner.export.json.document", refuse)
    assert main(["export", str(EXAMPLE), "--to", "a.csv", "b.json"]) == 1
    assert "out of ink" in complaint(capsys)
    assert files() == set()


# Consoles


@pytest.mark.parametrize("encoding", ["ascii", "cp950", "utf-8"])
def test_any_console_can_show_what_is_said(encoding: str) -> None:
    name = plan('[[server]]\nname = "郵件\\U0001F600"\nroles = ["mailbox"]\nsite = "站台"\n', "計畫.toml")
    done = run("check", name, environment={"PYTHONIOENCODING": encoding, "LC_ALL": "zh_TW.UTF-8"})
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes of this kind")
def test_a_reader_that_goes_away_is_no_error() -> None:
    gui = str(Path(sys.modules["portplanner"].__file__ or "").parents[1])
    command = [sys.executable, "-m", "portplanner", "export", str(EXAMPLE), "--to", "-", "--format", "json"]
    with subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": gui}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert said == b""


def test_chinese_is_spoken_where_the_system_does(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_TW.UTF-8")
    assert main(["check", plan()]) == 0
    assert "有效" in capsys.readouterr().out


def test_the_command_line_alone_imports_nothing_heavy() -> None:
    code = "import sys, portplanner.cli; print(*sorted(sys.modules))"
    gui = str(Path(sys.modules["portplanner"].__file__ or "").parents[1])
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": gui}, capture_output=True, text=True
    )
    loaded = set(done.stdout.split())
    assert not loaded & {"pydantic", "reportlab", "PySide6", "graphviz", "pygraphviz", "tomlkit", "fontTools"}


def arguments_of(monkeypatch: pytest.MonkeyPatch, arguments: Sequence[str]) -> object:
    """Return what the window would be called with."""
    called: list[object] = []

    def opened(*given: object) -> int:
        called.append(given)
        return 0

    module = ModuleType("portplanner.app")
    module.run = opened  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "portplanner.app", module)
    assert main(arguments) == 0
    return called[0]


@pytest.mark.parametrize(
    ("arguments", "given"),
    [
        ([], (None, False)),
        (["my.toml"], ("my.toml", False)),
        (["--quit-after-paint"], (None, True)),
        (["my.toml", "--quit-after-paint"], ("my.toml", True)),
    ],
)
def test_anything_else_opens_the_window(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], given: object
) -> None:
    assert arguments_of(monkeypatch, arguments) == given


def test_no_name_of_a_stranger_breaks_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    name = plan('[[server]]\nname = "a\\nb"\nroles = ["mailbox"]\nsite = "x\\ny"\n')
    assert main(["check", name]) == 2
    assert "\n" not in complaint(capsys)
