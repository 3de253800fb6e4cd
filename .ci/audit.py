"""Asks whether any package of this environment has known weaknesses, and says which were not answered.

    pip install '.[audit]' && python .ci/audit.py

Ends with 0 when none is known of any package, 1 when one is, and 2 when the question was not answered
for every package: without a network, or behind a mirror that has no advisories. pip-audit alone ends
with 0 then, and says that none is known.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

NONE_KNOWN, KNOWN, NOT_ANSWERED = 0, 1, 2
_OURS = "exchange-port-planner"


def verdict(answer: dict[str, Any]) -> tuple[list[str], int]:
    """Return what pip-audit's JSON says, a line for each package that needs one, and the exit code."""
    packages = [package for package in answer["dependencies"] if package["name"] != _OURS]
    silent = [package["name"] for package in packages if "skip_reason" in package]
    lines, weak = [], 0
    for package in packages:
        for found in package.get("vulns", ()):
            weak += 1
            fixed = ", ".join(found["fix_versions"]) or "no version yet"
            lines.append(f"{package['name']} {package['version']}: {found['id']}, fixed in {fixed}")
    asked = len(packages) - len(silent)
    lines.append(f"{len(packages)} packages, {asked} answered, {weak} known weaknesses")
    if silent:
        lines.append(f"not answered: {', '.join(silent)}")
    return lines, KNOWN if weak else NOT_ANSWERED if silent or not packages else NONE_KNOWN


def main() -> int:
    """Ask, print what was said, and return the exit code."""
    command = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        lines, code = verdict(json.loads(done.stdout))
    except (ValueError, KeyError):
        lines, code = (
            [f"not answered: {(done.stderr.strip() or 'nothing was said').splitlines()[-1]}"],
            NOT_ANSWERED,
        )
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main())
