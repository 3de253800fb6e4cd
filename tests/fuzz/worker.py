"""Reads its share of the inputs of one kind, within bounds of memory and time.

    python -m tests.fuzz.worker KIND SEED FIRST STEP END

Before each input its number is written to standard output; after it how it came out, as JSON. So
whoever started this knows which input ended it: what takes longer than a watchdog waits does, also
where it hangs in a library, and so does what asks for more memory than there is.
"""

from __future__ import annotations

import faulthandler
import gc
import json
import os
import resource
import sys
import time
import traceback
from pathlib import Path

from tests.fuzz.inputs import made
from tests.fuzz.readers import READERS, NoPlace

MOST_MEMORY = 500 * 1024 * 1024
HANGS = 20  # seconds by the clock; a busy machine may take its time
_SHOWN = 12  # lines of a traceback


def _read(kind: str, data: bytes) -> dict[str, object]:
    start = time.process_time()
    found: dict[str, object] = {}
    try:
        found["outcome"] = READERS[kind](data)
    except NoPlace as error:
        found |= {"outcome": "refused", "broken": "place", "said": str(error)}
    except BaseException:
        lines = traceback.format_exc().splitlines()
        found |= {"outcome": "refused", "broken": "traceback", "said": "\n".join(lines[-_SHOWN:])}
    ms = 1000 * (time.process_time() - start)
    return found | {"ms": ms, "kb": _peak(), "bytes": len(data)}


def _peak() -> int:
    """Return the most memory that this process ever had, in KB; ``ru_maxrss`` counts its parent's too."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


def main() -> None:
    """Read the inputs."""
    kind, (seed, first, step, end) = sys.argv[1], map(int, sys.argv[2:])
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    for number in range(first, end, step):
        data = made(kind, number, seed)
        gc.collect(0)
        os.write(1, f"{number}\n".encode())
        faulthandler.dump_traceback_later(HANGS, exit=True)
        found = _read(kind, data)
        faulthandler.cancel_dump_traceback_later()
        os.write(1, f"{json.dumps(found)}\n".encode())


if __name__ == "__main__":
    main()
