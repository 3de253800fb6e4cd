"""All about the selected row: what it is for, its ports, connectors, notes, open points and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from portplanner.catalogue.model import Role
from portplanner.checklist.model import (
    Checklist,
    Connector,
    DnsRequirement,
    End,
    Flow,
    Source,
    Statement,
    Task,
)
from portplanner.checklist.words import connectors_of, endpoint_text, numbers, ports_text, service_text
from portplanner.text import Text, visible
from portplanner.window.editor import DIAGRAMS, Editor, role_of
from portplanner.window.fonts import LARGE, SMALL
from portplanner.window.labels import Link, label
from portplanner.window.rows import end_text, row_name
from portplanner.window.status import Records

if TYPE_CHECKING:
    from portplanner.window.status_form import ChangedNotice, StatusForm
    from portplanner.window.verify_box import VerifyBox

PARTS = (
    "purpose", "from-to", "asked-by", "ports", "protocol", "services", "servers", "connectors", "used-by",
    "default", "created-by", "restrict", "task", "command", "record", "verify", "note", "endpoints",
    "open-points", "sources",
)  # fmt: skip
LINKED = ("connectors", "open-points", "used-by")  # their lines lead to rows of their own
Line = tuple[str, str]  # the id that a line leads to, and its words
Parts = dict[str, str | tuple[Line, ...]]
AnyRow = Flow | Connector | DnsRequirement | Task | Statement


class Details(QScrollArea):
    """Shows the editor's selection in full."""

    def __init__(self, editor: Editor, records: Records, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._records = records
        self.changed: ChangedNotice | None = None
        self.form: StatusForm | None = None
        self.verify: VerifyBox | None = None
        self.kind = label("soft", SMALL)
        self.title = label(size=LARGE, bold=True)
        self.hint = label("soft")
        self.bodies: dict[str, QLabel] = {}
        self.links: dict[str, list[Link]] = {part: [] for part in LINKED}
        self._lines: dict[str, QVBoxLayout] = {}
        self._headings: dict[str, QLabel] = {}
        self._boxes: dict[str, QWidget] = {}
        sheet = QWidget()
        sheet.setObjectName("sheet")
        self._column = column = QVBoxLayout(sheet)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.kind)
        head.addWidget(self.title)
        column.addLayout(head)
        column.addWidget(self.hint)
        for part in PARTS:
            column.addWidget(self._part(part))
        column.addStretch(1)
        self.setWidget(sheet)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        editor.changed.connect(self._show)
        editor.selected.connect(self._on_selected)
        self._later, self._rest = QTimer(self), QTimer(self)
        for timer, slot in ((self._later, self._show_first), (self._rest, self._show_rest)):
            timer.setSingleShot(True)
            timer.timeout.connect(slot)
        self._show()

    def _part(self, part: str) -> QWidget:
        notice = part == "open-points"
        box = QFrame()
        box.setObjectName("notice" if notice else "part")
        rows = QVBoxLayout(box)
        rows.setContentsMargins(*((10, 8, 10, 8) if notice else (0, 0, 0, 0)))
        rows.setSpacing(2)
        tone = "notice" if notice else "soft"
        self._headings[part] = label(tone, SMALL, bold=True)  # type: ignore[arg-type]
        self.bodies[part] = label("notice" if notice else "")
        self.bodies[part].setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        rows.addWidget(self._headings[part])
        rows.addWidget(self.bodies[part])
        if part in LINKED:
            self._lines[part] = rows
            self.bodies[part].hide()
        self._boxes[part] = box
        return box

    def _on_selected(self) -> None:
        """Show what is looked at; in a large plan after the diagram and the table have had their turn."""
        if self._editor.is_large:
            self._later.start()
        else:
            self._show()

    def _show(self) -> None:
        self._show_words()
        self._show_rest()

    def _show_first(self) -> None:
        self._show_words()
        self._rest.start()

    def _show_rest(self) -> None:
        self._rest.stop()
        self._show_verification()
        self._show_status()

    def _show_words(self) -> None:
        self._later.stop()
        text = self._editor.text
        self.setAccessibleName(text("window.panel.details"))
        kind, title, parts = _about(self._editor)
        self.kind.setText(kind)
        self.kind.setVisible(bool(kind))
        self.title.setText(title or text("window.panel.details"))
        self.hint.setText("" if title else text("window.details.nothing"))
        self.hint.setVisible(not title)
        for part in PARTS:
            words = parts.get(part, "")
            self._headings[part].setText(text(f"window.details.{part}") if words else "")
            if isinstance(words, str):
                self.bodies[part].setText(words)
            if part in LINKED:
                self._show_links(part, words if isinstance(words, tuple) else ())
            self._boxes[part].setVisible(bool(words))

    def _show_verification(self) -> None:
        """Show how the row is verified; the box is made when the first row is looked at."""
        id = self._editor.selection
        if self.verify is None:
            if not (id and self._records.holds(id)):
                return
            self.verify = self._verify_box()
        self.verify.show_row(id)

    def _verify_box(self) -> VerifyBox:
        from portplanner.window.verify_box import VerifyBox

        made = VerifyBox(self._editor)
        self._column.insertWidget(self._column.indexOf(self._boxes["sources"]), made)
        return made

    def _show_status(self) -> None:
        """Show what is recorded on the row; the form is made when the first row is looked at."""
        id = self._editor.selection
        if self.form is None:
            if not (id and self._records.holds(id)):
                return
            self.form = self._status_form()
        self.form.show_row(id)
        if self.changed is not None:
            self.changed.show_row(id)

    def _status_form(self) -> StatusForm:
        from portplanner.window.status_form import ChangedNotice, StatusForm

        made = StatusForm(self._editor, self._records)
        self.changed = ChangedNotice(self._editor, self._records)
        self._column.insertWidget(1, self.changed)
        self._column.insertWidget(self._column.count() - 1, made)
        return made

    def prepare(self) -> Iterator[None]:
        """Make, step by step, what the first row that is looked at will need; nobody is waiting yet."""
        if self.verify is None:
            self.verify = self._verify_box()
            self.verify.show_row("")
            yield
            yield from _polished(self.verify)
        if self.form is None:
            self.form = self._status_form()
            self.form.show_row("")
            if self.changed is not None:
                self.changed.show_row("")
            yield
            yield from _polished(self.form)

    def edit_status(self) -> None:
        """Let the keys write what is recorded on the row."""
        if self._later.isActive() or self._rest.isActive():
            self._show()
        if self.form is not None and self.form.isVisibleTo(self):
            self.form.edit()
            self.ensureWidgetVisible(self.form)

    def _show_links(self, part: str, lines: Sequence[Line]) -> None:
        if [(link.target, link.text()) for link in self.links[part]] == list(lines):
            return
        for link in self.links[part]:
            link.hide()
            link.deleteLater()
        self.links[part] = [Link(words, id) for id, words in lines]
        for link in self.links[part]:
            link.followed.connect(self._editor.select)
            self._lines[part].addWidget(link)


