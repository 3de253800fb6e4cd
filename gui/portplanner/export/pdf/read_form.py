"""returned(data, file): what people filled into a printed document, by whichever program saved it.

Only what differs from what we printed counts as said. Files come by mail from strangers: sizes and
counts are bounded, and nothing but the values of our own fields is looked at.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from portplanner.checklist.status import FIELDS, Recorded
from portplanner.errors import UserError
from portplanner.export.pdf.names import DONE, FORMAT, IDENTITY, ROWS, row_id
from portplanner.plan.model import MAX_NAME, MAX_REMARK
from portplanner.text import visible

MAX_BYTES = 32 * 1024 * 1024  # twice the document of 2,000 servers, each at a site of its own
_MAX_FIELDS = 200_000
_MAX_UNPACKED = 64 * 1024 * 1024
_MOST_READ = 8  # times its size; a document without a table of its objects is read almost five times
_LONGEST = MAX_REMARK + MAX_NAME
_DEEPEST = 8
_MEANING = re.compile(r"[0-9a-f]{8}")

Fields = Mapping[str, Any]


def returned(data: bytes, file: str) -> tuple[list[Recorded], Mapping[str, str]]:
    """Return what is recorded in this PDF, and the title and fingerprint of the plan it was made from.

    Raises UserError when it is damaged, too large, locked, or none of ours.
    """
    name = visible(file)
    if len(data) > MAX_BYTES:
        raise UserError("status.too-big", file=name)
    try:
        with _silent():
            fields = _read(data)
    except UserError as error:
        raise UserError(error.id, file=name) from error
    except Exception as error:  # a damaged file can make pypdf raise anything
        raise UserError("status.damaged", file=name) from error
    identity = _identity(fields)
    if identity is None:
        raise UserError("status.foreign", file=name)
    return list(_recorded(fields)), identity


@contextmanager
def _silent() -> Iterator[None]:
    """Let pypdf not write about every oddity that it can read all the same."""
    logger = logging.getLogger("pypdf")
    before, logger.disabled = logger.disabled, True
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.disabled = before
        logger.setLevel(level)


def _read(data: bytes) -> Fields:
    """Return the values of the fields, as plain as possible, by their full names."""
    from pypdf import PdfReader

    reader = PdfReader(_Bounded(data))
    if reader.is_encrypted:
        raise UserError("status.locked")
    form: Any = reader.root_object.get("/AcroForm")
    form = form.get_object() if form is not None else None
    if not isinstance(form, Mapping):
        return {}
    values = _Values()
    return {name: values.plain(field) | {"above": above} for name, field, above in _fields(form, values.text)}


class _Bounded(BytesIO):
    """A file that can be read through a few times only.

    pypdf would read a text that does not end, to the end of the file, again for every field.
    """

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._left = _MOST_READ * (len(data) + 10_000)

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next bytes."""
        found = super().read(size)
        self._left -= len(found)
        if self._left < 0:
            raise UserError("status.damaged")
        return found


def _fields(
    form: Mapping[str, Any], text: Callable[[Any], str]
) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """Yield the fields without fields below them, with the tooltip of the field above.

    Whatever refers to itself comes to an end.
    """
    left = [(one, "", "", 0) for one in _list(form.get("/Fields"))]
    seen = 0
    while left:
        reference, around, above, depth = left.pop()
        field = reference.get_object()
        seen += 1
        if seen > _MAX_FIELDS or depth > _DEEPEST:
            raise UserError("status.too-big")
        if not isinstance(field, Mapping):
            continue
        name = ".".join(filter(None, (around, text(field.get("/T")))))
        kids = _list(field.get("/Kids"))
        named = [kid for kid in kids if _is_named(kid.get_object())]
        if named:
            tip = text(field.get("/TU"))
            left += [(kid, name, tip, depth + 1) for kid in named]
        else:
            yield name, field, above


def _is_named(field: Any) -> bool:
    return isinstance(field, Mapping) and "/T" in field


def _list(value: Any) -> list[Any]:
    value = value.get_object() if value is not None else None
    return list(value) if isinstance(value, list) else []


class _Values:
    """Reads what fields hold. All streams together may not unpack to more than a bounded size."""

    def __init__(self) -> None:
        self._unpacked = 0

    def plain(self, field: Mapping[str, Any]) -> dict[str, str]:
        """Return what a field holds, and what it held when it was printed."""
        value = self.text(field.get("/V")) or self.text(field.get("/AS"))
        return {"value": value, "default": self.text(field.get("/DV"))}

    def text(self, value: Any) -> str:
        """Return a text, a name or, for long texts, a stream as one kind of text."""
        value = value.get_object() if hasattr(value, "get_object") else value
        if value is None:
            return ""
        if hasattr(value, "get_data"):
            value = value.get_data()
            self._unpacked += len(value)
            if self._unpacked > _MAX_UNPACKED:
                raise UserError("status.too-big")
        if isinstance(value, bytes):
            begin = value[: 2 * _LONGEST + 2]
            value = begin.decode(
                "utf-16" if begin[:2] in (b"\xfe\xff", b"\xff\xfe") else "latin-1", "replace"
            )
        if not isinstance(value, str):
            return ""
        # longer than any plan can hold is refused later, by name; the rest need not be carried along
        return str(value)[:_LONGEST].replace("\r\n", "\n").replace("\r", "\n").strip()


def _identity(fields: Fields) -> Mapping[str, str] | None:
    try:
        known = json.loads(fields[IDENTITY]["value"])
    except (KeyError, ValueError, RecursionError):
        return None
    if not isinstance(known, dict) or known.get("format") != FORMAT:
        return None
    return {name: str(known.get(name, "")) for name in ("title", "checklist")}


def _recorded(fields: Fields) -> Iterator[Recorded]:
    rows: dict[str, dict[str, dict[str, str]]] = {}
    for name, field in fields.items():
        kind, _, rest = name.partition(".")
        row, _, box = rest.rpartition(".")
        if kind == ROWS and row and box in (DONE, *FIELDS):
            rows.setdefault(row_id(row), {})[box] = field
    for id, boxes in rows.items():
        means = next(iter(boxes.values()))["above"]
        done = boxes.pop(DONE, {"value": "", "default": ""})
        said = {name: field["value"] for name, field in boxes.items() if field["value"] != field["default"]}
        ticked, was = _is_ticked(done["value"]), _is_ticked(done["default"])
        if ticked != was:
            said["state"] = "done" if ticked else "open"
        if said:
            yield Recorded(id, **said, meaning=means if _MEANING.fullmatch(means) else "")


def _is_ticked(value: str) -> bool:
    return value not in ("", "/Off", "Off")
