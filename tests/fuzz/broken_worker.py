"""A worker whose readers break every promise: shows that each is seen."""

from __future__ import annotations

import os
from collections.abc import Callable

from tests.fuzz import worker
from tests.fuzz.inputs import MAKERS
from tests.fuzz.readers import READERS, NoPlace, Outcome


def _raises(data: bytes) -> Outcome:
    raise ZeroDivisionError


def _names_no_place(data: bytes) -> Outcome:
    raise NoPlace("somewhere")


def _takes_memory(data: bytes) -> Outcome:
    return "accepted" if bytearray(600_000_000) else "refused"


def _ends(data: bytes) -> Outcome:
    os._exit(9)


def _hangs(data: bytes) -> Outcome:
    while True:
        pass


BROKEN: dict[str, Callable[[bytes], Outcome]] = {
    "raises": _raises,
    "names-no-place": _names_no_place,
    "takes-memory": _takes_memory,
    "ends": _ends,
    "hangs": _hangs,
}

if __name__ == "__main__":
    READERS.update(BROKEN)
    MAKERS.update(dict.fromkeys(BROKEN, lambda random: b""))
    worker.HANGS = 1
    worker.main()
