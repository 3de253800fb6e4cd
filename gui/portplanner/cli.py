"""The command line: reads arguments, puts the rooms together, and says errors in one line each.

Nothing heavy is imported before it is known what to do, so that the window starts fast.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO, get_args

from portplanner.errors import CouldNot, UserError
from portplanner.text import Text, system_language, visible

if TYPE_CHECKING:
    from portplanner.catalogue.model import Diagram
    from portplanner.checklist.model import Checklist
    from portplanner.diagram.drawing import Drawing
    from portplanner.plan.model import Plan
    from portplanner.plan.read import Reading

PROGRAM = "port-planner"
OK, COULD_NOT, BAD_INPUT, DIFFERENT, INTERRUPTED = 0, 1, 2, 3, 130
_TRACEBACK = "PORT_PLANNER_TRACEBACK"  # set it to see where an unexpected error comes from
_PROGRESS_FROM = 200  # servers; below that, an export takes no time worth a line


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return what it ends with: 0, 1 could not be done, 2 bad input."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a console may know no Chinese
    # pydantic would look through every installed package for plugins
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    text = Text(system_language())
    try:
        return _run(arguments, text)
    except UserError as error:
        _say_errors(error, text)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _forget_output()
        return COULD_NOT
    except Exception as error:
        if os.environ.get(_TRACEBACK):
            raise
        what = visible(f"{type(error).__name__}: {error}")[:300]
        _complain(text("cli.unexpected", what=what, variable=_TRACEBACK))
        return COULD_NOT


def _run(arguments: list[str], text: Text) -> int:
    commands: dict[str, Callable[[list[str], Text], int]] = {
        "new": _new,
        "check": _check,
        "export": _export,
        "import-status": _import_status,
        "diff": _diff,
    }
    if arguments and arguments[0] in commands:
        return commands[arguments[0]](arguments[1:], text)
    return _window(arguments, text)


# The commands ------------------------------------------------------------------------------------


def _window(arguments: list[str], text: Text) -> int:
    parser = _parser(text, "", text("cli.help.program"), epilog=text("cli.help.commands"))
    parser.add_argument("plan", nargs="?", metavar="PLAN", help=text("cli.help.window-plan"))
    parser.add_argument("--quit-after-paint", action="store_true", help=text("cli.help.quit-after-paint"))
    parser.add_argument("--version", action="store_true", help=text("cli.help.version"))
    options = parser.parse_args(arguments)
    if options.version:
        from portplanner import __version__

        print(f"{PROGRAM} {__version__}")
        return OK
    from portplanner.app import run

    return int(run(options.plan, options.quit_after_paint))


def _new(arguments: list[str], text: Text) -> int:
    parser = _parser(text, "new", text("cli.help.new"))
    parser.add_argument("plan", metavar="PLAN", help=text("cli.help.new-plan"))
    parser.add_argument("--example", metavar="NAME", help=text("cli.help.example"))
    options = parser.parse_args(arguments)
    from portplanner.plan.new import starting_plan

    data = starting_plan(options.example).encode()
    if options.plan == "-":
        _write_out(data)
        return OK
    if os.path.lexists(options.plan):
        raise UserError("cli.exists", file=visible(options.plan))
    from portplanner.files import replace

    replace(options.plan, data)
    print(text("cli.wrote", file=visible(options.plan)))
    return OK


def _check(arguments: list[str], text: Text) -> int:
    parser = _parser(text, "check", text("cli.help.check"))
    parser.add_argument("plans", nargs="+", metavar="PLAN", help=text("cli.help.check-plan"))
    options = parser.parse_args(arguments)
    from portplanner.plan.read import read

    worst = OK
    for plan in options.plans:
        try:
            reading = read(plan)
            checklist = _checklist(reading.plan)
        except UserError as error:
            _say_errors(error, text)
            worst = max(worst, error.exit_code)
        else:
            _say_warnings(plan, reading, checklist, text)
            print(text("cli.valid", file=visible(plan)))
    return worst


def _export(arguments: list[str], text: Text) -> int:
    parser = _parser(text, "export", text("cli.help.export"))
    parser.add_argument("plan", metavar="PLAN", help=text("cli.help.plan"))
    parser.add_argument(
        "--to", nargs="+", action="extend", required=True, metavar="FILE", help=text("cli.help.to")
    )
    parser.add_argument("--format", metavar="FORMAT", help=text("cli.help.format"))
    parser.add_argument("--diagram", metavar="DIAGRAM", help=text("cli.help.diagram"))
    parser.add_argument("--language", metavar="LANGUAGE", help=text("cli.help.language"))
    from portplanner.export.options import add_look, look, scale

    add_look(parser, text)
    parser.add_argument("--walkthrough", action="store_true", help=text("walkthrough.option.help"))
    options = parser.parse_args(arguments)
    from portplanner.export.formats import PAGED, PICTURES, Exports

    targets = _targets(options.to, options.format, text)
    if options.walkthrough and set(targets.values()) != {"pdf"}:
        raise UserError("walkthrough.option.pdf")
    wanted = look(options, set(targets.values()))
    if options.language is not None:
        from portplanner.plan.model import DocumentLanguage

        _one_of("--language", options.language, get_args(DocumentLanguage), text)
    from portplanner.plan.read import read

    reading = read(options.plan)
    plan = _in_language(reading.plan, options.language)
    checklist = _checklist(plan)
    diagrams = _diagrams(checklist, options.diagram, text)
    if not diagrams and any(format in PICTURES for format in targets.values()):
        raise UserError("cli.no-diagram")
    _say_warnings(options.plan, reading, checklist, text)
    if checklist.placeholders:
        from portplanner.checklist.words import folded

        names = folded(checklist.placeholders, text, 6)
        _complain(text("cli.missing", count=len(checklist.placeholders), names=names))
    exports = Exports(
        checklist, plan, diagrams, partial(_png, scale=scale(options), dark=wanted.dark), wanted
    )
    made = {}
    for target, format in targets.items():
        if len(plan.servers) >= _PROGRESS_FROM and sys.stderr is not None and sys.stderr.isatty():
            _complain(text("cli.making", file=visible(target)))
        if options.walkthrough:
            from portplanner.export.pdf.handout import handout

            made[target] = handout(
                checklist, plan, diagrams if options.diagram else None, wanted.paper, wanted.view
            )
        elif "{page}" in target and format in PAGED:
            for number, data in enumerate(exports.separate(format), 1):
                made[target.replace("{page}", str(number))] = data
        else:
            made[target] = exports.bytes_of(format)
    _write(made, text)
    return OK


def _import_status(arguments: list[str], text: Text) -> int:
    parser = _parser(text, "import-status", text("status.help.import-status"))
    parser.add_argument("filled", metavar="FILLED", help=text("status.help.filled"))
    parser.add_argument("plan", metavar="PLAN", help=text("status.help.plan"))
    parser.add_argument("--anyway", action="store_true", help=text("status.help.anyway"))
    options = parser.parse_args(arguments)
    from portplanner.checklist.status import merge
    from portplanner.export.returned import read_returned, said
    from portplanner.plan.read import read
    from portplanner.plan.write import save

    reading = read(options.plan)
    checklist = _checklist(reading.plan)
    recorded = read_returned(options.filled, reading.plan, checklist, anyway=options.anyway)
    plan, report = merge(reading.plan, checklist, recorded)
    if plan != reading.plan:
        save(plan, options.plan, reading.source)
    counts, *details = said(report, checklist, options.plan, text)
    print(counts)
    for line in details:
        _complain(line)
    return OK


def _diff(arguments: list[str], text: Text) -> int:
    parser = _parser(text, "diff", text("changes.help.diff"))
    parser.add_argument("old", metavar="OLD", help=text("changes.help.old"))
    parser.add_argument("new", metavar="NEW", help=text("changes.help.new"))
    parser.add_argument("--to", nargs="+", action="extend", metavar="FILE", help=text("changes.help.to"))
    parser.add_argument("--format", metavar="FORMAT", help=text("changes.help.format"))
    parser.add_argument("--language", metavar="LANGUAGE", help=text("changes.help.language"))
    parser.add_argument("--exit-code", action="store_true", help=text("changes.help.exit-code"))
    options = parser.parse_args(arguments)
    from portplanner.export.change_request.formats import FORMATS, export
    from portplanner.export.change_request.request import Side, compare_sides

    if options.old == options.new == "-":
        raise UserError("changes.two-standard-inputs")
    files = options.to or ([] if options.format is None else ["-"])
    targets = _targets(files, options.format, text, FORMATS)
    if options.language is not None:
        from portplanner.plan.model import DocumentLanguage

        _one_of("--language", options.language, get_args(DocumentLanguage), text)
    from portplanner.plan.read import read

    readings = [read(options.old), read(options.new)]
    language = options.language or (None if targets else text.language)  # a terminal speaks its user's
    plans = [readings[0].plan, _in_language(readings[1].plan, language)]
    names = [visible(Path(file).name) if file != "-" else "-" for file in (options.old, options.new)]
    if names[0] == names[1]:
        names = [visible(options.old), visible(options.new)]
    old, new = (Side(plan, _checklist(plan), name) for plan, name in zip(plans, names, strict=True))
    for file, reading, side in zip((options.old, options.new), readings, (old, new), strict=True):
        _say_warnings(file, reading, side.checklist, text)
    changes = compare_sides(old, new)
    png = partial(_png, scale=2.0, dark=False)
    if targets:
        _write({target: export(old, new, format, png, changes) for target, format in targets.items()}, text)
    else:
        print(export(old, new, "txt", png, changes).decode().rstrip("\n"))
    return DIFFERENT if options.exit_code and changes else OK


# What they have in common ------------------------------------------------------------------------


def _targets(
    files: Iterable[str], format: str | None, text: Text, formats: Sequence[str] = ()
) -> dict[str, str]:
    """Return the format of each file to write: by its ending, else the one that was named."""
    if not formats:
        from portplanner.export import formats as ways

        formats = ways.FORMATS
    if format is not None:
        _one_of("--format", format, formats, text)
    found: dict[str, str] = {}
    needed = False
    for file in files:
        ending = Path(file).suffix.lower().removeprefix(".")
        if ending in formats:
            found[file] = ending
        elif format is not None:
            found[file], needed = format, True
        elif file == "-":
            raise UserError("cli.format-needed", allowed=", ".join(formats))
        else:
            raise UserError("cli.format-unknown", file=visible(file), allowed=", ".join(formats))
    if format is not None and not needed and set(found.values()) != {format}:
        raise UserError("cli.format-unused", format=format)
    return found


def _one_of(option: str, value: str, allowed: Iterable[str], text: Text) -> None:
    names = list(allowed)
    if value not in names:
        raise UserError("cli.unknown-value", option=option, value=visible(value), allowed=", ".join(names))


def _in_language(plan: Plan, language: Any) -> Plan:
    if language is None:
        return plan
    from dataclasses import replace

    return replace(plan, document=replace(plan.document, language=language))


def _checklist(plan: Plan) -> Checklist:
    from portplanner.catalogue.load import known, load
    from portplanner.checklist.resolve import resolve

    versions = known()
    return resolve(load(plan.exchange if plan.exchange in versions else versions[0]), plan)


def _diagrams(checklist: Checklist, wanted: str | None, text: Text) -> tuple[Diagram, ...]:
    if wanted is None:
        return checklist.diagrams
    found = tuple(diagram for diagram in checklist.diagrams if diagram == wanted)
    if found:
        return found
    from portplanner.catalogue.model import Diagram

    _one_of("--diagram", wanted, get_args(Diagram), text)
    raise UserError("cli.diagram-unused", diagram=wanted, used=", ".join(checklist.diagrams) or "–")


def _png(drawing: Drawing, scale: float, dark: bool) -> bytes:
    try:
        from portplanner.window.picture import png
    except ImportError as error:  # a system library that Qt needs is not there
        raise CouldNot("cli.no-qt", reason=visible(str(error))) from error
    return png(drawing, scale, dark)


def _write(made: dict[str, bytes], text: Text) -> None:
    from portplanner.files import replace

    for target, data in made.items():
        if target == "-":
            _write_out(data)
        else:
            replace(target, data)
            if "-" not in made:
                print(text("cli.wrote", file=visible(target)))


def _write_out(data: bytes) -> None:
    """Write bytes to standard output."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _forget_output()
        raise CouldNot("cli.output", reason=error.strerror or str(error)) from error


