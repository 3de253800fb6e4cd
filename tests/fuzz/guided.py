"""Lets atheris look for inputs that take new paths through a reader; it begins with inputs of ours.

    pip install atheris
    python -m tests.fuzz.guided plan|catalogue|csv|xlsx|pdf|names [options of libFuzzer]

For example ``-max_total_time=600``. What breaks a promise ends it, and is kept as ``crash-...``.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

_BEGIN = 40  # inputs of ours


def main() -> None:
    """Run until libFuzzer has enough."""
    import atheris

    kind, *options = sys.argv[1:]
    with atheris.instrument_imports(include=["portplanner", "tomllib", "csv"]):
        from tests.fuzz.inputs import made
        from tests.fuzz.readers import READERS

    reader = READERS[kind]
    with tempfile.TemporaryDirectory() as folder:
        for number in range(_BEGIN):
            (Path(folder) / str(number)).write_bytes(made(kind, number))
        # By the clock, and with the fuzzer's own memory; the promise is a second and 500 MB.
        bounds = ["-timeout=5", "-rss_limit_mb=700", "-max_len=20000", "-print_final_stats=1"]

        def read(data: bytes) -> None:
            reader(data)

        atheris.Setup([sys.argv[0], *bounds, *options, folder], read)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
