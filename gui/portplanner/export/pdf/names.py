"""The names of the document's fields, for who writes them and who reads them back.

The box of a row is ``item.<id>.<box>``; full stops part the names of fields, so in an id they are
written ``%2E``.
"""

from __future__ import annotations

IDENTITY = "port-planner"  # a hidden field says what this file is
ROWS = "item"
DONE = "done"
FORMAT = 1


def row_name(id: str) -> str:
    """Return the name of the field that holds the boxes of a row."""
    return id.replace("%", "%25").replace(".", "%2E")


def row_id(name: str) -> str:
    """Return the id of the row whose boxes this field holds."""
    return name.replace("%2E", ".").replace("%25", "%")
