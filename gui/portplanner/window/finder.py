"""The search over the diagrams: what is typed is found everywhere, lit up and listed."""

# ruff: noqa: D102 -- what an overridden method promises stands at its base

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from portplanner.window.diagrams import Diagrams
from portplanner.window.editor import Editor
from portplanner.window.fonts import SMALL, font
from portplanner.window.labels import label
from portplanner.window.search import Hit, Index

_WIDTH = 580
_MOST = 100  # results that are listed
_ROW = 26
_ROWS = 7  # results in sight


class _Line(QLineEdit):
    """Hands the keys that choose among the results on."""

    stepped = Signal(int)
    taken = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Down:
                self.stepped.emit(1)
            case Qt.Key.Key_Up:
                self.stepped.emit(-1)
            case Qt.Key.Key_PageDown:
                self.stepped.emit(_ROWS)
            case Qt.Key.Key_PageUp:
                self.stepped.emit(-_ROWS)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.taken.emit()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)


class Finder(QFrame):
    """A field and a list in the corner of the diagrams."""

    def __init__(self, editor: Editor, diagrams: Diagrams) -> None:
        super().__init__(diagrams)
        self.setObjectName("panel")
        self.setAutoFillBackground(True)
        self._editor = editor
        self._diagrams = diagrams
        self._index: Index | None = None
        self._hits: list[Hit] = []
        self.line = _Line()
        self.line.setClearButtonEnabled(True)
        self.close_button = QToolButton()
        self.close_button.setAutoRaise(True)
        self.close_button.setText("✕")
        self.list = QTreeWidget()
        self.count = label("soft", SMALL, wraps=False)
        self.hint = label("soft", SMALL, wraps=False)
        self._arrange()
        self.line.textChanged.connect(self._search)
        self.line.stepped.connect(self._on_stepped)
        self.line.taken.connect(self._take)
        self.line.left.connect(self.leave)
        self.list.itemClicked.connect(self._take)
        self.close_button.clicked.connect(self.leave)
        for keys, step in (("Ctrl+G", 1), ("Ctrl+Shift+G", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda step=step: self._take_next(step))
        editor.changed.connect(self._on_changed)
        diagrams.installEventFilter(self)
        self._say()
        self.hide()

    def _arrange(self) -> None:
        tree = self.list
        tree.setColumnCount(3)
        tree.setHeaderHidden(True)
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setFrameShape(QFrame.Shape.NoFrame)
        tree.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in ((1, 218), (2, 112)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, width)
        top = QHBoxLayout()
        top.addWidget(self.line, 1)
        top.addWidget(self.close_button)
        foot = QHBoxLayout()
        foot.addWidget(self.count)
        foot.addStretch(1)
        foot.addWidget(self.hint)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(10, 8, 8, 8)
        rows.setSpacing(6)
        rows.addLayout(top)
        rows.addWidget(tree)
        rows.addLayout(foot)

    def open(self) -> None:
        """Show the field, ready to be typed in."""
        self._place()
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()
        self._search()

    def leave(self) -> None:
        """Close it; what is selected stays."""
        self.hide()
        self._editor.find(frozenset())
        self._diagrams.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    # What it shows

    def _say(self) -> None:
        text = self._editor.text
        self.setAccessibleName(text("look.find.title"))
        self.line.setPlaceholderText(text("look.find.prompt"))
        self.line.setAccessibleName(text("look.find.prompt"))
        self.list.setAccessibleName(text("look.find.results"))
        self.close_button.setToolTip(text("look.find.close"))
        self.close_button.setAccessibleName(text("look.find.close"))
        self.hint.setText(text("look.find.hint"))

    def _on_changed(self) -> None:
        self._index = None
        self._say()
        if self.isVisible():
            self._search()

    def _search(self) -> None:
        editor = self._editor
        if self._index is None:
            self._index = Index(editor.checklist, editor.plan, editor.text)
        self._hits = self._index.find(self.line.text())
        self.list.clear()
        for hit in self._hits[:_MOST]:
            self.list.addTopLevelItem(self._item(hit))
        self._unroll(True)
        self._choose(0)
        self._say_count()
        editor.find(frozenset(id for hit in self._hits for id in hit.ids))

    def _item(self, hit: Hit) -> QTreeWidgetItem:
        text = self._editor.text
        kind = text(f"look.found.{hit.kind}")
        item = QTreeWidgetItem([hit.name, hit.more, kind])
        item.setSizeHint(0, QSize(0, _ROW))
        soft = self.palette().color(QPalette.ColorRole.PlaceholderText)
        for column in (1, 2):
            item.setFont(column, font(SMALL))
        item.setForeground(2, soft)
        said = text("look.find.result", kind=kind, name=hit.name, more=hit.more)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, said)
        return item

    def _say_count(self) -> None:
        text, count = self._editor.text, len(self._hits)
        typed = bool(self.line.text().strip())
        if count > _MOST:
            self.count.setText(text("look.find.many", shown=_MOST, count=count))
        elif count:
            self.count.setText(text("look.find.count", count=count))
        else:
            self.count.setText(text("look.find.none") if typed else "")

    def _place(self) -> None:
        """Stand in the upper right corner, below the tabs, as high as the results need."""
        room = self._diagrams.rect()
        tabs = self._diagrams.tabs
        top = tabs.geometry().top() + tabs.tabBar().height() + 12
        width = min(_WIDTH, room.width() - 16)
        self.hint.setVisible(width > 440)
        bare = self.line.sizeHint().height() + self.count.sizeHint().height() + 30  # all but the list
        rows = max(1, min(_ROWS, len(self._hits), (room.height() - top - 8 - bare) // _ROW))
        self.list.setFixedHeight(rows * _ROW + 4)
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.setGeometry(room.right() - width - 8, top, width, layout.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    # What is done with a result

    def _on_stepped(self, step: int) -> None:
        if count := self.list.topLevelItemCount():
            self._choose((self._chosen() + step) % count)

    def _choose(self, row: int) -> None:
        if item := self.list.topLevelItem(row):
            self._unroll(True)
            self.list.setCurrentItem(item)

    def _chosen(self) -> int:
        item = self.list.currentItem()
        return self.list.indexOfTopLevelItem(item) if item else -1

    def _take_next(self, step: int) -> None:
        self._on_stepped(step)
        self._take()

    def _take(self) -> None:
        """Look at the chosen result: select it, in the diagram and in the table."""
        here = self._chosen()
        if not 0 <= here < len(self._hits):
            return
        editor, hit = self._editor, self._hits[here]
        shown = [id for id in hit.ids if self._diagrams.canvas.element(id)]
        id = (shown or self._in_use(hit) or list(hit.ids))[0]
        layers = {flow.layer for flow in editor.checklist.flows if flow.id == id and flow.layer}
        editor.look(replace(editor.view, layers=editor.view.layers | {one for one in layers if one}))
        editor.find(frozenset())
        editor.select(id)
        self._diagrams.show_selection()
        self._unroll(False)  # what was found is seen better without the list over it

    def _unroll(self, on: bool) -> None:
        self.list.setVisible(on and bool(self._hits))
        self._place()

    def _in_use(self, hit: Hit) -> list[str]:
        """Return the ids in diagrams that the plan uses: better places to look than the other ones."""
        used = self._editor.checklist.diagrams
        return [id for id in hit.ids if id.partition(".")[0] in used]
