"""What is known of one printed equation: its forms, the verdict, where it belongs, and how it can be tried."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Verdict = Literal["correct", "transcription noise", "misprint", "convention", "incomplete"]
Kind = Literal["line", "recursion", "network", "descent"]
Collect = Literal["each", "sum", "first", "last"]
Draw = Literal["real", "whole"]
VERDICTS: tuple[Verdict, ...] = ("correct", "transcription noise", "misprint", "convention", "incomplete")


@dataclass(frozen=True, slots=True)
class Trial:
    """One way in which an equation is evaluated as printed and as corrected.

    `line`: `printed` and `corrected` are expressions over the values and adjoints of the right network, compared with
    the expression `against`. `recursion`: they are formulas `delta_phi[t] = …` that replace those of the backward
    pass. `network`: they are lines that replace those of the text; `reference` names another text to compare with,
    where it is not the network itself. `descent`: likewise, compared with the loop of an optimiser. In the last three
    `against` lists the quantities compared, adjoints by their names, `gradients` for those of all parameters.

    `on` is the text that the trial runs on. `collect` says what is done with a line that has moments: every moment is
    compared, or their sum over moments and examples, or the term of one moment. Without `printed`, what is printed has
    no value; `corrected` empty means that the printed form is the right one (or, in a network, the text itself).
    `draw` and `spread` say what the inputs are and how far the parameters are from zero. `seen` is the smallest and
    the largest difference of the printed form over many random networks.
    """

    label: str
    kind: Kind
    on: str
    printed: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    reference: str = ""
    collect: Collect = "each"
    draw: Draw = "real"
    spread: float = 1.0
    seen: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One printed equation. `printed` and `corrected` are LaTeX, what differs marked by classes wrong and right.

    `corrected` is empty where nothing is to be corrected. `network` and `line` say where it belongs: a built-in
    network, and a quantity's name or the name of its adjoint there; `variant` is a built-in network that has the line
    as it is printed. `reason` says why it cannot be tried.
    """

    paper: str
    number: str
    section: str
    printed: str
    verdict: Verdict
    corrected: str = ""
    note: str = ""
    network: str = ""
    line: str = ""
    variant: str = ""
    reason: str = ""
    trials: tuple[Trial, ...] = ()

    @property
    def name(self) -> str:
        """How the equation is asked for: `000:43`."""
        return f"{self.paper}:{self.number}"


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper with its equations.

    `texts` are equation texts that only trials run on, `sizes` those of networks, `values` fixed parameters of texts.
    """

    key: str
    title: str
    authors: str
    entries: tuple[Entry, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    sizes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, list[Any]]] = field(default_factory=dict)
