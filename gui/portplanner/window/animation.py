"""How a change of a diagram moves: one way at a time, always to the newest drawing."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import (
    QEasingCurve,
    QObject,
    QPointF,
    QProcess,
    QSettings,
    QStandardPaths,
    QVariantAnimation,
)
from PySide6.QtGui import QGuiApplication

from portplanner.diagram.between import Change, Frame
from portplanner.diagram.drawing import Drawing
from portplanner.window.settings import Motion

MILLISECONDS = 150


@dataclass(frozen=True, slots=True)
class Seen:
    """What is on the screen: the shapes, where they are, and how strong the veil over them is.

    ``place`` is where in the window the widget is that ``origin`` is measured from.
    """

    frame: Frame
    scale: float
    origin: QPointF
    veil: float
    place: QPointF


class Way(QVariantAnimation):
    """The way from what was seen to a drawing."""

    def __init__(self, before: Seen, drawing: Drawing, parent: QObject) -> None:
        super().__init__(parent)
        self._before = before
        self._change = Change(before.frame, drawing)
        self.setDuration(MILLISECONDS)
        self.setStartValue(0.0)
        self.setEndValue(1.0)
        self.setEasingCurve(QEasingCurve.Type.OutCubic)

    def seen(self, there: Seen) -> Seen:
        """Return what is to be seen now, on the way ``there``."""
        t = float(self.currentValue() or 0.0)
        before = self._before
        origin = before.origin + before.place - there.place
        return Seen(
            self._change.at(t),
            before.scale + (there.scale - before.scale) * t,
            origin + (there.origin - origin) * t,
            before.veil + (there.veil - before.veil) * t,
            there.place,
        )


class Calm(QObject):
    """Whether changes must not move: the user's setting, or what the system asks for.

    Qt tells this from 6.12 on; older ones are helped out by asking Windows, macOS, KDE and GTK
    themselves. GNOME is asked by a program of its own, beside the window; until it answers,
    nothing moves.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gnome: bool | None = None
        self._asking: QProcess | None = None

    def wanted(self, motion: Motion) -> bool:
        """Return whether nothing may move."""
        return motion == "reduced" or (motion == "system" and self._system())

    def _system(self) -> bool:
        if QGuiApplication.platformName() in ("offscreen", "minimal"):
            return True  # nobody looks
        told = _qt()
        if told is not None:
            return told
        if sys.platform == "win32":
            return _windows()
        if sys.platform == "darwin":
            return _macos()
        return _kde() or _gtk() or self._gnome_says()

    def _gnome_says(self) -> bool:
        if self._gnome is None and self._asking is None:
            program = QStandardPaths.findExecutable("gsettings")
            if not program:
                self._gnome = False
                return False
            self._asking = QProcess(self)
            self._asking.finished.connect(self._on_answered)
            self._asking.errorOccurred.connect(self._on_answered)
            self._asking.start(program, ["get", "org.gnome.desktop.interface", "enable-animations"])
        return self._gnome is not False

    def _on_answered(self) -> None:
        if self._asking is not None:
            self._gnome = bytes(self._asking.readAllStandardOutput().data()).strip() == b"false"


def _qt() -> bool | None:
    hints = QGuiApplication.styleHints()
    accessibility = getattr(hints, "accessibility", None)  # since Qt 6.10
    preference = getattr(accessibility() if accessibility else None, "motionPreference", None)  # since 6.12
    return preference().name != "NoPreference" if preference else None


def _windows() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    shown = ctypes.c_int(1)
    get_client_area_animation = 0x1042
    ctypes.windll.user32.SystemParametersInfoW(get_client_area_animation, 0, ctypes.byref(shown), 0)
    return not shown.value


def _macos() -> bool:
    file = Path.home() / "Library/Preferences/com.apple.universalaccess.plist"
    value = QSettings(str(file), QSettings.Format.NativeFormat).value("reduceMotion")
    return str(value).lower() in ("1", "true")


def _kde() -> bool:
    value = QSettings(str(_config() / "kdeglobals"), QSettings.Format.IniFormat).value(
        "KDE/AnimationDurationFactor"
    )
    try:
        return value is not None and float(str(value)) == 0
    except ValueError:
        return False


def _gtk() -> bool:
    for version in ("gtk-4.0", "gtk-3.0"):
        file = QSettings(str(_config() / version / "settings.ini"), QSettings.Format.IniFormat)
        if str(file.value("Settings/gtk-enable-animations", "true")).lower() in ("0", "false"):
            return True
    return False


def _config() -> Path:
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation))
