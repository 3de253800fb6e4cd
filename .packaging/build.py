"""Builds Port Planner into one folder that needs no Python.

    pip install '.[build]'
    python .packaging/build.py build_exe --build-exe FOLDER

The other commands of cx_Freeze work too: ``bdist_msi`` on Windows, ``bdist_mac`` and ``bdist_dmg`` on
macOS, ``bdist_appimage`` on Linux. README.md beside this file says what was tried.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import icons
from cx_Freeze import Executable, setup
from cx_Freeze.command.build_exe import build_exe

from portplanner import __version__
from portplanner.diagram.measure import font_file
from portplanner.paths import assets, resources

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PROJECT = "exchange-port-planner"
ENDING = "portplan"
MIME = "application/x-port-planner+toml"

# Of Qt's plug-ins the window, printing and typing Chinese need these; the start of a file name counts.
QT_PLUGINS = {
    "platforms": ("libqxcb", "libqwayland", "libqoffscreen", "qwindows", "qoffscreen", "libqcocoa"),
    "platforminputcontexts": ("libcomposeplatform", "libibus"),
    "platformthemes": ("libqxdgdesktopportal",),
    "wayland-shell-integration": ("libxdg-shell",),
    "wayland-decoration-client": ("libadwaita", "libbradient"),
    "iconengines": ("libqsvgicon", "qsvgicon"),
    "imageformats": ("libqsvg", "qsvg"),
    "printsupport": ("",),
    "styles": ("",),
}
QT_LANGUAGES = ("qtbase_zh_TW.qm",)
# What only plug-ins and modules that are left out ask for.
QT_UNUSED = ("Qml", "QmlModels", "QmlMeta", "QmlWorkerScript", "Quick", "Network", "OpenGL", "OpenGLWidgets",
             "WaylandCompositor", "WaylandEglClientHwIntegration", "WaylandEglCompositorHwIntegration",
             "EglFSDeviceIntegration", "EglFsKmsSupport", "EglFsKmsGbmSupport")  # fmt: skip
DOCUMENT_TYPE = {
    "UTTypeIdentifier": "port-planner.plan",
    "UTTypeDescription": "Port Planner plan",
    "UTTypeConformsTo": ["public.plain-text"],
    "UTTypeTagSpecification": {"public.filename-extension": [ENDING], "public.mime-type": MIME},
}
# No module of the program reaches these; libraries name them for uses that are not ours.
UNUSED = ["asyncio", "justmytype", "pydoc", "pydantic.v1", "readline", "setuptools", "ssl", "tkinter",
          "unittest", "PIL._avif", "PIL._imagingcms", "PIL._imagingft", "PIL._webp", "PySide6.QtDBus",
          "PySide6.QtNetwork", "PySide6.QtOpenGL", "PySide6.QtQml"]  # fmt: skip


class Build(build_exe):
    """Freezes the program, then leaves out what Qt brings along unasked and adds what systems look for."""

    def run(self) -> None:
        """Make the folder."""
        super().run()
        folder = Path(self.build_exe)
        prune_qt(folder / "lib" / "PySide6")
        keep_one_font(folder / "lib" / "justmytype_intl_cjk")
        for unused in (folder / "share" / "zoneinfo", *folder.glob("lib/pillow.libs/libavif*")):
            shutil.rmtree(unused) if unused.is_dir() else unused.unlink(missing_ok=True)
        shutil.copy(ROOT / "LICENSE", folder / "LICENSE.txt")
        collect_licences(folder / "licences")
        if sys.platform.startswith("linux"):
            add_shared_files(folder)


def prune_qt(qt: Path) -> None:
    """Remove Qt's plug-ins and translations that the program does not use."""
    for plugins in list(qt.rglob("plugins")):
        for kind in list(plugins.iterdir()):
            wanted = QT_PLUGINS.get(kind.name, ())
            for file in list(kind.iterdir()):
                if not (wanted and file.name.startswith(wanted)):
                    file.unlink()
            if not any(kind.iterdir()):
                kind.rmdir()
    for file in list(qt.rglob("*.qm")):
        if file.name not in QT_LANGUAGES:
            file.unlink()


def keep_one_font(fonts: Path) -> None:
    """Remove the fonts for other languages, which come in the same package."""
    for file in list(fonts.rglob("*.ttf")):
        if file.name != font_file().name:
            shutil.rmtree(file.parent)