def _forget_output() -> None:
    """Let Python not try once more at its end what the system has refused."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say_warnings(file: str, reading: Reading, checklist: Checklist, text: Text) -> None:
    for problem in reading.warnings:
        _complain(text("cli.warning", text=problem.line_text(text)))
    for warning in checklist.warnings:
        _complain(text("cli.warning", text=f"{visible(file)}: {text.of(warning.text)}"))


def _say_errors(error: UserError, text: Text) -> None:
    from portplanner.catalogue.load import CatalogueError
    from portplanner.plan.problem import PlanErrors

    if isinstance(error, PlanErrors):
        lines = [problem.line_text(text) for problem in error.problems]
    elif isinstance(error, CatalogueError):
        lines = [f"{PROGRAM}: {problem.said(text)}" for problem in error.problems]
    else:
        lines = [f"{PROGRAM}: {text(error.id, **error.places)}"]
    for line in lines:
        _print_line(line, sys.stderr)


def _complain(line: str) -> None:
    _print_line(f"{PROGRAM}: {line}", sys.stderr)


def _print_line(line: str, stream: TextIO | None) -> None:
    if stream is None:  # a Windows program without a console
        return
    try:
        print(line.replace("\n", " "), file=stream, flush=True)
    except BrokenPipeError:
        raise
    except OSError:
        pass  # nobody can be told


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line."""

    text: Text

    def error(self, message: str) -> NoReturn:
        _complain(self.text("cli.usage", message=visible(message), help=f"{self.prog} --help"))
        raise SystemExit(BAD_INPUT)


def _parser(text: Text, command: str, description: str, epilog: str = "") -> _Parser:
    parser = _Parser(
        prog=f"{PROGRAM} {command}".strip(),
        description=description,
        epilog=epilog or None,
        add_help=False,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.text = text
    parser.add_argument("-h", "--help", action="help", help=text("cli.help.help"))
    return parser
