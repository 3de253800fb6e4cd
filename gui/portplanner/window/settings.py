"""What the program remembers between two starts: recent files, language, theme, window."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, TypeVar, cast, get_args

from PySide6.QtCore import QByteArray, QSettings

from portplanner.diagram.view import CALLOUTS, LABELS, LAYERS, PLAIN, View
from portplanner.text import LANGUAGES, Language, system_language
from portplanner.window.theme import Choice

Motion = Literal["system", "reduced", "full"]
MOTIONS: tuple[Motion, ...] = get_args(Motion)

_MOST_RECENT = 10
T = TypeVar("T", bound=str)


class Settings:
    """The user's settings file."""

    def __init__(self) -> None:
        self._file = QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Port Planner", "Port Planner"
        )

    @property
    def recent(self) -> list[Path]:
        """The plans opened last, newest first."""
        value = self._file.value("recent", [])
        names = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        return [Path(str(name)) for name in names]

    def remember(self, path: Path) -> None:
        """Put this plan first among the recent ones."""
        path = path.absolute()
        names = [path, *(other for other in self.recent if other != path)]
        self._file.setValue("recent", [str(name) for name in names[:_MOST_RECENT]])

    def forget(self, path: Path) -> None:
        """Drop this plan from the recent ones."""
        self._file.setValue("recent", [str(other) for other in self.recent if other != path])

    @property
    def language(self) -> Language:
        """The language of the window; at first the system's."""
        value = self._file.value("language")
        return cast(Language, value) if value in LANGUAGES else system_language()

    @language.setter
    def language(self, language: Language) -> None:
        self._file.setValue("language", language)

    @property
    def theme(self) -> Choice:
        """The theme that was chosen."""
        value = self._file.value("theme")
        return cast(Choice, value) if value in get_args(Choice) else "system"

    @theme.setter
    def theme(self, choice: Choice) -> None:
        self._file.setValue("theme", choice)

    @property
    def view(self) -> View:
        """How the diagrams are looked at; what is damaged is as in a new installation."""
        layers = self._file.value("view/layers", [])
        names = [layers] if isinstance(layers, str) else layers if isinstance(layers, list) else []
        return View(
            callouts=self._one_of("view/callouts", CALLOUTS, PLAIN.callouts),
            labels=self._one_of("view/labels", LABELS, PLAIN.labels),
            layers=frozenset(layer for layer in LAYERS if layer in names),
            legend=self._one_of("view/legend", ("on", "off"), "on") == "on",
        )

    @view.setter
    def view(self, view: View) -> None:
        self._file.setValue("view/callouts", view.callouts)
        self._file.setValue("view/labels", view.labels)
        self._file.setValue("view/layers", [layer for layer in LAYERS if layer in view.layers])
        self._file.setValue("view/legend", "on" if view.legend else "off")

    @property
    def unfolded(self) -> bool:
        """Whether every stack of servers is unfolded."""
        return self._one_of("view/unfolded", ("on", "off"), "off") == "on"

    @unfolded.setter
    def unfolded(self, on: bool) -> None:
        self._file.setValue("view/unfolded", "on" if on else "off")

    @property
    def motion(self) -> Motion:
        """Whether changes of a diagram move."""
        return self._one_of("motion", MOTIONS, "system")

    @motion.setter
    def motion(self, motion: Motion) -> None:
        self._file.setValue("motion", motion)

    def _one_of(self, name: str, values: Sequence[T], otherwise: T) -> T:
        value = self._file.value(name)
        return next((known for known in values if known == value), otherwise)

    def state(self, name: str) -> QByteArray | None:
        """Return how this part of the window stood last time."""
        value = self._file.value(f"window/{name}")
        return value if isinstance(value, QByteArray) else None

    def keep_state(self, name: str, state: QByteArray) -> None:
        """Remember how this part of the window stands."""
        self._file.setValue(f"window/{name}", state)
