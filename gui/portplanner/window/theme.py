"""Light and dark: the palette, the style sheet and the icons' colours, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from portplanner.diagram.style import DARK, LIGHT
from portplanner.paths import assets
from portplanner.window.fonts import font

Choice = Literal["system", "light", "dark"]
CHOICES: tuple[Choice, ...] = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class Colours:
    """The window's colours; ``diagram`` are those of the drawings that go with them."""

    window: str
    panel: str
    field: str
    edge: str
    hover: str
    ink: str
    soft: str
    faint: str
    accent: str
    on_accent: str
    picked: str
    notice: str
    notice_edge: str
    notice_ink: str
    diagram: Mapping[str, str]


LIGHT_WINDOW = Colours(
    window="#F5F6F8", panel="#FFFFFF", field="#FFFFFF", edge="#D5D9DE", hover="#EAF2FA", ink="#1F2328",
    soft="#57606A", faint="#8A929B", accent="#0F6CBD", on_accent="#FFFFFF", picked="#DCEBF9",
    notice="#FFF6DF", notice_edge="#E8C872", notice_ink="#5C4400", diagram=LIGHT,
)  # fmt: skip
DARK_WINDOW = Colours(
    window="#1B1E22", panel="#22262B", field="#2A2F35", edge="#3B424A", hover="#2C3843", ink="#F0F2F4",
    soft="#B3BAC2", faint="#838B94", accent="#479EF5", on_accent="#0B1620", picked="#1D3F5F",
    notice="#33290F", notice_edge="#7A6220", notice_ink="#FFE3A1", diagram=DARK,
)  # fmt: skip

_CHECK = (assets() / "icons" / "check.svg").as_posix()


class Theme(QObject):
    """Which colours the window wears; follows the system unless told otherwise."""

    changed = Signal()

    def __init__(self, choice: Choice = "system") -> None:
        super().__init__()
        self.choice: Choice = choice
        self.colours = self._wanted()
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_changed)

    @property
    def dark(self) -> bool:
        """Whether the colours are the dark ones."""
        return self.colours is DARK_WINDOW

    def choose(self, choice: Choice) -> None:
        """Wear these colours from now on."""
        self.choice = choice
        self._wear()

    def wear(self) -> None:
        """Dress the application; done once at the start and again by every change."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setPalette(_palette(self.colours))
            app.setStyleSheet(_sheet(self.colours))

    def _on_system_changed(self) -> None:
        if self.choice == "system":
            self._wear()

    def _wear(self) -> None:
        wanted = self._wanted()
        if wanted is not self.colours:
            self.colours = wanted
            self.wear()
            self.changed.emit()

    def _wanted(self) -> Colours:
        if self.choice == "system":
            scheme = QGuiApplication.styleHints().colorScheme()
            return DARK_WINDOW if scheme == Qt.ColorScheme.Dark else LIGHT_WINDOW
        return DARK_WINDOW if self.choice == "dark" else LIGHT_WINDOW


def dress(app: QApplication) -> None:
    """Give the application its style and font."""
    app.setStyle("Fusion")
    app.setFont(font())


def _palette(c: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for where, colour in (
        (role.Window, c.window), (role.WindowText, c.ink), (role.Base, c.field),
        (role.AlternateBase, c.window),
        (role.Text, c.ink), (role.Button, c.panel), (role.ButtonText, c.ink), (role.BrightText, c.ink),
        (role.Highlight, c.accent), (role.HighlightedText, c.on_accent), (role.Link, c.accent),
        (role.ToolTipBase, c.panel), (role.ToolTipText, c.ink), (role.PlaceholderText, c.faint),
        (role.Mid, c.edge), (role.Midlight, c.hover), (role.Light, c.panel), (role.Dark, c.edge),
        (role.Shadow, c.edge), (role.Accent, c.accent),
    ):  # fmt: skip
        palette.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, QColor(c.faint))
    return palette


def _sheet(c: Colours) -> str:
    return f"""
QMainWindow, QDialog {{ background: {c.window}; }}
QToolBar {{ background: {c.panel}; border: 0; border-bottom: 1px solid {c.edge}; padding: 4px 8px;
  spacing: 2px; }}
