"""The audit of dependencies says what was not answered, instead of calling it harmless."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

FILE = Path(__file__).parents[1] / ".ci" / "audit.py"
GOOD = {"name": "pypdf", "version": "7.1.0", "vulns": []}
WEAK = {"name": "reportlab", "version": "3.0", "vulns": [{"id": "CVE-1", "fix_versions": ["3.6.13"]}]}
SILENT = {"name": "graphviz", "skip_reason": "not found"}
OURS = {"name": "exchange-port-planner", "skip_reason": "distribution marked as editable"}


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    if not FILE.exists():
        pytest.skip("the audit is not part of a source distribution")
    spec = importlib.util.spec_from_file_location("audit", FILE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([GOOD, OURS], 0, "1 packages, 1 answered, 0 known weaknesses"),
        ([GOOD, WEAK], 1, "reportlab 3.0: CVE-1, fixed in 3.6.13"),
        ([GOOD, SILENT], 2, "not answered: graphviz"),
        ([WEAK, SILENT], 1, "2 packages, 1 answered, 1 known weaknesses"),
        ([OURS], 2, "0 packages, 0 answered"),
    ],
)
def test_what_is_said(audit: ModuleType, packages: list[dict[str, Any]], code: int, said: str) -> None:
    lines, ended = audit.verdict({"dependencies": packages})
    assert ended == code
    assert said in "\n".join(lines)
