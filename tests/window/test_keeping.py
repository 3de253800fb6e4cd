"""No work is lost: copies while editing, what a crash leaves, and what others do to the open file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from portplanner.paths import resources
from portplanner.plan.change import with_choice
from portplanner.plan.model import Plan, Server
from portplanner.plan.new import starting_plan
from portplanner.plan.read import read
from portplanner.plan.recovery import Unsaved, copied, found
from portplanner.text import Language, Text, visible
from portplanner.window import recovery as recovery_module
from portplanner.window.ask import Ask
from portplanner.window.main_window import MainWindow
from portplanner.window.recovery import Recovery
from portplanner.window.recovery_dialog import RecoveryDialog
from portplanner.window.settings import Settings
from tests.window.conftest import Answers

EDGE = with_choice(Plan(), "topology.edge", "2013")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recovery_module, "PAUSE", 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "unsaved"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A plan that a person has written comments into."""
    path = tmp_path / "plans" / "contoso.portplan"
    path.parent.mkdir()
    path.write_text(starting_plan("contoso-edge"), "utf-8")
    return path


@pytest.fixture
def homeless(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user whose home nobody knows; stands before ``window``."""

    def unknown() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr("portplanner.window.start.unsaved", unknown)


@pytest.fixture
def recovery(window: MainWindow) -> Recovery:
    return window.keeping.recovery


def copies(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.portplan"))


def until_kept(qtbot: QtBot, recovery: Recovery) -> None:
    qtbot.waitUntil(lambda: not recovery.is_busy)


def left_behind(folder: Path, work: Unsaved, name: str = "0123456789abcdef") -> Path:
    """Leave what a program leaves that was killed."""
    folder.mkdir(exist_ok=True)
    copy = folder / f"{name}.portplan"
    copy.write_bytes(copied(work))
    return copy


@contextmanager
def answered(qtbot: QtBot, button: str) -> Iterator[list[RecoveryDialog]]:
    """Click this button in the next dialog about unsaved work, or close it."""
    seen: list[RecoveryDialog] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, RecoveryDialog)
        seen.append(dialog)
        getattr(dialog, button).click()
        if dialog.isVisible():
            dialog.reject()

    QTimer.singleShot(0, answer)
    yield seen


# Copies while editing


def test_unsaved_work_is_copied_and_the_copy_goes_when_it_is_saved(
    qtbot: QtBot, window: MainWindow, recovery: Recovery, folder: Path, file: Path
) -> None:
    window.documents.open_file(file)
    until_kept(qtbot, recovery)
    assert copies(folder) == []  # nothing to lose yet

    window.editor.choose(with_choice(window.editor.plan, "document.title", "重要"))
    until_kept(qtbot, recovery)
    [copy] = copies(folder)
    work = found(copy)
    assert (work.plan, work.path) == (window.editor.plan, file)
    assert not work.is_outdated()
    assert [line for line in file.read_text("utf-8").splitlines() if line.startswith("#")] == [
        line for line in (work.original or "").splitlines() if line.startswith("#")
    ]

    assert window.documents.save()
    assert copies(folder) == []


def test_a_copy_is_a_plan_that_opens_anywhere(
    qtbot: QtBot, window: MainWindow, recovery: Recovery, folder: Path
) -> None:
    window.editor.choose(EDGE)
    until_kept(qtbot, recovery)
    assert read(copies(folder)[0]).plan == EDGE
    if os.name == "posix":
        assert folder.stat().st_mode & 0o077 == 0  # plans name servers: nobody else's business


def test_a_copy_goes_with_an_undo_and_follows_a_redo(
    qtbot: QtBot, window: MainWindow, recovery: Recovery, folder: Path
) -> None:
    window.editor.choose(EDGE)
    until_kept(qtbot, recovery)
    window.editor.undo()
    assert copies(folder) == []
    window.editor.redo()
    until_kept(qtbot, recovery)
    assert found(copies(folder)[0]).plan == EDGE


def test_closing_without_saving_leaves_no_copy(
    qtbot: QtBot, window: MainWindow, recovery: Recovery, folder: Path, answers: Answers
) -> None:
    window.editor.choose(EDGE)
    until_kept(qtbot, recovery)
    answers.answer = "discard"
    window.close()
    assert list(folder.iterdir()) == []


def test_what_is_typed_on_and_on_is_copied_all_the_same(
    qtbot: QtBot, window: MainWindow, recovery: Recovery, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next key does not put the copy off."""
    recovery._timer.setInterval(60)
    for number in range(100):
        window.editor.choose(with_choice(window.editor.plan, "document.title", "x" * (number + 1)), "title")
        qtbot.wait(5)
        if copies(folder):
            return
    raise AssertionError("no copy in half a second of typing")


def test_a_draft_of_servers_is_copied_too(
    qtbot: QtBot, window: MainWindow, recovery: Recovery, folder: Path
) -> None:
    from portplanner.window.servers_dialog import ServersDialog

    seen: list[Plan] = []

    def work() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ServersDialog)
        dialog.draft.change(servers=[Server(name="MBX01", roles=("mailbox",))])
        until_kept(qtbot, recovery)
        dialog.draft.change(servers=[*dialog.draft.servers, *dialog.draft.servers])  # twice: no plan yet
        until_kept(qtbot, recovery)
        seen.append(found(copies(folder)[0]).plan)
        dialog.done(QDialog.DialogCode.Rejected)

    QTimer.singleShot(0, work)
    window.actions_.by_id["servers"].trigger()
    assert [server.name for server in seen[0].servers] == ["MBX01"]
    assert copies(folder) == []  # it was cancelled: nothing differs