def collect_licences(folder: Path) -> None:
    """Write down whose work is in the build and on which terms."""
    folder.mkdir(exist_ok=True)
    lines = []
    for found in sorted(needed(PROJECT), key=lambda one: one.name.lower()):
        terms = found.metadata.get("License-Expression") or found.metadata.get("License") or "see its files"
        lines.append(f"{found.name} {found.version}: {terms}")
        for file in found.files or ():
            if re.search(r"licen[cs]e|copying|notice|OFL", file.name, re.IGNORECASE) and file.suffix != ".py":
                target = folder / found.name / file.name
                target.parent.mkdir(exist_ok=True)
                shutil.copy(Path(str(file.locate())), target)
    (folder / "README.txt").write_text("\n".join([*lines, ""]), "utf-8")


def needed(name: str, seen: set[str] | None = None) -> Iterator[Distribution]:
    """Yield what this distribution needs, directly or by another one."""
    seen = set() if seen is None else seen
    for line in distribution(name).requires or ():
        other = re.split(r"[^\w.-]", line)[0]
        key = re.sub(r"[-_.]+", "-", other).lower()
        if "extra ==" not in line and key not in seen:
            seen.add(key)
            yield distribution(other)
            yield from needed(other, seen)


def add_shared_files(folder: Path) -> None:
    """Add what a Linux desktop looks for, in the same places below the folder as the wheel has it."""
    with open(ROOT / "pyproject.toml", "rb") as file:
        shared = tomllib.load(file)["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    for source, place in shared.items():
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / source, target)


def main() -> None:
    """Run the command of cx_Freeze that was asked for."""
    arguments = [
        str(Path(word).absolute()) if before in ("--build-exe", "-b", "--dist-dir", "-d") else word
        for before, word in pairwise(sys.argv)
    ]
    with TemporaryDirectory() as work:
        drawn = Path(work)
        os.chdir(work)  # setuptools leaves files where it runs, and reads a pyproject.toml from there
        icons.make(assets() / "port-planner.svg", drawn)
        programs = [
            Executable(
                HERE / "main.py",
                target_name="port-planner",
                icon=drawn / "port-planner",  # with the ending that the system asks for
                copyright="MIT licence",
            )
        ]
        if sys.platform == "win32":  # the same without a console, for the start menu and the association
            programs.append(
                Executable(
                    HERE / "main.py",
                    base="gui",
                    target_name="port-planner-window",
                    icon=drawn / "port-planner",
                    copyright="MIT licence",
                    shortcut_name="Port Planner",
                    shortcut_dir="ProgramMenuFolder",
                )
            )
        setup(
            name="Port Planner",
            version=__version__,
            description="Port Planner",
            executables=programs,
            cmdclass={"build_exe": Build},
            script_args=arguments,
            options={
                "build_exe": {
                    "packages": ["portplanner", "justmytype_intl_cjk"],
                    "excludes": UNUSED,
                    "include_files": [
                        (resources(), "lib/portplanner/resources"),
                        (assets(), "lib/portplanner/assets"),
                    ],
                    "bin_excludes": [f"libQt6{name}.so.6" for name in QT_UNUSED],
                },
                "bdist_msi": {
                    "all_users": False,
                    "extensions": [
                        {
                            "extension": ENDING,
                            "verb": "open",
                            "executable": "port-planner-window.exe",
                            "argument": '"%1"',
                            "mime": MIME,
                        }
                    ],
                },
                "bdist_mac": {
                    "bundle_name": "Port Planner",
                    "iconfile": drawn / "port-planner.icns",
                    "plist_items": [
                        ("CFBundleIdentifier", "port-planner"),
                        ("CFBundleShortVersionString", __version__),
                        ("UTExportedTypeDeclarations", [DOCUMENT_TYPE]),
                        ("CFBundleDocumentTypes", [{
                            "CFBundleTypeName": "Port Planner plan",
                            "CFBundleTypeRole": "Editor",
                            "LSHandlerRank": "Owner",
                            "LSItemContentTypes": [DOCUMENT_TYPE["UTTypeIdentifier"]],
                        }]),
                    ],
                },
            },
        )  # fmt: skip


if __name__ == "__main__":
    main()
