"""The command line: what one subcommand is, and how a line of arguments becomes work done and an exit status."""

import argparse
import contextlib
import importlib.metadata
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from engine.errors import ChainruleError
from engine.exchange.wording import one_line
from engine.language.formulas import nearest
from engine.language.message import LanguageError
from engine.registry import Leaf, leaves

DONE, FAILED, WRONG, NO_DISPLAY, INTERRUPTED, NOBODY_READS = 0, 1, 2, 3, 130, 141
LONGEST_MESSAGE = 1000


class Refusal(ChainruleError):
    """A command cannot be carried out; `status` is what the program ends with."""

    def __init__(self, message: str, status: int = WRONG) -> None:
        self.status = status
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Subcommand:
    """One word of the command line: `arguments` declares its options, `run` does the work and gives the exit status.

    `run` prints its result, raises ChainruleError where something given cannot be used, and returns DONE or FAILED.
    `example` is a line that works as it stands, `notes` what else there is to know; both end the help text. A
    parser's default `listings` holds the listings by name.
    """

    name: str
    summary: str
    arguments: Callable[[argparse.ArgumentParser], object]
    run: Callable[[argparse.Namespace], int]
    example: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Something `list` can show: `rows` yields one tuple of cells a line, the name first."""

    name: str
    summary: str
    rows: Callable[[], Iterable[tuple[str, ...]]]


class _Parser(argparse.ArgumentParser):
    """Reports what is wrong with the arguments as a refusal, so that it takes one line like everything else."""

    def error(self, message: str) -> NoReturn:
        raise Refusal(f"{message}; `{self.prog} --help` shows an example")


def main(
    arguments: Sequence[str] | None = None,
    *,
    subcommands: Iterable[Subcommand] = (),
    listings: Iterable[Listing] = (),
    otherwise: Subcommand | None = None,
    program: str = "chainrule",
) -> int:
    """Runs one line of arguments (by default those of the process) and gives the exit status; it never raises.

    `subcommands` and `listings` stand beside those of this package. Where the first argument is no subcommand, all
    arguments go to `otherwise`; without one that is an error. Whatever goes wrong is one line on stderr.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal without Greek letters shows their codes instead of failing
            stream.reconfigure(errors="backslashreplace")
    try:
        status = _dispatch(given, (*_own(Subcommand), *subcommands), (*_own(Listing), *listings), otherwise, program)
        if sys.stdout is not None:
            sys.stdout.flush()
        return status
    except BrokenPipeError:
        _drop_unwritable()
        return NOBODY_READS
    except KeyboardInterrupt:
        return _tell("interrupted", INTERRUPTED)
    except Refusal as error:
        return _tell(in_one_line(error), error.status)
    except ChainruleError as error:
        return _tell(in_one_line(error), WRONG)
    except OSError as error:
        _drop_unwritable()
        where = f"{error.filename}: " if error.filename is not None else "reading or writing failed: "
        return _tell(where + (error.strerror or type(error).__name__), WRONG)
    except MemoryError:
        return _tell("there is not enough memory; fewer moments or examples, or smaller sizes, need less", WRONG)
    except Exception as error:  # a fault of ours, but still no traceback for the user
        if os.environ.get("CHAINRULE_TRACEBACK"):
            raise
        what = f"{type(error).__name__}: {error}"
        return _tell(f"internal error, please report it: {what} (CHAINRULE_TRACEBACK=1 shows where)", WRONG)


def in_one_line(error: ChainruleError) -> str:
    """The message without the caret display that an error in an equation text ends with."""
    lines = str(error).splitlines()
    if isinstance(error, LanguageError) or isinstance(error.__cause__, LanguageError):
        lines = lines[:-2]
    return " ".join(line.strip() for line in lines)


def _own(kind: type[Leaf]) -> tuple[Leaf, ...]:
    return leaves(sys.modules[__name__], kind)


def _dispatch(
    given: list[str],
    subcommands: Sequence[Subcommand],
    listings: Sequence[Listing],
    otherwise: Subcommand | None,
    program: str,
) -> int:
    known = {subcommand.name: subcommand for subcommand in subcommands}
    offered = {listing.name: listing for listing in listings}
    if not given or given[0] not in (*known, "-h", "--help", "--version"):
        if otherwise is not None:
            parser = _Parser(prog=program, allow_abbrev=False)
            return _parse_and_run(otherwise, parser, given, offered)
        met = f"no command {given[0]!r}{nearest(given[0], known)}" if given else "no command is given"
        raise Refusal(f"{met} (allowed: {', '.join(known)}); `{program} --help` says more")
    if given[0] in known:
        parser = _Parser(prog=f"{program} {given[0]}", allow_abbrev=False)
        return _parse_and_run(known[given[0]], parser, given[1:], offered)
    print(f"chainrule {_version()}" if given[0] == "--version" else _overview(subcommands, otherwise, program))
    return DONE


def _parse_and_run(
    subcommand: Subcommand, parser: argparse.ArgumentParser, given: list[str], listings: dict[str, Listing]
) -> int:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description = subcommand.summary
    parts = (subcommand.notes, f"example:\n  {subcommand.example}" if subcommand.example else "")
    parser.epilog = "\n\n".join(part for part in parts if part)
    parser.set_defaults(listings=listings)
    subcommand.arguments(parser)
    try:
        options = parser.parse_args(given)
    except SystemExit:  # --help has printed what was asked for
        return DONE
    return subcommand.run(options)


def _overview(subcommands: Sequence[Subcommand], otherwise: Subcommand | None, program: str) -> str:
    width = max(len(subcommand.name) for subcommand in subcommands)
    lines = [f"usage: {program} COMMAND …", "", "A time-travel debugger for backpropagation.", "", "commands:"]
    lines += [f"  {subcommand.name:{width}}  {subcommand.summary}" for subcommand in subcommands]
    if otherwise is not None:
        lines += ["", f"without a command: {otherwise.summary}"]
    examples = [subcommand.example for subcommand in (otherwise, *subcommands) if subcommand and subcommand.example]
    lines += ["", "examples:", *(f"  {example}" for example in examples)]
    return "\n".join([*lines, "", f"`{program} COMMAND --help` says what a command takes."])


def _version() -> str:
    try:
        return importlib.metadata.version("chainrule")
    except importlib.metadata.PackageNotFoundError:
        return "(not installed, running from its source)"


def _tell(message: str, status: int) -> int:
    with contextlib.suppress(OSError, ValueError):
        print(f"chainrule: {one_line(message, limit=LONGEST_MESSAGE)}", file=sys.stderr, flush=True)
    return status


def _drop_unwritable() -> None:
    """Let what stdout cannot take go nowhere, so that the interpreter does not stumble over it on its way out."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        try:
            sys.stdout.flush()
        except OSError:
            descriptor = os.open(os.devnull, os.O_WRONLY)
            os.dup2(descriptor, sys.stdout.fileno())
            os.close(descriptor)