def test_where_no_copy_can_be_made_the_window_says_so_once(
    qtbot: QtBot, window: MainWindow, recovery: Recovery, folder: Path, language: Language
) -> None:
    folder.write_bytes(b"")  # a file where the folder should be
    window.editor.speak(language)
    window.editor.choose(EDGE)
    qtbot.waitUntil(lambda: window.keeping.bar.isVisible())
    expected = Text(language)("lost.notice.no-copy", reason="").strip()
    assert window.keeping.bar.words.text().startswith(expected)
    window.keeping.bar.buttons[-1].click()
    window.editor.choose(Plan())
    window.editor.choose(EDGE)
    until_kept(qtbot, recovery)
    assert not window.keeping.bar.isVisible()


def test_a_user_without_a_home_is_told_that_there_is_no_copy(
    qtbot: QtBot, homeless: None, window: MainWindow, language: Language
) -> None:
    window.editor.speak(language)
    assert not window.keeping.bar.isVisible()  # nothing could be lost yet
    window.editor.choose(EDGE)
    qtbot.waitUntil(lambda: window.keeping.bar.isVisible())
    text = Text(language)
    said = text("lost.notice.no-copy", reason=text("lost.notice.no-home"))
    assert window.keeping.bar.words.text() == said


# After a crash


def test_left_work_is_offered_with_what_differs(
    qtbot: QtBot, window: MainWindow, folder: Path, file: Path, language: Language
) -> None:
    window.editor.speak(language)
    plan = read(file).plan
    server = Server(name="NEW01", roles=("mailbox",))
    changed = replace(with_choice(plan, "topology.edge", "2010"), servers=(*plan.servers[1:], server))
    left_behind(folder, Unsaved(changed, file))
    with answered(qtbot, "later") as seen:
        window.keeping.offer()
    lines = [seen[0].differences.item(row).text() for row in range(seen[0].differences.count())]
    text = Text(language)
    assert lines[0].startswith(text("choices.topology.edge.label"))
    assert "2013" in lines[0]
    assert "2010" in lines[0]
    assert text("lost.difference.server-added", name="NEW01") in lines
    assert text("lost.difference.server-removed", name=plan.servers[0].name) in lines
    assert len(lines) == 3
    assert str(file) in seen[0].about.text()
    assert len(copies(folder)) == 1  # later means later
    assert window.editor.plan == Plan()