QToolBar::separator {{ background: {c.edge}; width: 1px; margin: 6px 6px; }}
QToolBar QToolButton {{ border: 0; border-radius: 4px; padding: 5px 7px; color: {c.ink}; }}
QToolBar QToolButton:hover, QToolBar QToolButton:focus {{ background: {c.hover}; }}
QToolBar QToolButton:pressed {{ background: {c.picked}; }}
QToolBar QToolButton::menu-indicator {{ image: none; }}
QToolBar QToolButton:disabled {{ color: {c.faint}; }}
#corner QToolButton {{ border: 0; border-radius: 4px; padding: 5px 7px; color: {c.ink}; }}
#corner QToolButton:hover, #corner QToolButton:focus {{ background: {c.hover}; }}
#corner QToolButton:pressed {{ background: {c.picked}; }}
#corner QToolButton::menu-indicator {{ image: none; }}
QMenuBar {{ background: {c.panel}; padding: 2px 6px; }}
QMenuBar::item {{ padding: 5px 9px; border-radius: 4px; }}
QMenuBar::item:selected {{ background: {c.hover}; }}
QMenu {{ background: {c.panel}; border: 1px solid {c.edge}; padding: 4px; }}
QMenu::item {{ padding: 6px 28px 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {c.picked}; color: {c.ink}; }}
QMenu::item:disabled {{ color: {c.faint}; }}
QMenu::indicator {{ width: 14px; height: 14px; left: 4px; }}
QMenu::separator {{ height: 1px; background: {c.edge}; margin: 4px 8px; }}
QStatusBar {{ background: {c.panel}; border-top: 1px solid {c.edge}; color: {c.soft}; }}
QStatusBar::item {{ border: 0; }}
QSplitter::handle {{ background: {c.window}; }}
QSplitter::handle:hover {{ background: {c.picked}; }}
#panel {{ background: {c.panel}; border: 1px solid {c.edge}; border-radius: 6px; }}
#sheet, #sheet > QWidget {{ background: {c.panel}; }}
QScrollArea {{ background: {c.panel}; border: 0; }}
QLabel[tone="soft"] {{ color: {c.soft}; }}
QLabel[tone="accent"] {{ color: {c.accent}; }}
QLabel[tone="notice"] {{ color: {c.notice_ink}; }}
#notice, #sheet > #notice {{ background: {c.notice}; border: 1px solid {c.notice_edge}; border-radius: 6px; }}
#notice QPushButton {{ background: transparent; border: 0; color: {c.notice_ink}; padding: 2px 8px; }}
#notice QPushButton:hover, #notice QPushButton:focus {{ text-decoration: underline; }}
#rule {{ background: {c.edge}; border: 0; max-height: 1px; min-height: 1px; }}
QLineEdit, QPlainTextEdit {{ background: {c.field}; color: {c.ink};
  border: 1px solid {c.edge}; border-radius: 4px; padding: 4px 8px; selection-background-color: {c.accent};
  selection-color: {c.on_accent}; }}
QPlainTextEdit {{ padding: 2px 4px; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border: 1px solid {c.accent}; }}
QLineEdit[wrong="true"] {{ border: 1px solid {c.notice_edge}; color: {c.notice_ink}; }}
QLineEdit:disabled {{ color: {c.faint}; background: {c.window}; }}
QComboBox QAbstractItemView {{ background: {c.panel}; border: 1px solid {c.edge};
  selection-background-color: {c.picked}; selection-color: {c.ink}; outline: 0; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QPushButton {{ background: {c.panel}; border: 1px solid {c.edge}; border-radius: 4px; padding: 5px 14px; }}
QPushButton:hover {{ background: {c.hover}; }}
QPushButton:focus {{ border: 1px solid {c.accent}; }}
QPushButton:pressed {{ background: {c.picked}; }}
QPushButton:default {{ background: {c.accent}; border-color: {c.accent}; color: {c.on_accent}; }}
QPushButton:disabled {{ color: {c.faint}; background: {c.window}; border-color: {c.edge}; }}
QRadioButton::indicator, QCheckBox::indicator, QTableView::indicator {{ width: 14px; height: 14px;
  background: {c.field};
  border: 1px solid {c.soft}; }}
QRadioButton::indicator {{ border-radius: 8px; }}
QCheckBox::indicator, QTableView::indicator {{ border-radius: 3px; }}
QRadioButton::indicator:hover, QCheckBox::indicator:hover {{ border-color: {c.accent};
  background: {c.hover}; }}
QRadioButton::indicator:focus, QCheckBox::indicator:focus {{ border-color: {c.accent}; }}
QRadioButton::indicator:checked {{ border: 5px solid {c.accent}; width: 6px; height: 6px; }}
QCheckBox::indicator:checked, QTableView::indicator:checked {{ background: {c.accent};
  border-color: {c.accent}; image: url("{_CHECK}"); }}
QRadioButton:focus, QCheckBox:focus {{ background: {c.picked}; border-radius: 4px; }}
QTabWidget::pane {{ border: 0; }}
QTabBar {{ background: transparent; qproperty-drawBase: 0; }}
QTabBar::tab {{ background: transparent; color: {c.soft}; border: 0; border-bottom: 3px solid transparent;
  padding: 7px 14px 6px 14px; margin-right: 2px; }}
QTabBar::tab:hover {{ color: {c.ink}; background: {c.hover}; }}
QTabBar::tab:selected {{ color: {c.ink}; border-bottom: 3px solid {c.accent}; }}
QTabBar::tab:focus {{ color: {c.accent}; }}
QTableView {{ background: {c.panel}; alternate-background-color: {c.window}; border: 0;
  gridline-color: {c.edge};
  selection-background-color: {c.picked}; selection-color: {c.ink}; outline: 0; }}
QTableView::item {{ padding: 3px 8px; border: 0; }}
QTreeView {{ background: {c.panel}; border: 0; selection-background-color: {c.picked};
  selection-color: {c.ink}; outline: 0; }}
#list {{ background: {c.field}; border: 1px solid {c.edge}; border-radius: 4px; outline: 0;
  selection-background-color: {c.picked}; selection-color: {c.ink}; }}
#list::item {{ padding: 4px 8px; }}
QHeaderView {{ background: {c.panel}; }}
QHeaderView::section {{ background: {c.panel}; color: {c.soft}; border: 0; border-bottom: 1px solid {c.edge};
  padding: 6px 11px; }}
QHeaderView::section:hover {{ color: {c.ink}; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {c.edge}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {c.faint}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QAbstractScrollArea::corner {{ background: {c.panel}; border: 0; }}
QToolTip {{ background: {c.panel}; color: {c.ink}; border: 1px solid {c.edge}; padding: 4px 6px; }}
QProgressBar {{ background: {c.hover}; border: 0; border-radius: 3px; max-height: 6px; min-height: 6px; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: 3px; }}
"""