def _about(editor: Editor) -> tuple[str, str, Parts]:
    """Return kind, title and parts of what is selected; empty when nothing is."""
    id, text = editor.selection, editor.text
    if not id:
        return "", "", {}
    for checklist in _checklists(editor):
        for row in _rows(checklist):
            if row.id == id:
                kind, title, parts = _row(checklist, row, text)
                if checklist is editor.checklist:  # a plan that is only imagined has no numbers
                    name = row_name(checklist, id, text)
                    kind = text("status-window.kind", name=name, kind=kind) if _is_connector(row) else name
                return kind, title, parts
    if role := role_of(id):
        return text("look.found.server"), text(f"terms.role.{role}"), _server(editor, role)
    for diagram in DIAGRAMS:
        for shape, sentence in editor.picture(diagram).drawing.titles.items():
            if shape == id:
                return "", sentence, {}
    return "", "", {}


def _checklists(editor: Editor) -> Iterator[Checklist]:
    """Yield the plan's checklist, then those of diagrams it does not use, each imagined when asked for."""
    yield editor.checklist
    for diagram in DIAGRAMS:
        picture = editor.picture(diagram)
        if not picture.used:
            yield picture.checklist


def _is_connector(row: AnyRow) -> bool:
    return isinstance(row, Connector)


def _rows(checklist: Checklist) -> Iterator[AnyRow]:
    yield from checklist.flows
    yield from checklist.connectors
    yield from checklist.dns
    yield from checklist.tasks
    yield from checklist.ground_rules
    yield from checklist.open_points


def _row(checklist: Checklist, row: AnyRow, text: Text) -> tuple[str, str, Parts]:
    match row:
        case Flow():
            title = text.of(row.label) or text.of(row.purpose)
            return text("window.kind.flow"), title, _flow(checklist, row, text)
        case Connector():
            name = visible(row.name) or text("window.table.unnamed")
            return text(f"terms.kind.{row.kind}"), name, _connector(checklist, row, text)
        case DnsRequirement():
            return text("window.kind.dns"), text.of(row.requirement), _dns(row, text)
        case Task():
            command = visible(row.command)
            parts: Parts = {"command": command, "sources": _sources(row.sources, text)}
            return text("window.kind.task"), text.of(row.text), parts
        case Statement():
            kind = "open-point" if row in checklist.open_points else "ground-rule"
            flows = (flow for flow in checklist.flows if row.id in flow.open_points)
            about: Parts = {
                "used-by": _users(checklist, flows, text),
                "sources": _sources(row.sources, text),
            }
            return text(f"window.kind.{kind}"), text.of(row.text), about


