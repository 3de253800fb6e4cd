"""No Exchange version stands in code, and the next one is added by data files alone."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = ROOT / "gui" / "portplanner"
VERSION = re.compile(r"(20(07|10|13|16|19)|se)", re.IGNORECASE)
PLANS = CODE / "plan" / "model.py"  # a plan that names no version is one of the first that there was


def constants(file: Path) -> Iterator[tuple[ast.Constant, list[ast.AST]]]:
    """Yield every text and number of a module, with all that stands around it."""

    def walk(node: ast.AST, around: list[ast.AST]) -> Iterator[tuple[ast.Constant, list[ast.AST]]]:
        if isinstance(node, ast.Constant):
            yield node, around
        for child in ast.iter_child_nodes(node):
            yield from walk(child, [*around, node])

    yield from walk(ast.parse(file.read_text("utf-8")), [])


def versions_in(file: Path) -> list[int]:
    """Return the lines that name an Exchange version: alone, or behind a hyphen."""
    return [
        node.lineno
        for node, around in constants(file)
        if VERSION.fullmatch(str(node.value).rpartition("-")[2])
        and not (file == PLANS and _is_default(around[-1]))
    ]


def _is_default(node: ast.AST) -> bool:
    """Whether this is what a plan's version is when its file says none."""
    return (
        isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "exchange"
    )


@pytest.mark.parametrize("file", sorted(CODE.rglob("*.py")), ids=lambda file: str(file.relative_to(CODE)))
def test_no_version_stands_in_code(file: Path) -> None:
    assert versions_in(file) == []


@pytest.mark.parametrize("line", ['if plan.exchange == "2013": ...', 'load("exchange-se")', "x = {2016: 1}"])
def test_a_version_in_code_is_found(tmp_path: Path, line: str) -> None:
    file = tmp_path / "x.py"
    file.write_text(f"def f():\n    {line}\n", "utf-8")
    assert versions_in(file) == [2]


# The next Exchange, as CONTRIBUTING.md describes it


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this checkout with an invented version, added as CONTRIBUTING.md says."""
    folder = tmp_path_factory.mktemp("next")
    for name in ("gui", "resources", "assets"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    blocks = re.findall(r"^```toml\n(.*?)^```", page(), re.MULTILINE | re.DOTALL)
    files = dict(block.split("\n", 1) for block in blocks)
    assert len(files) == 2
    for first, text in files.items():
        file = folder / first.removeprefix("# ").split(" ")[0]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text((file.read_text("utf-8") if file.exists() else "") + "\n" + text, "utf-8")
    return folder


def page() -> str:
    return (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## The next Exchange")[2]


def run(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "portplanner", *arguments],
        env=os.environ | {"PYTHONPATH": str(checkout / "gui"), "LANG": "C"},
        capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip


def written(folder: Path, text: str) -> str:
    file = folder / "plan.toml"
    file.write_text(f"format = 1\n{text}", "utf-8")
    return str(file)


def test_a_plan_may_name_the_next_version(checkout: Path, tmp_path: Path) -> None:
    plan = written(tmp_path, 'exchange = "next"\n[topology]\nedge = "next"\n')
    done = run(checkout, "check", plan)
    assert (done.returncode, done.stderr) == (0, "")
    done = run(checkout, "export", plan, "--to", str(tmp_path / "a.json"), str(tmp_path / "a.csv"))
    assert done.returncode == 0, done.stderr
    data = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert data["exchange"] == "next"
    flows = {flow["id"]: flow for flow in data["flows"]}
    assert flows["mf-edge-edgesync-50636"]["ports"] == [{"number": 50636, "transport": "tcp"}]
    assert flows["cli-https-443"]["note"].startswith("Invented for this page.")
    assert "cli-pop3-110-995" not in flows
    assert not any(row["id"].startswith("se-inferred") for row in data["warnings"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('exchange = "x"\n', 'allowed: "2013", "2016", "2019", "se", "next".'),
        ('exchange = "next"\n[topology]\nedge = "2016"\n', "Invented for this page."),
        ('exchange = "next"\n[[server]]\nname = "A"\nroles = ["client-access"]\n', "server[1].roles[1]"),
    ],
)
def test_what_the_next_version_does_not_support_is_refused(
    checkout: Path, tmp_path: Path, text: str, said: str
) -> None:
    done = run(checkout, "check", written(tmp_path, text))
    assert done.returncode == 2
    assert said in done.stderr


def test_the_window_offers_the_next_version(checkout: Path) -> None:
    program = (
        "from PySide6.QtWidgets import QApplication; app = QApplication([])\n"
        "from portplanner.window.editor import Editor\n"
        "from portplanner.window.options_panel import OptionsPanel\n"
        "editor = Editor(); panel = OptionsPanel(editor); panel.fields['exchange'].buttons['next'].click()\n"
        "field = panel.fields['exchange'].buttons\n"
        "print(list(field), editor.plan.exchange, len(editor.checklist.flows) > 8)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": str(checkout / "gui"), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "['2013', '2016', '2019', 'se', 'next'] next True"
