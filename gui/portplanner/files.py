"""Writes a file whole or not at all; every export and every save goes through here."""

from __future__ import annotations

import errno
import os
import secrets
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar
from zlib import crc32

from portplanner.errors import CouldNot
from portplanner.text import visible

T = TypeVar("T")

_LEFT_BEHIND = 60  # seconds after which a temporary file is nobody's work any more
_REASONS = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "too-big",
    errno.EACCES: "no-right",
    errno.EPERM: "no-right",
    errno.EROFS: "read-only",
    errno.ENOENT: "no-folder",
    errno.ENOTDIR: "no-folder",
    errno.EISDIR: "folder",
    errno.ENAMETOOLONG: "long-name",
}


def replace(path: str | Path, data: bytes, *, keep: str = "") -> None:
    """Write the file so that it is whole at every moment: the old one, then the new one.

    ``keep`` is the ending (``.bak``) under which the old one stays beside it, "" for none. A link stays
    a link, its target is replaced; what is no file (a pipe, ``/dev/stdout``) is written to as it is.
    Raises CouldNot with the reason.
    """
    try:
        _replace(os.path.realpath(path), data, keep)
    except OSError as error:
        raise could_not(error, path) from error
    except ValueError as error:  # a NUL or a lone surrogate in the name
        raise CouldNot("files.bad-name", file=visible(str(path))) from error


def could_not(error: OSError, path: str | Path) -> CouldNot:
    """Return the error that tells a user in one line why this file could not be written."""
    reason = _REASONS.get(error.errno or 0)
    places = {"file": visible(str(path)), "folder": visible(str(Path(path).parent))}
    if reason:
        return CouldNot(f"files.{reason}", **places)
    return CouldNot("files.other", **places, reason=error.strerror or type(error).__name__)


def _replace(target: str, data: bytes, keep: str) -> None:
    old = _status(target)
    if old and not stat.S_ISREG(old.st_mode):
        _write_into(target, data)
        return
    if old and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    new = _temporary(target, data, old)
    try:
        if keep and old:
            _keep(target, old, target + keep)
        os.replace(new, target)
    except BaseException:
        _remove(new)
        raise
    _sync_folder(target)


def _status(target: str) -> os.stat_result | None:
    try:
        return os.stat(target)
    except FileNotFoundError:
        return None


def _write_into(target: str, data: bytes) -> None:
    with open(target, "wb") as stream:
        stream.write(data)


def _temporary(target: str, data: bytes, like: os.stat_result | None) -> str:
    """Write a file beside the target, with the rights of the old file, and return its path."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    # the umask takes what it has to
    name, descriptor = _made_beside(target, "new", lambda name: os.open(name, flags, 0o666))
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if like:
            _take_rights(name, like)
    except BaseException:
        _remove(name)
        raise
    return name


def _made_beside(target: str, kind: str, make: Callable[[str], T]) -> tuple[str, T]:
    """Make a file beside the target that no other program makes, and return its path and what ``make`` did.

    The name is always the same, so that one which a killed program has left is found and removed.
    """
    stem = os.path.join(os.path.dirname(target), f".port-planner-{crc32(os.fsencode(target)):08x}-{kind}")
    name = f"{stem}.tmp"
    for _ in range(2):
        try:
            return name, make(name)
        except FileExistsError:
            if not _is_left_behind(name):  # another program is at work on the same file
                name = f"{stem}-{secrets.token_hex(8)}.tmp"
            else:
                _remove(name)
    return name, make(name)


def _is_left_behind(name: str) -> bool:
    try:
        return abs(time.time() - os.stat(name).st_ctime) > _LEFT_BEHIND
    except OSError:
        return False


def _take_rights(name: str, like: os.stat_result) -> None:
    if hasattr(os, "chown"):
        with suppress(OSError):  # only root may give a file away
            os.chown(name, like.st_uid, like.st_gid)
    with suppress(OSError):  # file systems without rights
        os.chmod(name, stat.S_IMODE(like.st_mode))


def _keep(target: str, old: os.stat_result, name: str) -> None:
    """Keep the old file under this name; it stays in its place meanwhile."""
    try:
        link, _ = _made_beside(target, "old", lambda name: os.link(target, name))
    except (OSError, NotImplementedError):  # file systems without hard links
        with open(target, "rb") as stream:
            link = _temporary(target, stream.read(), old)
    try:
        os.replace(link, name)
    except BaseException:
        _remove(link)
        raise


def _remove(name: str) -> None:
    with suppress(OSError):
        os.unlink(name)


def _sync_folder(target: str) -> None:
    """Make the new name last; where folders cannot be synced (Windows), the system sees to it."""
    with suppress(OSError):
        folder = os.open(os.path.dirname(target), os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