def test_left_work_can_be_gone_on_with(
    qtbot: QtBot, window: MainWindow, recovery: Recovery, folder: Path, file: Path
) -> None:
    window.documents.open_file(file)
    original, plan = window.editor.original, window.editor.plan
    base = window.editor.base
    window.documents.new()
    changed = with_choice(plan, "document.title", "After the crash")
    copy = left_behind(folder, Unsaved(changed, file, base, original))
    with answered(qtbot, "recover"):
        window.keeping.offer()
    assert (window.editor.plan, window.editor.path) == (changed, file)
    assert window.editor.dirty
    assert copies(folder) == [copy]  # until it is saved there is no moment without it
    window.editor.undo()
    assert window.editor.plan == plan  # undo leads to the file
    assert not window.editor.dirty
    window.editor.redo()
    until_kept(qtbot, recovery)
    assert window.documents.save()
    assert read(file).plan == changed
    assert file.read_text("utf-8").count("#") == starting_plan("contoso-edge").count("#")
    assert copies(folder) == []


def test_left_work_on_a_file_that_changed_since_asks_before_it_replaces(
    qtbot: QtBot, window: MainWindow, folder: Path, file: Path, answers: Answers
) -> None:
    window.documents.open_file(file)
    left_behind(folder, Unsaved(EDGE, file, window.editor.base))
    window.documents.new()
    file.write_text(starting_plan("contoso-edge") + "# a colleague was here\n", "utf-8")
    with answered(qtbot, "recover") as seen:
        window.keeping.offer()
    assert window.editor.text("lost.recovery.outdated") in seen[0].about.text()
    assert not window.documents.save()
    assert answers.asked == [file.name]
    assert "colleague" in file.read_text("utf-8")


def test_left_work_can_be_deleted_after_a_question(
    qtbot: QtBot, window: MainWindow, folder: Path, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_behind(folder, Unsaved(EDGE))
    asked: list[str] = []

    def discard(text: Text, words: str) -> bool:
        asked.append(words)
        return len(asked) > 1

    monkeypatch.setattr(answers, "discard", discard)
    for left in (1, 0):
        with answered(qtbot, "delete"):
            window.keeping.show_left_behind()
        assert len(copies(folder)) == left
    assert len(asked) == 2


def test_a_damaged_copy_is_named_and_left_alone(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    copy = left_behind(folder, Unsaved(EDGE))
    copy.write_bytes(copy.read_bytes()[:-10] + b"\xff\x00")
    before = copy.read_bytes()
    with answered(qtbot, "recover") as seen:
        window.keeping.offer()
    assert str(copy) in seen[0].about.text()
    assert not seen[0].recover.isEnabled()
    assert copy.read_bytes() == before
    assert window.editor.plan == Plan()


def test_nothing_is_offered_where_nothing_was_left(window: MainWindow, folder: Path) -> None:
    window.keeping.offer()  # would wait for an answer for ever
    folder.mkdir(exist_ok=True)
    window.keeping.offer()


def test_the_copy_of_a_running_window_is_not_offered(
    qtbot: QtBot, window: MainWindow, recovery: Recovery, folder: Path
) -> None:
    window.editor.choose(EDGE)
    until_kept(qtbot, recovery)
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from PySide6.QtCore import QCoreApplication\n"
        "from portplanner.window.editor import Editor\n"
        "from portplanner.window.recovery import Recovery\n"
        "app = QCoreApplication([])\n"
        "found = list(Recovery(Editor(), Path(sys.argv[1])).left_behind())\n"
        "print(len(found), [one.work.plan.topology.edge for one in found])\n"
    )

    def others_see() -> str:
        environment = os.environ | {"PYTHONPATH": str(resources().parent / "gui")}
        command = [sys.executable, "-c", script, str(folder)]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, check=True
        ).stdout.strip()

    assert others_see() == "0 []"
    assert recovery._lock is not None
    recovery._lock.unlock()  # as if this window had crashed
    assert others_see() == "1 ['2013']"


# The open file, outside of the window


def notice(window: MainWindow) -> str:
    return window.keeping.bar.words.text() if window.keeping.bar.isVisible() else ""