def _flow(checklist: Checklist, flow: Flow, text: Text) -> Parts:
    points = {point.id: point for point in checklist.open_points}
    return {
        "purpose": text.of(flow.purpose),
        "from-to": text(
            "window.details.way",
            source=_place(flow.source, text),
            destination=_place(flow.destination, text),
        ),
        "ports": ports_text(flow.ports, text),
        "protocol": text.of(flow.protocol),
        "services": _lines(service_text(checklist, service, text) for service in flow.services),
        "connectors": tuple((row.id, _connector_line(row, text)) for row in connectors_of(checklist, flow)),
        "default": text(f"terms.by-default.{flow.by_default}"),
        "restrict": text(f"terms.restrict.{flow.restrict}"),
        "note": text.of(flow.note),
        "endpoints": _lines(endpoint_text(endpoint, text) for endpoint in flow.endpoints),
        "open-points": tuple((id, text.of(points[id].text)) for id in flow.open_points if id in points),
        "sources": _sources(flow.sources, text),
    }


def _place(end: End, text: Text) -> str:
    """Return who stands at this end and in which zone, unless that is the same word."""
    name, zone = end_text(end, text), text(f"terms.zone.{end.zone}")
    return name if name == zone else text("window.details.place", name=name, zone=zone)


def _connector(checklist: Checklist, row: Connector, text: Text) -> Parts:
    return {
        "purpose": _on_server(row, text),
        "ports": ports_text(row.ports, text),
        "used-by": _users(checklist, (flow for flow in checklist.flows if row.id in flow.connectors), text),
        "created-by": text(f"terms.created-by.{row.created_by}"),
        "task": text.of(row.task),
        "note": text.of(row.note),
        "sources": _sources(row.sources, text),
    }


def _users(checklist: Checklist, flows: Iterable[Flow], text: Text) -> tuple[Line, ...]:
    """Return the lines of flows, each with its number, that lead to them."""
    number = numbers(checklist)
    return tuple(
        (
            flow.id,
            text("look.details.flow", number=number[flow.id], name=text.of(flow.label or flow.purpose)),
        )
        for flow in flows
    )


def _server(editor: Editor, role: Role) -> Parts:
    """Return the servers of a role, and what connects to them in the first checklist that has any."""
    from portplanner.checklist.related import related_to_role

    text, mark = editor.text, editor.text("checklist.list-mark")
    named = [server for server in editor.plan.servers if role in server.roles]
    parts: Parts = {
        "servers": _lines(
            mark.join(visible(part) for part in (server.name, *server.addresses)) for server in named
        )
    }
    for checklist in _checklists(editor):
        found = related_to_role(checklist, role)
        flows = [flow for flow in checklist.flows if flow.id in found.rows]
        if flows:
            rows = [row for row in checklist.connectors if row.role == role]
            parts["connectors"] = tuple((row.id, _connector_line(row, text)) for row in rows)
            parts["used-by"] = _users(checklist, flows, text)
            break
    return parts


def _dns(row: DnsRequirement, text: Text) -> Parts:
    mark = text("checklist.list-mark")
    record = text("terms.record.resolution") if row.record == "resolution" else row.record
    scope = text(f"terms.scope.{row.scope}")
    return {
        "asked-by": mark.join(text(f"terms.role.{role}") for role in row.asked_by),
        "record": mark.join(part for part in (record, visible(row.name), scope) if part),
        "verify": text.of(row.verify),
        "sources": _sources(row.sources, text),
    }


def _connector_line(row: Connector, text: Text) -> str:
    name = visible(row.name) or text("window.table.unnamed")
    return text("window.details.connector", name=name, where=_on_server(row, text))


def _on_server(row: Connector, text: Text) -> str:
    server = visible(row.server) or text(f"terms.role.{row.role}")
    service = text.of(row.service)
    return text("window.details.service-on", service=service, server=server) if service else server


def _sources(sources: Iterable[Source], text: Text) -> str:
    return _lines(
        text("window.details.source", title=text.of(source.title), part=source.part)
        if source.part
        else text.of(source.title)
        for source in sources
    )


def _lines(lines: Iterable[str]) -> str:
    """Return several texts one below the other, with a dot before each where there are several."""
    several = list(lines)
    return "\n".join(f"•  {line}" for line in several) if len(several) > 1 else "".join(several)


def _polished(widget: QWidget) -> Iterator[None]:
    """Dress a widget that nobody has seen yet; its first show would do so all at once."""
    for child in widget.findChildren(QWidget):
        child.ensurePolished()
    yield
