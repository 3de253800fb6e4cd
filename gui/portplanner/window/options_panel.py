"""The choices of the plan, grouped as people think of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import get_args

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QVBoxLayout, QWidget

from portplanner.catalogue.load import known
from portplanner.catalogue.model import Catalogue, Choice
from portplanner.plan.change import choice
from portplanner.plan.model import DocumentLanguage, Paper, Plan
from portplanner.plan.support import versions
from portplanner.window.editor import Editor
from portplanner.window.fields import (
    ChecksField,
    ComboField,
    Field,
    LineField,
    NamesField,
    PortField,
    RadioField,
    VersionField,
)
from portplanner.window.fonts import LARGE
from portplanner.window.labels import label, rule

_FEW = 4  # more values than these stand in a list that opens

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("topology", ("exchange", "topology.roles")),
    ("edge", ("topology.edge", "topology.edge_subscribed")),
    ("outbound", ("topology.outbound", "topology.smart_hosts")),
    (
        "clients",
        ("clients.from", "clients.https", "clients.http", "clients.imap4", "clients.pop3", "clients.smtp"),
    ),
    (
        "sender-reputation",
        (
            "sender_reputation.open_proxy_detection",
            "sender_reputation.proxy",
            "sender_reputation.proxy_server",
            "sender_reputation.proxy_port",
        ),
    ),
    (
        "names",
        (
            "namespaces.domains",
            "namespaces.mail",
            "namespaces.internal",
            "namespaces.owa",
            "namespaces.autodiscover",
            "namespaces.mx",
            "namespaces.public_addresses",
            "namespaces.sending_addresses",
            "dns.servers",
        ),
    ),
    ("hybrid", ("hybrid.enabled", "hybrid.mail_through", "hybrid.mx")),
    ("unified-messaging", ("unified_messaging.enabled", "unified_messaging.sip")),
    (
        "document",
        (
            "document.title",
            "document.organization",
            "document.prepared_by",
            "document.revision",
            "document.date",
            "document.language",
            "document.paper",
        ),
    ),
)

# Choices that are free text, and those that every catalogue knows.
_FREE: dict[str, type[Field]] = {
    "topology.smart_hosts": NamesField,
    "namespaces.domains": NamesField,
    "namespaces.mail": LineField,
    "namespaces.internal": LineField,
    "namespaces.owa": LineField,
    "namespaces.mx": NamesField,
    "namespaces.public_addresses": NamesField,
    "namespaces.sending_addresses": NamesField,
    "dns.servers": NamesField,
    "sender_reputation.proxy_server": LineField,
    "sender_reputation.proxy_port": PortField,
    "document.title": LineField,
    "document.organization": LineField,
    "document.prepared_by": LineField,
    "document.revision": LineField,
    "document.date": LineField,
}
_ALWAYS: dict[str, tuple[Choice, ...]] = {
    "document.language": get_args(DocumentLanguage),
    "document.paper": get_args(Paper),
}

# Choices that mean something only beside another one. One that has been made stays in sight.
_NEEDED: dict[str, Callable[[Plan], bool]] = {
    "topology.edge_subscribed": lambda plan: plan.topology.edge != "none",
    "topology.smart_hosts": lambda plan: plan.topology.outbound == "smart-host",
    "sender_reputation.proxy_server": lambda plan: plan.sender_reputation.proxy != "none",
    "sender_reputation.proxy_port": lambda plan: plan.sender_reputation.proxy != "none",
    "hybrid.mail_through": lambda plan: plan.hybrid.enabled,
    "hybrid.mx": lambda plan: plan.hybrid.enabled,
    "unified_messaging.sip": lambda plan: plan.unified_messaging.enabled,
}


class OptionsPanel(QScrollArea):
    """Shows every choice that the catalogue knows; a change goes to the editor."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self.fields: dict[str, Field] = {}
        self._headings: dict[str, QLabel] = {}
        self._catalogue: Catalogue | None = None
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        editor.changed.connect(self._show)
        self._show()

    def reveal(self, key: str) -> QWidget | None:
        """Bring the field of this choice into sight and return what a person works with in it."""
        field = self.fields.get(key)
        if field is None:
            return None
        field.show()
        self.ensureWidgetVisible(field, 0, 60)
        controls = field.controls()
        checked = (one for one in controls if isinstance(one, QAbstractButton) and one.isChecked())
        return next(checked, controls[0])

    def _show(self) -> None:
        if self._editor.catalogue is not self._catalogue:
            self._build(self._editor.catalogue)
        text, plan = self._editor.text, self._editor.plan
        self.setAccessibleName(text("window.panel.options"))
        for group, heading in self._headings.items():
            heading.setText(text(f"choices.group.{group}"))
        for field in self.fields.values():
            field.show_choice()
        for key, needed in _NEEDED.items():
            if key in self.fields:
                self.fields[key].setVisible(needed(plan) or choice(plan, key) != choice(Plan(), key))

    def _build(self, catalogue: Catalogue) -> None:
        """Make the fields for this catalogue; once, and again when the Exchange version changes."""
        self._catalogue = catalogue
        self.fields.clear()
        self._headings.clear()
        sheet = QWidget()
        sheet.setObjectName("sheet")
        rows = QVBoxLayout(sheet)
        rows.setContentsMargins(16, 16, 16, 16)
        rows.setSpacing(16)
        for group, keys in GROUPS:
            fields = [field for field in (self._field(catalogue, key) for key in keys) if field]
            if not fields:
                continue
            if self._headings:
                rows.addWidget(rule())
            self._headings[group] = label("accent", LARGE, bold=True)
            rows.addWidget(self._headings[group])
            for field in fields:
                self.fields[field.key] = field
                rows.addWidget(field)
        rows.addStretch(1)
        before = self.takeWidget()  # a click on a version comes from within it
        if before is not None:
            before.deleteLater()
        self.setWidget(sheet)

    def _field(self, catalogue: Catalogue, key: str) -> Field | None:
        if key in _FREE:
            return _FREE[key](self._editor, key)
        if key == "exchange":
            return VersionField(self._editor, key, [v for v in versions() if v in known()])
        values = _ALWAYS.get(key) or catalogue.choices.get(key, ())
        if len(values) < 2:
            return None  # nothing to choose
        return _choice_field(self._editor, key, values)


def _choice_field(editor: Editor, key: str, values: Sequence[Choice]) -> Field:
    value = choice(editor.plan, key)
    if isinstance(value, tuple):
        return ChecksField(editor, key, values)
    return (RadioField if len(values) <= _FEW else ComboField)(editor, key, values)