def offer(window: MainWindow, id: str) -> QPushButton:
    words = window.editor.text(f"lost.offer.{id}")
    return next(button for button in window.keeping.bar.buttons if button.text() == words)


def test_a_file_that_somebody_else_changes_is_noticed_and_can_be_loaded(
    qtbot: QtBot, window: MainWindow, file: Path, language: Language
) -> None:
    window.editor.speak(language)
    window.documents.open_file(file)
    qtbot.wait(250)  # what stands in the file is looked at, and nothing is said
    assert notice(window) == ""
    theirs = file.with_name("theirs")
    theirs.write_text(starting_plan("small-combined"), "utf-8")
    os.replace(theirs, file)  # as most editors save
    qtbot.waitUntil(lambda: notice(window) == Text(language)("lost.notice.changed", name=file.name))
    offer(window, "load").click()
    assert window.editor.plan == read(file).plan
    assert not window.editor.dirty
    qtbot.waitUntil(lambda: notice(window) == "")


def test_saving_over_a_changed_file_asks_and_keeps_theirs(
    window: MainWindow, file: Path, tmp_path: Path, answers: Answers
) -> None:
    window.documents.open_file(file)
    window.editor.choose(with_choice(window.editor.plan, "document.title", "Mine"))
    theirs = with_choice(read(file).plan, "document.title", "Theirs")
    file.write_text(file.read_text("utf-8").replace(read(file).plan.document.title, "Theirs"), "utf-8")
    assert read(file).plan == theirs

    assert not window.documents.save()  # "cancel": nothing happens
    assert read(file).plan == theirs

    answers.overwriting, answers.path = "elsewhere", tmp_path / "mine.portplan"
    assert window.documents.save()
    assert read(file).plan == theirs
    assert read(tmp_path / "mine.portplan").plan.document.title == "Mine"

    window.editor.path = file
    answers.overwriting = "overwrite"
    window.editor.choose(with_choice(window.editor.plan, "document.title", "Mine again"))
    assert window.documents.save()
    assert read(file).plan.document.title == "Mine again"
    assert read(f"{file}.bak").plan == theirs


def test_saving_over_what_is_no_plan_keeps_that_and_the_last_good_copy(
    window: MainWindow, file: Path, answers: Answers
) -> None:
    window.documents.open_file(file)
    before = file.read_bytes()
    window.editor.choose(with_choice(window.editor.plan, "document.title", "One"))
    assert window.documents.save()
    theirs = b"notes of a colleague, not a plan"
    file.write_bytes(theirs)
    answers.overwriting = "overwrite"
    window.editor.choose(with_choice(window.editor.plan, "document.title", "Two"))
    assert window.documents.save()
    assert read(file).plan.document.title == "Two"
    assert Path(f"{file}.bak").read_bytes() == before
    assert Path(f"{file}.damaged").read_bytes() == theirs


def test_an_own_save_is_no_change_by_others(
    qtbot: QtBot, window: MainWindow, file: Path, answers: Answers
) -> None:
    window.documents.open_file(file)
    for title in ("One", "Two"):
        window.editor.choose(with_choice(window.editor.plan, "document.title", title))
        assert window.documents.save()
    qtbot.wait(300)
    assert notice(window) == ""
    assert answers.asked == []


def test_a_file_that_is_gone_is_noticed_and_saved_again(qtbot: QtBot, window: MainWindow, file: Path) -> None:
    window.documents.open_file(file)
    qtbot.wait(250)
    file.unlink()
    qtbot.waitUntil(lambda: notice(window) == window.editor.text("lost.notice.gone", name=file.name))
    offer(window, "save-again").click()
    assert read(file).plan == window.editor.plan
    qtbot.waitUntil(lambda: notice(window) == "")


def test_work_in_a_folder_that_vanished_is_saved_elsewhere(
    qtbot: QtBot, window: MainWindow, file: Path, tmp_path: Path, answers: Answers
) -> None:
    window.documents.open_file(file)
    window.editor.choose(EDGE)
    file.unlink()
    file.parent.rmdir()
    assert not window.documents.save()
    assert str(file.parent) in answers.troubles[0][0]
    assert window.editor.dirty
    assert window.editor.plan == EDGE
    answers.elsewhere, answers.path = True, tmp_path / "elsewhere.portplan"
    assert window.documents.save()
    assert read(answers.path).plan == EDGE
    assert window.editor.path == answers.path


