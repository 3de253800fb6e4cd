"""A fingerprint follows what a row asks for, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from portplanner.checklist.meaning import Tickable, fingerprint, meaning
from portplanner.checklist.model import End, Port
from portplanner.text import Words
from tests.export import samples

LISTED = samples.checklist(["CAS01", "CAS02"])
FLOW = LISTED.flows[0]
SHARED = replace(LISTED.connectors[0], server="EDGE01, EDGE02")
OTHER = Words("Other words", "其他文字")


@pytest.mark.parametrize(
    ("row", "other"),
    [
        pytest.param(FLOW, replace(FLOW, ports=(Port(26, "tcp"),)), id="another port"),
        pytest.param(FLOW, replace(FLOW, ports=(Port(25, "udp"),)), id="another transport"),
        pytest.param(FLOW, replace(FLOW, ports=(Port(25, "tcp", to=30),)), id="a range"),
        pytest.param(FLOW, replace(FLOW, restrict="never"), id="another restriction"),
        pytest.param(FLOW, replace(FLOW, by_default="off"), id="another default"),
        pytest.param(FLOW, replace(FLOW, connectors=()), id="other connectors"),
        pytest.param(FLOW, replace(FLOW, source=End(("client",), "internal")), id="another source"),
        pytest.param(
            FLOW, replace(FLOW, destination=replace(FLOW.destination, servers=("CAS01",))), id="a server left"
        ),
        pytest.param(LISTED.connectors[0], replace(LISTED.connectors[0], name="X"), id="another name"),
        pytest.param(SHARED, replace(SHARED, server="EDGE01"), id="another server"),
        pytest.param(SHARED, replace(SHARED, created_by="implicit"), id="made by another"),
        pytest.param(LISTED.dns[0], replace(LISTED.dns[0], name="fabrikam.com"), id="another DNS name"),
        pytest.param(LISTED.dns[0], replace(LISTED.dns[0], scope="both"), id="another scope"),
        pytest.param(LISTED.tasks[0], replace(LISTED.tasks[0], command="X"), id="another command"),
        pytest.param(LISTED.tasks[0], replace(LISTED.tasks[0], text=OTHER), id="another task"),
        pytest.param(LISTED.ground_rules[0], replace(LISTED.ground_rules[0], text=OTHER), id="another rule"),
    ],
)
def test_another_substance_is_another_meaning(row: Tickable, other: Tickable) -> None:
    assert meaning(row) != meaning(other)
    assert len(meaning(row)) == 8


@pytest.mark.parametrize(
    ("row", "other"),
    [
        pytest.param(
            FLOW, replace(FLOW, purpose=OTHER, note=OTHER, label=OTHER, sources=()), id="words of a flow"
        ),
        pytest.param(
            FLOW,
            replace(FLOW, destination=replace(FLOW.destination, servers=("CAS02", "CAS01"))),
            id="order of servers",
        ),
        pytest.param(FLOW, replace(FLOW, connectors=FLOW.connectors[::-1]), id="order of connectors"),
        pytest.param(FLOW, replace(FLOW, id="x", layer="dns", pictured=False), id="where it is drawn"),
        pytest.param(SHARED, replace(SHARED, server="EDGE02, EDGE01", note=OTHER), id="words of a connector"),
        pytest.param(LISTED.dns[0], replace(LISTED.dns[0], verify=OTHER), id="words of a requirement"),
        pytest.param(
            LISTED.tasks[0],
            replace(LISTED.tasks[0], text=replace(LISTED.tasks[0].text, zh="其他")),
            id="Chinese words",
        ),
    ],
)
def test_other_words_are_the_same_meaning(row: Tickable, other: Tickable) -> None:
    assert meaning(row) == meaning(other)


def test_a_meaning_never_changes_between_versions() -> None:
    """Plans hold it: where this fails, every recorded row of every plan would look changed."""
    rows = (FLOW, LISTED.connectors[0], LISTED.dns[0], LISTED.tasks[0], LISTED.ground_rules[0])
    assert [meaning(row) for row in rows] == EXPECTED


EXPECTED = ["6d31fd1d", "f2eddcbb", "2fe4edc6", "b287a024", "949d93ec"]


def test_a_meaning_does_not_depend_on_the_process() -> None:
    program = (
        "from tests.export import samples; from portplanner.checklist.meaning import meaning;"
        "print(meaning(samples.checklist(['CAS01', 'CAS02']).flows[0]))"
    )
    root = Path(__file__).parents[2]
    for seed in ("1", "2"):
        path = os.pathsep.join([str(root / "gui"), str(root)])
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONPATH": path, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stdout.strip() == meaning(FLOW)


def test_a_fingerprint_stands_for_all_rows() -> None:
    assert fingerprint(LISTED.flows) == fingerprint(LISTED.flows)
    assert fingerprint(LISTED.flows) != fingerprint(LISTED.flows[1:])
