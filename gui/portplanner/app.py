"""Starts the window: looks for what Qt needs, dresses the application, opens the plan."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping
from types import TracebackType

from portplanner.errors import UserError
from portplanner.text import Text, system_language

# What Qt's window needs from a bare Debian: the library, and the package that brings it.
_LIBRARIES: Mapping[str, str] = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libfreetype.so.6": "libfreetype6",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
}
_XCB_LIBRARIES: Mapping[str, str] = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def run(plan_path: str | None = None, quit_after_paint: bool = False) -> int:
    """Show the window until it is closed and return the exit code.

    ``quit_after_paint`` ends as soon as the window has been painted once.
    """
    # pydantic would look through every installed package for plugins, which takes longer than all its rest
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.disable()  # nothing made during the start is garbage; the window turns it on again
    text = Text(system_language())
    if trouble := _trouble(text):
        print(trouble, file=sys.stderr)
        return 1
    try:
        from PySide6.QtWidgets import QApplication
    except ImportError as error:
        print(text("window.start.no-qt", reason=str(error)), file=sys.stderr)
        return 1
    from portplanner.window.start import start

    app = QApplication.instance() or QApplication([sys.argv[0] if sys.argv else "port-planner"])
    assert isinstance(app, QApplication)
    sys.excepthook = _on_bug
    try:
        return start(app, plan_path, quit_after_paint)
    except UserError as error:
        from portplanner.window.documents import reasons

        print("\n".join(reasons(error, text)), file=sys.stderr)
        return error.exit_code


def _trouble(text: Text) -> str:
    """Return why no window can be shown, in one line, before Qt aborts over it."""
    if not sys.platform.startswith("linux"):
        return ""
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if platform in ("", "xcb", "wayland") and not screen:
        return text("window.start.no-screen")
    wanted = dict(_LIBRARIES)
    if platform == "xcb" or (not platform and not os.environ.get("WAYLAND_DISPLAY")):
        wanted |= _XCB_LIBRARIES
    missing = [package for library, package in wanted.items() if not _loads(library)]
    return text("window.start.missing", packages=" ".join(missing)) if missing else ""


def _loads(library: str) -> bool:
    import ctypes

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _on_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log what nobody expected and offer the details; the work stays open."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    import logging
    import traceback

    details = "".join(traceback.format_exception(kind, error, trace))
    logging.getLogger("portplanner").error("%s", details)
    from portplanner.window.start import tell_of_bug

    tell_of_bug(details)
