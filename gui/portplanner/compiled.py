"""Copies of shipped files in a form that is read at once; TOML takes thirty times as long.

A copy is JSON below the user's cache folder. One that is damaged, foreign or older than its sources
counts as none, and where none can be kept all works as well, a little later.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any
from zlib import crc32

from portplanner import __version__
from portplanner.paths import cache


class Copy:
    """The copy of what these files say. ``name`` tells it from other copies of the same folder."""

    def __init__(self, name: str, sources: Iterable[Path]) -> None:
        self._stamp = self._file = None
        try:
            stamps = [(str(file), (status := file.stat()).st_size, status.st_mtime_ns) for file in sources]
            self._stamp = f"{__version__} {stamps}"
            place = crc32(repr([path for path, _, _ in stamps]).encode())
            self._file = cache() / "compiled" / f"{name}-{place:08x}.json"
        except (OSError, RuntimeError):  # no such file; a user without a home
            return

    def read(self) -> Any:
        """Return what was written, None when there is nothing that can be trusted."""
        if self._file is None:
            return None
        try:
            head, _, body = self._file.read_bytes().partition(b"\n")
            return json.loads(body) if head == self._head(body) else None
        except (OSError, ValueError, RecursionError):
            return None

    def write(self, value: object) -> None:
        """Keep this value for the next start, if that is possible."""
        if self._file is None:
            return
        body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        with suppress(OSError):
            _replace(self._file, self._head(body) + b"\n" + body)

    def _head(self, body: bytes) -> bytes:
        return json.dumps([self._stamp, crc32(body)]).encode()


def _replace(file: Path, data: bytes) -> None:
    from tempfile import mkstemp

    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, new = mkstemp(dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        os.replace(new, file)
    except BaseException:
        with suppress(OSError):
            os.unlink(new)
        raise
