"""What changes against another plan, or since the plan was last saved: a list, and the diagrams beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTabBar,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from portplanner.catalogue.load import known, load
from portplanner.catalogue.model import Diagram
from portplanner.checklist.model import Checklist, Flow
from portplanner.checklist.resolve import resolve
from portplanner.diagram.overlay import Overlay
from portplanner.errors import UserError
from portplanner.export.change_request.formats import export
from portplanner.export.change_request.lines import numbers_text, said, title
from portplanner.export.change_request.request import PARTS, Entry, Request, Side
from portplanner.plan.model import Plan
from portplanner.text import Language, Text, visible
from portplanner.window.ask import Ask
from portplanner.window.canvas import Canvas
from portplanner.window.documents import reasons
from portplanner.window.editor import Editor
from portplanner.window.fonts import SMALL, font
from portplanner.window.labels import label
from portplanner.window.latest import Latest
from portplanner.window.theme import Theme

ENDINGS = ("pdf", "csv", "md", "json", "svg", "png")
_SIZE = QSize(1240, 760)
_ROW = 26
_PAUSE = 120  # milliseconds after a change of the plan
_MOST = 400  # rows of one list; the files have them all
_ENTRY = Qt.ItemDataRole.UserRole
_FIELDS = (
    "source-hosts", "destination-hosts", "ports", "protocol", "restrict", "connectors", "server", "service",
    "record", "name", "scope", "task",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compared:
    """Two plans and what changes from the one to the other."""

    request: Request
    overlay: Overlay
    text: Text


class ChangesWindow(QDialog):
    """Follows the editor: a list of changes on one side, the diagrams with them on the other."""

    def __init__(self, editor: Editor, theme: Theme, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(False)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._editor, self._theme, self._ask = editor, theme, ask
        self._other: Path | None = None
        self._compared: Compared | None = None
        self._diagrams: tuple[Diagram, ...] = ()
        self._items: dict[str, QTreeWidgetItem] = {}
        self._wrote = ""
        self._comparing, self._writing = Latest(_PAUSE, self), Latest(parent=self)
        self.choice = QComboBox()
        self.swap = QPushButton()
        self.swap.setCheckable(True)
        self.direction = label("soft", SMALL)
        self.export_button = QPushButton()
        self.list = _tree()
        self.details = label("", SMALL)
        self.tabs = QTabBar()
        self.canvas = Canvas()
        self.empty = label("soft")
        self.status = label("soft", SMALL)
        self.close_button = QPushButton()
        self._compare_with = label(wraps=False)
        self._arrange()
        self._connect()
        self._say()

    def open_up(self) -> None:
        """Show it in front, as things are now."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_changed()

    def _arrange(self) -> None:
        top = QHBoxLayout()
        self._compare_with.setBuddy(self.choice)
        self.choice.setMinimumWidth(240)
        for widget in (self._compare_with, self.choice, self.swap):
            top.addWidget(widget)
        top.addWidget(self.direction, 1)
        top.addWidget(self.export_button)
        for button in (self.swap, self.export_button):
            button.setAutoDefault(False)
        scroll = QScrollArea()
        scroll.setWidget(self.details)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.details.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.details.setContentsMargins(8, 6, 8, 6)
        self.details.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(self.list)
        left.addWidget(scroll)
        left.setStretchFactor(0, 1)
        left.setSizes([470, 180])
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        column.addWidget(self.tabs)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.empty, 1)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(left)
        across.addWidget(right)
        across.setStretchFactor(1, 1)
        across.setSizes([460, 740])
        for splitter in (left, across):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(8)
        foot = QHBoxLayout()
        foot.addWidget(self.status, 1)
        foot.addWidget(self.close_button)
        self.close_button.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(across, 1)
        layout.addLayout(foot)
        self.resize(_SIZE)

    def _connect(self) -> None:
        self.choice.activated.connect(self._on_choice_activated)
        self.swap.toggled.connect(self._on_changed)
        self.export_button.clicked.connect(self._on_export_clicked)
        self.list.currentItemChanged.connect(self._on_item_changed)
        self.tabs.currentChanged.connect(self._show_diagram)
        self.canvas.picked.connect(self._on_picked)
        self.close_button.clicked.connect(self.close)
        self._comparing.ready.connect(self._on_compared)
        self._writing.ready.connect(self._on_written)
        self._editor.changed.connect(self._on_changed)
        self._theme.changed.connect(self._on_theme_changed)

    # What is compared

    @property
    def request(self) -> Request | None:
        """What changes, None until it is known."""
        return self._compared.request if self._compared else None

    def compare_with(self, path: Path | None) -> None:
        """Compare with this plan, None for the open plan as it was last saved."""
        self._other = path
        self._say()
        self._on_changed()

    def _on_choice_activated(self, index: int) -> None:
        data = self.choice.itemData(index)
        if data == "other":
            folder = str((self._other or self._editor.path or Path.home() / "plan.toml").parent)
            path = self._ask.file_to_open(self._editor.text, folder)
            self.compare_with(path or self._other)
        else:
            self.compare_with(data)

    def _on_changed(self, *_: object) -> None:
        if not self.isVisible():
            return
        self._say()
        editor = self._editor
        self.status.setText(editor.text("changes.window.working"))
        work = partial(
            _compare, editor.plan, editor.checklist, self._now_name(), self._other or editor.clean,
            self._before_name(), editor.text.language, self.swap.isChecked(),
        )  # fmt: skip
        self._comparing.ask(work)

    def _now_name(self) -> str:
        text, path = self._editor.text, self._editor.path
        return text("changes.open-name", name=visible(path.name) if path else text("window.untitled"))

    def _before_name(self) -> str:
        text, path = self._editor.text, self._editor.path
        if self._other is not None:
            return visible(self._other.name)
        return text("changes.saved", name=visible(path.name) if path else text("window.untitled"))

    def _on_compared(self, answer: object) -> None:
        if isinstance(answer, UserError):
            self.status.setText(reasons(answer, self._editor.text)[0])
            self._compared = None
        elif isinstance(answer, Compared):
            self._compared = answer
            self.status.setText(self._wrote)
        elif isinstance(answer, BaseException):
            raise answer  # a bug: the one hook that the application installs takes it
        self._show()

    # What it shows

    def _say(self) -> None:
        text = self._editor.text
        self.setWindowTitle(text("changes.window.title"))
        self._compare_with.setText(text("changes.window.compare"))
        self.swap.setText(text("changes.window.swap"))
        self.export_button.setText(text("changes.window.export"))
        self.close_button.setText(text("changes.window.close"))
        self.list.setHeaderLabels([text(f"changes.window.{name}") for name in ("action", "row", "what")])
        self.list.setAccessibleName(text("changes.window.list"))
        self.choice.setAccessibleName(text("changes.window.compare"))
        self.tabs.setAccessibleName(text("changes.window.diagrams"))
        self.details.setAccessibleName(text("changes.window.details"))
        self.choice.clear()
        since = "since-saved" if self._editor.path else "since-opened"
        self.choice.addItem(text(f"changes.window.{since}"), None)
        if self._other is not None:
            self.choice.addItem(visible(self._other.name), self._other)
            self.choice.setCurrentIndex(1)
        self.choice.addItem(text("changes.window.other"), "other")

    def _show(self) -> None:
        compared = self._compared
        self.export_button.setEnabled(compared is not None and bool(compared.request.changes))
        self.swap.setEnabled(compared is not None)
        chosen = self._chosen()
        self.list.clear()
        self._items.clear()
        text = self._editor.text
        self.direction.setText("")
        if compared is not None:
            request = compared.request
            self.direction.setText(text("changes.from-to", old=request.old.name, new=request.new.name))
            for name, entries in request.parts:
                heading = text(f"document.part.{PARTS[name]}")
                self._add(text("changes.window.heading", title=heading, count=len(entries)), entries, text)
            self.list.expandAll()
        self._show_tabs()
        if chosen in self._items:
            self.list.setCurrentItem(self._items[chosen])
        self._show_details()

    def _add(self, heading: str, entries: Sequence[Entry], text: Text) -> None:
        top = QTreeWidgetItem([heading])
        top.setFont(0, font(SMALL, True))
        top.setFlags(Qt.ItemFlag.ItemIsEnabled)
        top.setSizeHint(0, QSize(0, _ROW))  # all rows are as high as the first one
        self.list.addTopLevelItem(top)
        top.setFirstColumnSpanned(True)
        colours = self._theme.colours.diagram
        made = []
        for entry in entries[:_MOST]:
            item = QTreeWidgetItem([said(entry.action, text), numbers_text(entry), title(entry, text)])
            item.setData(0, _ENTRY, entry)
            item.setForeground(0, QBrush(QColor(colours[entry.change.kind])))
            item.setFont(0, font(SMALL, True))
            item.setToolTip(2, item.text(2))
            self._items[entry.change.id] = item
            made.append(item)
        if len(entries) > _MOST:
            rest = QTreeWidgetItem(["", "", text("carriers.more", count=len(entries) - _MOST)])
            rest.setFlags(Qt.ItemFlag.ItemIsEnabled)
            made.append(rest)
        top.addChildren(made)

    def _show_tabs(self) -> None:
        here = self._diagram()
        self._diagrams = self._compared.overlay.diagrams if self._compared else ()
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for diagram in self._diagrams:
            self.tabs.addTab(self._editor.text(f"terms.diagram.{diagram}"))
        if here in self._diagrams:
            self.tabs.setCurrentIndex(self._diagrams.index(here))
        self.tabs.blockSignals(False)
        self._show_diagram()

    def _diagram(self) -> Diagram | None:
        index = self.tabs.currentIndex()
        return self._diagrams[index] if 0 <= index < len(self._diagrams) else None

    def _show_diagram(self, *_: object) -> None:
        diagram, compared = self._diagram(), self._compared
        shown = diagram is not None and compared is not None
        self.canvas.setVisible(shown)
        self.empty.setVisible(not shown)
        self.empty.setText(self._editor.text("changes.window.no-diagram") if compared is not None else "")
        if diagram is not None and compared is not None:
            view = replace(self._editor.view, unfolded=frozenset())
            drawing = compared.overlay.drawing(diagram, self._editor.text, view)
            self.canvas.show_drawing(drawing, self._theme.colours.diagram)
        self._light()

    def _light(self) -> None:
        chosen = self._chosen()
        self.canvas.light(frozenset({chosen}) if chosen else frozenset())

    def _chosen(self) -> str:
        item = self.list.currentItem()
        entry = item.data(0, _ENTRY) if item else None
        return entry.change.id if isinstance(entry, Entry) else ""

    def _on_item_changed(self, *_: object) -> None:
        item = self.list.currentItem()
        entry = item.data(0, _ENTRY) if item else None
        if isinstance(entry, Entry) and isinstance(entry.change.row, Flow):
            diagram = entry.change.row.diagram
            if diagram in self._diagrams and diagram != self._diagram():
                self.tabs.setCurrentIndex(self._diagrams.index(diagram))
        self._light()
        self._show_details()

    def _show_details(self) -> None:
        item = self.list.currentItem()
        entry = item.data(0, _ENTRY) if item else None
        lines: Iterable[str] = ()
        if isinstance(entry, Entry):
            lines = _details(entry, self._editor.text)
        elif self._compared is not None:
            lines = _summary(self._compared.request, self._editor.text)
        self.details.setText("\n".join(lines))

    def _on_picked(self, id: str) -> None:
        if id in self._items:
            self.list.setCurrentItem(self._items[id])
            self.list.scrollToItem(self._items[id])
            return
        self.list.setCurrentIndex(QModelIndex())
        if self.canvas.element(id) is not None:
            self.canvas.light(frozenset({id}))
            self.details.setText(self._editor.text("changes.window.unchanged"))

    def _on_theme_changed(self) -> None:
        self._show()

    # Export

    def _on_export_clicked(self) -> None:
        text = self._editor.text
        plan = self._editor.path or Path.home() / "plan.toml"
        start = plan.with_name(text("changes.window.export-name", name=plan.stem) + ".pdf")
        path = self._ask.file_to_export(text, str(start), ENDINGS)
        if path is not None:
            self.export(path)

    def export(self, path: Path) -> None:
        """Write the change request to this file, whose ending is the format."""
        request, text = self.request, self._editor.text
        if request is None:
            return
        if path.suffix.lstrip(".").lower() not in ENDINGS:
            self.status.setText(text("window.trouble.format", name=visible(path.name)))
            return
        self.status.setText(text("changes.window.writing", name=visible(path.name)))
        number = self._writing.number + 1
        self._writing.ask(_work(request, path, lambda: self._writing.wanted(number)))

    @property
    def busy(self) -> bool:
        """Whether something is still compared or written."""
        return self._comparing.busy or self._writing.busy

    def _on_written(self, answer: object) -> None:
        text = self._editor.text
        if isinstance(answer, UserError):
            self.status.setText(reasons(answer, text)[0])
        elif isinstance(answer, BaseException):
            raise answer  # a bug: the one hook that the application installs takes it
        else:
            self.status.setText(text("changes.window.wrote", name=visible(str(answer))))


