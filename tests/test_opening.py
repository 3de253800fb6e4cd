"""Opening a plan reads that file and nothing else, whatever names stand in it."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from portplanner.paths import assets, resources
from portplanner.plan.model import Dns, Document, Item, Plan, Server, Site, Topology
from portplanner.plan.write import dump

ROOT = Path(__file__).parents[1]
FORMATS = ("pdf", "json", "csv", "xlsx", "md", "html", "svg", "png", "dot", "drawio", "ps1")
# What asks for no content: where something is, what is in a folder of the program's own, a new folder.
LOOKS = {"os.listdir", "os.scandir", "os.walk", "os.mkdir", "os.fwalk"}
CHANGES = {"open", "os.remove", "os.rename", "os.chmod", "os.utime", "os.truncate", "os.rmdir"}


class Trap:
    """A folder with a plan and with what its names lead to, and a port that nobody may connect to."""

    def __init__(self, folder: Path, server: socket.socket) -> None:
        self.folder, self.server = folder, server
        self.plan, self.home = folder / "plans" / "plan.toml", folder / "home"
        self.bait = folder / "bait"
        for made in (self.plan.parent, self.home, self.bait):
            made.mkdir()
        for name in ("secret.txt", "evil.py", "evil.ttf", "evil.png", "sitecustomize.py"):
            (self.bait / name).write_text("bait", "utf-8")
            (self.plan.parent / name).write_text("bait", "utf-8")
        self.plan.write_text(dump(self._made(self._names())), "utf-8")

    def _names(self) -> list[str]:
        port = self.server.getsockname()[1]
        secret = self.bait / "secret.txt"
        here = ("secret.txt", "./evil.py", "../bait/secret.txt", "evil.ttf", "evil.png", "~", "$HOME", "NUL")
        return [
            *here,
            str(secret),
            secret.as_uri(),
            f"http://127.0.0.1:{port}/x",
            f"https://127.0.0.1:{port}/x.png",
            f"ftp://127.0.0.1:{port}/x",
            rf"\\127.0.0.1@{port}\share\x",
            f"//127.0.0.1:{port}/share",
            f"<img src='http://127.0.0.1:{port}/x.png'>",
            f"<a href='{secret.as_uri()}'>x</a>",
            f"<link rel=stylesheet href='{secret.as_uri()}'>",
            f"url({secret.as_uri()})",
            f"![x](http://127.0.0.1:{port}/x.png)",
            f"<!DOCTYPE a [<!ENTITY x SYSTEM '{secret.as_uri()}'>]>",
            "qrc:/evil.png",
            "$(touch pwned)",
            "`touch pwned`",
            "; touch pwned",
            "| touch pwned",
        ]

    def _made(self, names: Sequence[str]) -> Plan:
        title, organization, author, revision = names[8:12]
        return Plan(
            document=Document(title=title, organization=organization, prepared_by=author, revision=revision),
            topology=Topology(outbound="smart-host", smart_hosts=tuple(names)),
            dns=Dns(servers=tuple(names)),
            sites=tuple(Site(name=name, subscribed=name == names[0]) for name in names),
            servers=tuple(Server(name=name, fqdn=name, roles=("mailbox",), site=name) for name in names),
            items=tuple(Item(id=name, owner=name, ticket=name, remark=name) for name in names),
        )

    def environment(self) -> dict[str, str]:
        """Return the environment of a program whose home is in this folder."""
        kept = {
            name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ
        }
        folders = (
            "HOME",
            "USERPROFILE",
            "LOCALAPPDATA",
            "XDG_CACHE_HOME",
            "XDG_CONFIG_HOME",
            "XDG_STATE_HOME",
            "TMPDIR",
            "TEMP",
        )
        return {
            **kept,
            **dict.fromkeys(folders, str(self.home)),
            "PYTHONPATH": os.pathsep.join((str(ROOT / "gui"), str(ROOT))),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONSAFEPATH": "1",
            "QT_QPA_PLATFORM": "offscreen",
            "LC_ALL": "C.UTF-8",
        }

    def command(self, *arguments: str) -> list[str]:
        """Return the command of a watched program."""
        return [sys.executable, "-m", "tests.watched", str(self.folder / "record.json"), *arguments]

    def seen(self, *arguments: str) -> list[tuple[str, str]]:
        """Return what a program asked the system for; it starts where the plan is."""
        done = subprocess.run(
            self.command(*arguments),
            cwd=self.plan.parent,
            env=self.environment(),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        record = json.loads((self.folder / "record.json").read_text("utf-8"))
        assert record["code"] == 0, done.stderr
        return [(event, name) for event, name in record["seen"]]

    def is_untouched(self) -> bool:
        """Return whether nobody has connected, and nothing was run or changed."""
        try:
            self.server.accept()[0].close()
        except BlockingIOError:
            return (
                not [*self.folder.rglob("pwned")] and (self.bait / "secret.txt").read_text("utf-8") == "bait"
            )
        return False


@pytest.fixture
def trap(tmp_path: Path) -> Iterator[Trap]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield Trap(tmp_path, server)


def own(trap: Trap) -> tuple[Path, ...]:
    """Return the folders that belong to the program, to Python, and to the user's settings."""
    python = {Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    python |= {Path(sys.prefix), Path(sys.base_prefix)}
    return (ROOT / "gui", ROOT / "tests", resources(), assets(), trap.home, *python)


def strangers(trap: Trap, seen: Sequence[tuple[str, str]], *asked: Path) -> list[tuple[str, str]]:
    """Return what is neither the plan, nor a file that was asked for, nor the program's own."""
    folders = [path for each in own(trap) for path in (each, each.resolve())]
    files = {
        trap.plan,
        *asked,
        *(file.parent for file in asked),
        Path(os.devnull),
        trap.folder / "record.json",
    }
    found = []
    for event, name in seen:
        path = trap.plan.parent / name
        is_new = path.name.startswith(".port-planner-") and path.parent in files  # it replaces the old one
        is_own = path in files or is_new or any(path.is_relative_to(folder) for folder in folders)
        looks_elsewhere = event in LOOKS and not path.is_relative_to(trap.folder)  # for modules and fonts
        if not (looks_elsewhere or (is_own and event in LOOKS | CHANGES)):
            found.append((event, name))
    return found


def test_check_reads_the_plan_and_nothing_else(trap: Trap) -> None:
    seen = trap.seen("command-line", "check", "plan.toml")
    assert ("open", "plan.toml") in seen
    assert strangers(trap, seen) == []
    assert trap.is_untouched()


def test_export_reads_the_plan_and_writes_what_was_asked_for(trap: Trap) -> None:
    out = [trap.folder / "out" / f"made.{format}" for format in FORMATS]
    out[0].parent.mkdir()
    seen = trap.seen("command-line", "export", "plan.toml", "--to", *map(str, out))
    assert strangers(trap, seen, *out) == []
    assert all(file.stat().st_size for file in out)
    assert trap.is_untouched()


def test_the_window_reads_the_plan_and_nothing_else(trap: Trap) -> None:
    seen = trap.seen("window", "plan.toml")
    assert ("open", "plan.toml") in seen
    assert strangers(trap, seen) == []
    assert trap.is_untouched()


def test_what_else_is_done_would_be_seen(trap: Trap) -> None:
    plan, secret = ("open", "plan.toml"), str(trap.bait / "secret.txt")
    done = [
        ("open", secret),
        ("open", "secret.txt"),
        ("socket.connect", "x"),
        ("subprocess.Popen", "sh"),
        ("os.system", "x"),
    ]
    assert strangers(trap, [plan, *done]) == done
    with socket.create_connection(trap.server.getsockname()):
        assert not trap.is_untouched()


def _strace() -> bool:
    program = shutil.which("strace")
    return (
        program is not None
        and subprocess.run([program, "-o", os.devnull, "true"], check=False).returncode == 0
    )


@pytest.mark.skipif(not _strace(), reason="strace is not there, or may not watch")
@pytest.mark.parametrize(
    "way", [("window", "plan.toml"), ("command-line", "check", "plan.toml")], ids=lambda w: w[0]
)
def test_libraries_do_not_either(trap: Trap, way: tuple[str, ...]) -> None:
    """Qt, Graphviz and the font libraries ask the system without Python: here the system tells."""
    calls = trap.folder / "calls"
    watch = ["strace", "-f", "-qq", "-e", "trace=open,openat,execve,connect", "-o", str(calls)]
    subprocess.run(
        [*watch, *trap.command(*way)],
        cwd=trap.plan.parent,
        env=trap.environment(),
        capture_output=True,
        check=True,
    )
    lines = calls.read_text("utf-8", "replace").splitlines()
    opened = re.findall(r'open(?:at)?\((?:[\w-]+, )?"([^"]*)"', "\n".join(lines))
    assert "plan.toml" in opened
    here = {name for name in opened if (trap.plan.parent / name).is_relative_to(trap.folder)}
    theirs = {name for name in here if not (trap.plan.parent / name).is_relative_to(trap.home)}
    theirs -= {name for name in here if name.startswith(":/")}  # Qt asks for a resource of its own as a file
    assert theirs - {"record.json", str(trap.folder / "record.json"), ".", str(trap.plan.parent)} <= {
        "plan.toml",
        str(trap.plan),
    }
    assert sum("execve(" in line for line in lines) == 1
    assert not [line for line in lines if "connect(" in line and "AF_UNIX" not in line]
