"""What an installed program does for a stranger; ``.ci/run`` asks the wheel and the built folder.

PORT_PLANNER_PROGRAM names the program: ``venv/bin/port-planner`` or the file in the built folder.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from portplanner import __version__
from portplanner.text import Language, Text
from tests.installed.program import VARIABLE, Program

pytestmark = pytest.mark.skipif(
    VARIABLE not in os.environ, reason=f"{VARIABLE} names no installed program; .ci/run does"
)
MIME = "application/x-port-planner+toml"
README = Path(__file__).parents[2] / "README.md"
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="is about Linux desktops")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The program, in a home where it has written a plan."""
    file = Path(os.environ[VARIABLE]).absolute()
    program = Program(file, tmp_path_factory.mktemp("stranger") / "home")
    program.run("new", "plan.portplan", "--example", "contoso-edge")
    return program


def test_it_names_its_version(program: Program) -> None:
    assert program.run("--version") == f"port-planner {__version__}\n"


def test_it_finds_its_shipped_facts_and_words(program: Program) -> None:
    program.run("check", "plan.portplan")
    (program.home / "wrong.toml").write_text('format = 1\nexchange = "5.5"\n', "utf-8")
    done = program.ended("check", "wrong.toml", LANG="zh_TW.UTF-8")
    assert done.returncode == 2
    assert any("\u4e00" <= character <= "\u9fff" for character in done.stderr)
    assert "Traceback" not in done.stderr


def test_chinese_is_printed_with_its_own_fonts(program: Program) -> None:
    program.run("export", "plan.portplan", "--language", "zh-TW", "--to", "zh.pdf")
    pdf = PdfReader(program.home / "zh.pdf")
    said = "".join(page.extract_text() for page in pdf.pages)
    assert Text("zh-TW")("document.meta.edition") in said
    fonts: list[Any] = [
        font.get_object() for page in pdf.pages for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    ]  # fmt: skip
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)
    assert pdf.metadata is not None
    assert pdf.metadata.creator == f"Port Planner {__version__}"


@pytest.mark.parametrize("language", ["en", "zh-TW"])
def test_graphviz_lays_out_without_a_dot_program(program: Program, language: Language) -> None:
    program.run("export", "plan.portplan", "--language", language, "--to", "plan.svg")
    drawn = (program.home / "plan.svg").read_text("utf-8")
    assert "<svg" in drawn
    assert Text(language)("diagram.notice.grid")[:20] not in drawn


def test_pictures_and_workbooks_are_whole(program: Program) -> None:
    program.run("export", "plan.portplan", "--to", "plan.png", "plan.xlsx", "plan.json")
    header = (program.home / "plan.png").read_bytes()[:24]
    assert header[:8] == b"\x89PNG\r\n\x1a\n"
    assert min(struct.unpack(">II", header[16:])) > 200
    listed = json.loads((program.home / "plan.json").read_text("utf-8"))
    cells = [c.value for s in load_workbook(program.home / "plan.xlsx") for row in s.iter_rows() for c in row]
    assert listed["flows"][0]["purpose"] in cells


def test_what_people_filled_in_comes_back(program: Program) -> None:
    program.run("export", "plan.portplan", "--to", "filled.pdf")
    assert program.run("import-status", "filled.pdf", "plan.portplan")


def test_the_other_formats_are_written(program: Program) -> None:
    files = [f"plan.{ending}" for ending in ("csv", "html", "md", "dot", "drawio", "ps1")]
    program.run("export", "plan.portplan", "--to", *files)
    assert all((program.home / file).stat().st_size > 1000 for file in files)


def test_the_window_opens_offscreen(program: Program) -> None:
    program.run("--quit-after-paint", "plan.portplan")


@LINUX
@pytest.mark.skipif("DISPLAY" not in os.environ, reason="there is no X server")
def test_the_window_opens_on_a_screen(program: Program) -> None:
    program.run("--quit-after-paint", "plan.portplan", screen=True)


def test_it_writes_nowhere_but_where_the_readme_says(program: Program) -> None:
    """A visit leaves the user's own files and the places of the README, and the program as it was."""
    mine = set(_files(program.home))
    shipped = set(_files(program.folder))
    program.run("--quit-after-paint", "plan.portplan")
    program.run("export", "plan.portplan", "--to", "one.pdf")
    asked_for = {Path("one.pdf")}
    places = re.findall(r"`~/([^`]+)`", README.read_text("utf-8").partition("### Uninstall")[2])
    assert places
    unexpected = [
        file
        for file in set(_files(program.home)) - mine - asked_for
        if not any(file.is_relative_to(place) for place in places)
    ]
    assert unexpected == []
    assert set(_files(program.folder)) == shipped


@LINUX
@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="needs desktop-file-utils")
def test_a_desktop_learns_of_it_and_forgets_it_again(program: Program) -> None:
    """A path with every awkward character still starts the program from the menu."""
    folder = program.home / 'a "plan" $HOME `x` 100% & \\ |'
    (folder / "bin").mkdir(parents=True)
    shutil.copytree(program.folder / "share", folder / "share")
    started = folder / "bin" / "port-planner"
    started.write_text('#!/bin/sh\nprintf "%s" "$1" >started\n', "utf-8")
    started.chmod(0o755)
    data = program.home / "data"
    register = [shutil.which("sh") or "sh", str(folder / "share" / "port-planner" / "register.sh")]
    environment = {**os.environ, "XDG_DATA_HOME": str(data)}
    subprocess.run(register, env=environment, check=True)
    entry = data / "applications" / "port-planner.desktop"
    subprocess.run(["desktop-file-validate", str(entry)], check=True)
    assert _started_by(entry) == str(started)
    if shutil.which("update-mime-database"):
        known = (data / "mime" / "globs").read_text("utf-8").splitlines()
        assert [line for line in known if not line.startswith("#")] == [f"{MIME}:*.portplan"]
    subprocess.run([*register, "--remove"], env=environment, check=True)
    left = [file for file in data.rglob("*") if file.is_file() and b"port-planner" in file.read_bytes()]
    assert left == []


@LINUX
@pytest.mark.skipif(shutil.which("appstreamcli") is None, reason="needs appstream")
def test_a_software_centre_can_read_what_it_is(program: Program) -> None:
    described = program.folder / "share" / "metainfo" / "port-planner.metainfo.xml"
    # A component's id is a reversed domain, and the project has none yet.
    override = "--override=cid-desktopapp-is-not-rdns=info"
    done = subprocess.run(
        ["appstreamcli", "validate", "--no-net", override, str(described)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def _started_by(entry: Path) -> str:
    """Return the program that this entry starts, as the specification of desktop entries reads it."""
    lines = dict(line.partition("=")[::2] for line in entry.read_text("utf-8").splitlines())
    assert "TryExec" not in lines
    value = lines["Exec"].replace("\\\\", "\\")  # a string's own backslashes
    assert value.endswith('" %f')
    quoted = value.removeprefix('"').removesuffix('" %f')
    return re.sub(r'\\(["`$\\])', r"\1", quoted).replace("%%", "%")


def _files(folder: Path) -> Iterator[Path]:
    return (file.relative_to(folder) for file in folder.rglob("*") if file.is_file())