def test_a_read_only_file_is_said_at_once(
    qtbot: QtBot,
    window: MainWindow,
    file: Path,
    tmp_path: Path,
    answers: Answers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file.chmod(0o444)
    real = os.access  # root may write everything
    monkeypatch.setattr(
        os, "access", lambda path, mode: real(path, mode) and not (mode == os.W_OK and str(path) == str(file))
    )
    window.documents.open_file(file)
    qtbot.waitUntil(lambda: notice(window) == window.editor.text("lost.notice.read-only", name=file.name))
    before = file.read_bytes()
    window.editor.choose(EDGE)
    assert not window.documents.save()
    assert file.read_bytes() == before
    answers.path = tmp_path / "mine.portplan"
    offer(window, "save-as").click()
    assert read(answers.path).plan == EDGE


def test_a_file_that_another_window_has_open_is_noticed(
    qtbot: QtBot, window: MainWindow, file: Path, folder: Path
) -> None:
    from portplanner.window.editor import Editor
    from portplanner.window.outside import Outside

    other = Editor()
    reading = read(file)
    other.open(reading.plan, file, reading.source)
    theirs = Outside(other, folder)
    qtbot.waitUntil(lambda: theirs._lock is not None and theirs._lock.isLocked())
    window.documents.open_file(file)
    qtbot.waitUntil(lambda: notice(window) == window.editor.text("lost.notice.also-open", name=file.name))
    assert theirs.state == ""
    theirs.close()
    window.keeping.outside.look_soon()
    qtbot.waitUntil(lambda: notice(window) == "")


def test_a_notice_that_was_closed_comes_back_only_with_something_new(
    qtbot: QtBot, window: MainWindow, file: Path
) -> None:
    window.documents.open_file(file)
    file.write_text(starting_plan("small-combined"), "utf-8")
    window.keeping.outside.look_soon()
    qtbot.waitUntil(lambda: notice(window) != "")
    offer(window, "dismiss").click()
    window.editor.choose(EDGE)
    assert notice(window) == ""
    file.unlink()
    qtbot.waitUntil(lambda: notice(window) == window.editor.text("lost.notice.gone", name=file.name))


# Disks and names


@pytest.mark.skipif(os.name != "posix", reason="a limit on the size of files")
def test_a_disk_that_is_full_costs_nothing(
    window: MainWindow, file: Path, tmp_path: Path, answers: Answers
) -> None:
    import resource
    import signal

    window.documents.open_file(file)
    before = file.read_bytes()
    window.editor.choose(
        replace(EDGE, servers=tuple(Server(name=f"MBX{n}", roles=("mailbox",)) for n in range(400)))
    )
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, hard))
    try:
        assert not window.documents.save()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    assert file.read_bytes() == before
    assert sorted(path.name for path in file.parent.iterdir()) == [file.name]
    assert "too small" in answers.troubles[0][0]
    assert window.editor.dirty
    assert window.documents.save()  # when there is room again
    assert read(file).plan == window.editor.plan


