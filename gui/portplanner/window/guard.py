"""What is worth knowing before a plan leaves the program: said once, calmly, and never in the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from portplanner.text import visible
from portplanner.window.editor import Editor
from portplanner.window.fonts import LARGE
from portplanner.window.labels import label
from portplanner.window.rows import rows
from portplanner.window.status import Records

Leaving = Literal["export", "print"]
Kind = Literal["missing", "warnings", "changed", "gone", "open-points"]
Place = Literal["option", "servers", "row", "gone"]

_MOST = 8  # lines of one kind; more are counted
_LONGEST = 360  # the texts of the catalogue are shorter; what people typed may not be

# Where each contradiction can be put right; names of servers and sites stand in their dialog.
_OPTIONS: dict[str, str] = {
    "exchange-not-here": "exchange",
    "proxy-with-edge": "topology.outbound",
    "proxy-with-unsubscribed-edge": "topology.outbound",
    "smart-host-with-edge": "topology.outbound",
    "smart-host-with-unsubscribed-edge": "topology.outbound",
    "sender-reputation-without-edge": "sender_reputation.proxy",
    "unsubscribed-without-edge": "topology.edge_subscribed",
    "smart-hosts-without-use": "topology.smart_hosts",
    "smtp-25-alone": "clients.smtp",
    "clients-from-nowhere": "clients.from",
    "choices-not-here": "exchange",
    "hybrid-not-here": "hybrid.enabled",
    "hybrid-edge-without-edge": "hybrid.mail_through",
    "hybrid-edge-unsubscribed": "hybrid.mail_through",
    "hybrid-off": "hybrid.mail_through",
    "unified-messaging-not-here": "unified_messaging.enabled",
    "um-off": "unified_messaging.sip",
    "detection-off-without-edge": "sender_reputation.open_proxy_detection",
    "sender-reputation-proxy-without-detection": "sender_reputation.open_proxy_detection",
    "se-inferred": "exchange",
    "se-edge-later": "topology.edge",
}
_SERVERS = (
    "servers-hold-both-roles", "servers-hold-one-role", "edge-servers-unused", "site-not-subscribed",
    "edge-site-not-subscribed", "mailbox-servers-without-site", "no-mailbox-server-faces-edge",
)  # fmt: skip
_GONE = "items-without-row"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know. ``place`` and ``target`` say where it can be put right; "" where nowhere."""

    kind: Kind
    words: str
    place: Place | Literal[""] = ""
    target: str = ""


def findings(editor: Editor, records: Records) -> list[Finding]:
    """Return all that is worth knowing before the open plan leaves."""
    return [*_missing(editor), *_warnings(editor), *_recorded(editor, records), *_open_points(editor)]


def _missing(editor: Editor) -> Iterator[Finding]:
    """Yield the names that are still placeholders; what an option holds has its option's name."""
    text = editor.text
    for name in editor.checklist.placeholders:
        key = "topology.smart_hosts" if name == "<smart host>" else name.strip("<>")
        if "." in key:
            yield Finding("missing", text(f"choices.{key}.label"), "option", key)
        else:
            yield Finding("missing", visible(name), "servers")


def _warnings(editor: Editor) -> Iterator[Finding]:
    for warning in editor.checklist.warnings:
        words = editor.text.of(warning.text)
        if warning.id in _OPTIONS:
            yield Finding("warnings", words, "option", _OPTIONS[warning.id])
        elif warning.id in _SERVERS:
            yield Finding("warnings", words, "servers")
        elif warning.id != _GONE:
            yield Finding("warnings", words)


def _recorded(editor: Editor, records: Records) -> Iterator[Finding]:
    text, statuses = editor.text, records.statuses
    for row in rows(editor.checklist, text) if statuses.changed else ():
        if row.id in statuses.changed:
            what = row.connector if row.listing == "connectors" else row.purpose
            words = text("status-window.guard.row", name=row.list, what=what)
            yield Finding("changed", words, "row", row.id)
    if statuses.gone:
        yield Finding("gone", text("status-window.notice.gone", count=len(statuses.gone)), "gone")


def _open_points(editor: Editor) -> Iterator[Finding]:
    for point in editor.checklist.open_points:
        yield Finding("open-points", editor.text.of(point.text), "row", point.id)


class GuardDialog(QDialog):
    """Lists the findings, each with a way to its place. Accepting it lets the plan leave."""

    went = Signal(Finding)

    def __init__(
        self, found: list[Finding], leaving: Leaving, editor: Editor, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        text = editor.text
        self.setWindowTitle(text(f"status-window.guard.title-{leaving}"))
        self.quiet = QCheckBox(text("status-window.guard.quiet"))
        self.jumps: list[QPushButton] = []
        title, lead = label(size=LARGE, bold=True), label("soft")
        title.setText(text(f"status-window.guard.title-{leaving}"))
        lead.setText(text("status-window.guard.lead"))
        area = QScrollArea()
        area.setObjectName("guard")
        area.setWidget(self._sheet(found))
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QDialogButtonBox()
        roles = QDialogButtonBox.ButtonRole
        self.go_on = buttons.addButton(text(f"status-window.guard.{leaving}"), roles.AcceptRole)
        back = buttons.addButton(text("status-window.guard.cancel"), roles.RejectRole)
        back.setAutoDefault(False)
        self.go_on.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(title)
        layout.addWidget(lead)
        layout.addWidget(area, 1)
        layout.addWidget(self.quiet)
        layout.addWidget(buttons)
        self.go_on.setFocus()
        self.setMinimumWidth(480)
        self.resize(680, min(600, 240 + 48 * len(found)))

    def _sheet(self, found: list[Finding]) -> QWidget:
        text = self._editor.text
        sheet = QWidget()
        sheet.setObjectName("sheet")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(14, 10, 10, 10)
        column.setSpacing(6)
        for kind in dict.fromkeys(one.kind for one in found):
            if column.count():
                column.addSpacing(10)
            heading = label(bold=True)
            heading.setText(text(f"status-window.guard.{kind}"))
            column.addWidget(heading)
            group = [one for one in found if one.kind == kind]
            for one in group[:_MOST]:
                column.addLayout(self._line(one))
            if len(group) > _MOST:
                more = label("soft")
                more.setText(text("status-window.guard.more", count=len(group) - _MOST))
                column.addWidget(more)
        column.addStretch(1)
        return sheet

    def _line(self, one: Finding) -> QHBoxLayout:
        text = self._editor.text
        row = QHBoxLayout()
        row.setSpacing(8)
        words: QLabel = label()
        shown = one.words if len(one.words) <= _LONGEST else f"{one.words[: _LONGEST - 1]}…"
        words.setText(shown)
        words.setToolTip("" if shown == one.words else f"<span>{_escaped(one.words)}</span>")
        row.addWidget(words, 1)
        if one.place:
            jump = QPushButton(text("status-window.guard.go"))
            jump.setObjectName("jump")
            jump.setFlat(True)
            jump.setAutoDefault(False)
            jump.setAccessibleName(text("status-window.guard.go-to", what=one.words))
            jump.clicked.connect(partial(self._on_jump_clicked, one))
            self.jumps.append(jump)
            row.addWidget(jump, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _on_jump_clicked(self, one: Finding) -> None:
        self.reject()
        self.went.emit(one)


def _escaped(words: str) -> str:
    from html import escape

    return escape(words)
