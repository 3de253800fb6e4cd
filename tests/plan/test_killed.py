"""Saving survives ``kill -9`` at any instant: there is always a valid plan, the old one or the new one."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from portplanner.plan.change import with_choice
from portplanner.plan.model import Plan, Server
from portplanner.plan.read import read
from portplanner.plan.write import dump, save

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 and fork")

KILLS = 300
SEED = 20261124
# Two plans of many pages, so that a file cut short anywhere would be seen.
MANY = tuple(Server(name=f"MBX{n:03}", fqdn=f"mbx{n:03}.contoso.com", roles=("mailbox",)) for n in range(60))
ONE = Plan(servers=MANY)
OTHER = with_choice(replace(ONE, servers=MANY[::-1]), "topology.edge", "2013")


def killed(work: Callable[[], object], moment: float | None = None) -> int:
    """Do this in another process, kill it after so many seconds, and return the signal it died of."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    if moment is not None:
        time.sleep(moment)
        os.kill(child, signal.SIGKILL)
    return os.WTERMSIG(os.waitpid(child, 0)[1])


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"p.portplan", "p.portplan.bak"}


def test_hundreds_of_random_kills_never_leave_less_than_a_plan(tmp_path: Path) -> None:
    file = tmp_path / "p.portplan"
    save(ONE, file)

    def save_on_and_on() -> None:
        for plan in cycle((OTHER, ONE)):
            save(plan, file)

    moments = random.Random(SEED)
    found = []
    for _ in range(KILLS):
        assert killed(save_on_and_on, moments.uniform(0, 0.012)) == signal.SIGKILL
        found.append(read(file).plan)
        assert found[-1] in (ONE, OTHER)
        backup = Path(f"{file}.bak")
        assert not backup.exists() or read(backup).plan in (ONE, OTHER)
        assert len(left(tmp_path)) <= 4  # one of each kind, and one beside it that was in use
        for name in left(tmp_path):
            os.unlink(tmp_path / name)
    assert {plan.topology.edge for plan in found} == {"none", "2013"}  # the kills fell before and after


STEPS = ("open", "fsync", "link", "replace", "chmod", "chown", "fdopen")


def test_a_kill_before_and_after_every_step_leaves_a_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same, without chance: the process dies right before or after each call that the save makes."""
    died = set()
    for number in range(40):
        folder = tmp_path / str(number)
        folder.mkdir()
        file = folder / "p.portplan"
        save(OTHER, file)
        save(ONE, file)

        def save_until(number: int = number, file: Path = file) -> None:
            count = 0

            def stop() -> None:
                nonlocal count
                if count == number:
                    os.kill(os.getpid(), signal.SIGKILL)
                count += 1

            def watched(call: Callable[..., Any]) -> Callable[..., Any]:
                def step(*arguments: Any, **named: Any) -> Any:
                    stop()
                    result = call(*arguments, **named)
                    stop()
                    return result

                return step

            for name in STEPS:
                setattr(os, name, watched(getattr(os, name)))
            save(OTHER, file)

        if killed(save_until) != signal.SIGKILL:
            assert read(file).plan == OTHER  # it had fewer steps
            break
        died.add(read(file).plan == OTHER)
        assert read(file).plan in (ONE, OTHER)
        assert read(f"{file}.bak").plan in (ONE, OTHER)
        save(OTHER, file)
        assert read(file).plan == OTHER  # what the kill left is in nobody's way
    else:
        raise AssertionError("the save never came to its end")
    assert number > 10
    assert died == {True, False}


def test_what_a_kill_left_is_removed_by_a_later_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "p.portplan"
    save(ONE, file)

    def die(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def save_and_die() -> None:
        os.replace = die  # type: ignore[assignment]
        save(OTHER, file)

    assert killed(save_and_die) == signal.SIGKILL
    assert left(tmp_path)
    later = time.time() + 3600
    monkeypatch.setattr(time, "time", lambda: later)
    save(OTHER, file)
    assert not left(tmp_path)
    assert file.read_text("utf-8") == dump(OTHER)