# What Windows, macOS or Linux, a shell, Qt or a text would read as something else.
AWKWARD = (
    "CON", "nul.txt", "aux", "COM1", "a:b", "trailing dot.", "trailing space ", " leading", "-rf", "--help",
    "~", "$HOME", "%TEMP%", "`id`", "$(id)", "a&b", "&File", "a;b", "a|b", "a'b", 'a"b', "a*b", "a?b", "<b>",
    "[*]", "{name}", "%1", "a\\b", "line\nbreak", "tab\there", "郵件流程", "e\u0301", "é",
    "\U0001f469\u200d\U0001f4bb", "\u202egnp", "\u200b", "#", "..portplan", "x" * 240, "v1.2", ".hidden",
)  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="names that only Linux allows are among them")
@pytest.mark.parametrize("name", AWKWARD, ids=ascii)
def test_a_file_may_be_called_anything_the_system_allows(
    qtbot: QtBot,
    window: MainWindow,
    recovery: Recovery,
    folder: Path,
    tmp_path: Path,
    answers: Answers,
    name: str,
) -> None:
    path = tmp_path / f"{name}.portplan"
    answers.path = path
    window.editor.choose(EDGE)
    assert window.documents.save_as()
    assert sorted(tmp_path.glob("*.portplan")) == [path]
    assert visible(path.name) in window.windowTitle().replace("[*][*]", "[*]")
    assert "\n" not in window.windowTitle()
    window.editor.choose(with_choice(EDGE, "document.title", "Once more"))
    until_kept(qtbot, recovery)
    assert found(copies(folder)[0]).path == path
    assert window.documents.save()
    window.documents.new()
    assert window.documents.open_file(path)
    assert window.editor.plan.document.title == "Once more"
    assert window.keeping.outside.state == ""
    assert answers.troubles == []


@pytest.mark.parametrize("name", ["a\0b", "x" * 300, "no/such/folder"], ids=ascii)
def test_a_name_that_no_system_allows_is_refused_in_one_line(
    window: MainWindow, tmp_path: Path, answers: Answers, name: str
) -> None:
    answers.path = Path(f"{tmp_path}/{name}.portplan")
    window.editor.choose(EDGE)
    assert not window.documents.save_as()
    assert len(answers.troubles) == 1
    assert [len(line.splitlines()) for line in answers.troubles[0]] == [1]
    assert window.editor.plan == EDGE
    assert window.editor.dirty


# What is asked


@pytest.mark.parametrize(
    ("question", "button", "answer"),
    [
        ("changed_outside", "elsewhere", "elsewhere"),
        ("changed_outside", "overwrite", "overwrite"),
        ("changed_outside", "", "cancel"),
        ("save_elsewhere", "elsewhere", True),
        ("save_elsewhere", "", False),
        ("replace", "overwrite", True),
        ("replace", "", False),
    ],
)
@pytest.mark.usefixtures("qapp")
def test_a_question_gives_the_answer_that_is_clicked(
    language: Language, question: str, button: str, answer: object
) -> None:
    text, ask = Text(language), Ask()
    defaults: list[str] = []

    def click() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        defaults.append(box.defaultButton().text())
        wanted = text(f"lost.ask.{button}") if button else text("window.ask.cancel")
        next(one for one in box.buttons() if one.text() == wanted).click()

    QTimer.singleShot(0, click)
    ways: dict[str, Callable[[], object]] = {
        "changed_outside": lambda: ask.changed_outside(text, "a.portplan"),
        "save_elsewhere": lambda: ask.save_elsewhere(text, "It cannot be saved.", ["The disk is full."]),
        "replace": lambda: ask.replace(text, "a.portplan"),
    }
    assert ways[question]() == answer
    assert defaults == [text("window.ask.cancel" if question == "replace" else "lost.ask.elsewhere")]


@pytest.mark.parametrize(
    ("typed", "saved"),
    [
        ("plan", "plan.portplan"),
        ("plan v1.2", "plan v1.2.portplan"),  # ".2" is no ending
        ("plan.toml", "plan.toml"),
        ("PLAN.PORTPLAN", "PLAN.PORTPLAN"),
    ],
)
@pytest.mark.usefixtures("qapp")
def test_a_name_gets_the_ending_that_nobody_typed_and_nothing_is_replaced_unasked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, saved: str
) -> None:
    asked: list[str] = []

    def replace_it(ask: Ask, text: Text, name: str) -> bool:
        asked.append(name)
        return False

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / typed), ""))
    monkeypatch.setattr(Ask, "replace", replace_it)
    text = Text("en")
    assert Ask().file_to_save(text, "") == tmp_path / saved
    assert asked == []
    (tmp_path / saved).write_bytes(b"")
    expected = None if typed != saved else tmp_path / saved  # the file dialog asks about what was typed
    assert Ask().file_to_save(text, "") == expected
    assert asked == ([saved] if typed != saved else [])
