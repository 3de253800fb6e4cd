"""What fuzzing found stays found, and a few inputs of each kind run with the suite."""

from __future__ import annotations

import sys
import time

import pytest

from tests.fuzz import readers, run
from tests.fuzz.inputs import MAKERS, filled, made

FOUND = [
    pytest.param("catalogue", b"flows.toml\nedition = " + b"1" * 5000, id="endless number in a catalogue"),
    pytest.param("catalogue", b"flows.toml\nedition = " + b"[" * 1200, id="lists without end in a catalogue"),
    pytest.param("catalogue", b'flows.toml\n[[flow]]\nid = "a\\u0000b"', id="control in the id of a row"),
    pytest.param("catalogue", b'flows.toml\n[choices]\n"a" = ["\\t"]', id="tab in a choice"),
]


@pytest.mark.parametrize(("kind", "data"), FOUND)
def test_what_was_found_is_refused_with_its_place(kind: str, data: bytes) -> None:
    assert readers.READERS[kind](data) == "refused"


@pytest.mark.parametrize(
    ("said", "megabytes", "outcome"),
    [
        pytest.param(b"(\\)", 0, "refused", id="a text without end in every field, read to the end for each"),
        pytest.param(b"99999 0 R", 70, "refused", id="one stream that grows to 70 MB in every field"),
        pytest.param(b"99999 0 R", 1, "refused", id="one stream of 1 MB in every field"),
        pytest.param(b"(" + b"x" * 5_000 + b")", 0, "accepted", id="long texts"),
    ],
)
def test_a_form_that_was_made_to_take_long_does_not(said: bytes, megabytes: int, outcome: str) -> None:
    data = filled(said, 500, megabytes)
    start = time.process_time()
    assert readers.READERS["pdf"](data) == outcome
    assert time.process_time() - start < 2.5


@pytest.mark.skipif(sys.platform != "linux", reason="bounds the memory of its readers")
def test_a_few_inputs_of_each_kind_keep_every_promise(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run.main(["--plans", "200", "--seed", "7"]), capsys.readouterr().out
    assert code == 0, out
    lines = out.splitlines()
    assert len(lines) == 1 + len(run.KINDS)
    assert [line.split()[-3:] for line in lines[1:]] == [["0", "0", "0"]] * len(run.KINDS)


@pytest.mark.parametrize("kind", MAKERS)
def test_an_input_is_made_again_from_its_number(kind: str) -> None:
    assert made(kind, 3) == made(kind, 3)
    assert made(kind, 3) != made(kind, 4)


@pytest.mark.skipif(sys.platform != "linux", reason="bounds the memory of its readers")
@pytest.mark.parametrize(
    ("kind", "why", "said"),
    [
        ("raises", "traceback", "ZeroDivisionError"),
        ("names-no-place", "place", "somewhere"),
        ("takes-memory", "traceback", "MemoryError"),
        ("ends", "ended", "ended with 9"),
        ("hangs", "ended", "Timeout"),
    ],
)
def test_a_broken_promise_is_seen(kind: str, why: str, said: str) -> None:
    found = run.tally(kind, 0, 2, "tests.fuzz.broken_worker")
    assert found.inputs == 2
    assert [kind for kind, _ in found.broken.values()] == [why, why]
    assert all(said in text for _, text in found.broken.values())