def _compare(
    plan: Plan, checklist: Checklist, name: str, other: Plan | Path, other_name: str, language: Language,
    swapped: bool,
) -> Compared:  # fmt: skip
    if isinstance(other, Path):
        from portplanner.plan.read import read

        other = read(other).plan
    versions = known()
    facts = load(other.exchange if other.exchange in versions else versions[-1])
    before, now = Side(other, resolve(facts, other), other_name), Side(plan, checklist, name)
    if swapped:
        before, now = now, before
    document = replace(now.plan.document, language=language)
    spoken = replace(now, plan=replace(now.plan, document=document))
    request = Request(before, spoken)
    assert all(entries for _, entries in request.parts)  # the rows are made here and not in the window
    overlay = Overlay((before.checklist, before.plan), (now.checklist, now.plan), request.changes)
    return Compared(request, overlay, Text(language))


def _work(request: Request, path: Path, wanted: Callable[[], bool]) -> Callable[[], str]:
    def work() -> str:
        from portplanner.files import replace as write
        from portplanner.window.picture import png

        data = export(request.old, request.new, path.suffix.lstrip(".").lower(), png, request.changes)
        if wanted():
            write(path, data)
        return path.name

    return work


def _summary(request: Request, text: Text) -> Iterator[str]:
    """Yield what is chosen differently, a line each."""
    if not request.changes:
        yield text("changes.none")
    if not request.choices:
        return
    yield text("changes.choices")
    for choice in request.choices:
        yield ""
        for side, words in (("old", choice.old[0]), ("new", choice.new[0])):
            if words:
                name = text(f"changes.side.{side}")
                yield text("changes.window.line", field=name, value=visible(words))


def _details(entry: Entry, text: Text) -> list[str]:
    """Return all there is to say about a change, a line each."""
    lines = [f"{said(entry.action, text)}  {numbers_text(entry)}", title(entry, text)]
    if purpose := said(entry.cells.get("purpose", ()), text):
        lines.append(purpose)
    mark = text("changes.value-mark")
    for name in _FIELDS:
        values = [line.text for line in entry.cells.get(name, ()) if line.language in ("", text.language)]
        if values:
            field = text(f"changes.field.{name}")
            lines.append(text("changes.window.line", field=field, value=visible(mark.join(values))))
    lines = list(dict.fromkeys(lines))
    more = [said(cell, text) for cell in (*entry.differs, *entry.hints)]
    return [*lines, "", *more] if more else lines


def _tree() -> QTreeWidget:
    tree = QTreeWidget()
    tree.setColumnCount(3)
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    tree.setIndentation(8)
    tree.setFont(font(SMALL))
    tree.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    header = tree.header()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    header.setStretchLastSection(True)
    header.resizeSection(0, 120)
    header.resizeSection(1, 76)
    return tree
