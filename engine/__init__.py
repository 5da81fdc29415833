"""The engine: networks as equations, their derived backward pass, and runs that record every number, without Qt."""

from engine.checking.check import check
from engine.derivation.derived import DerivedNetwork, parse
from engine.derivation.program import Program
from engine.errors import ChainruleError, DataError
from engine.exchange.networks import load, network_names
from engine.language.message import LanguageError
from engine.run.fast import run_planned as run
from engine.run.intervention import Intervention
from engine.stepping.cursor import Cursor
from engine.trace import Trace

__all__ = [
    "ChainruleError",
    "Cursor",
    "DataError",
    "DerivedNetwork",
    "Intervention",
    "LanguageError",
    "Program",
    "Trace",
    "check",
    "load",
    "network_names",
    "parse",
    "run",
]
