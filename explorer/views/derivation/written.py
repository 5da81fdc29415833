"""The steps as they are written, for the typesetter and in words: made once for each adjoint of a program."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from engine.derivation import telling
from engine.derivation.steps import Derivation, Words
from engine.expression import Expression
from engine.identity import Same
from engine.language.network import Network
from engine.notation.steps import SCREEN, TEXT, chain, definition, factor, sentence, target, term, use, written


@dataclass(frozen=True, slots=True)
class WrittenTerm:
    """One term: the equation that uses the quantity, the factor of the chain rule, all of it, and what is said."""

    use: str
    factor: str
    whole: str
    after: str
    said_of_use: str
    said: str


@dataclass(frozen=True, slots=True)
class WrittenSteps:
    """All formulas in LaTeX and all sentences as text; `sums` begins with the collected sum, the result is its last."""

    left_side: str
    definition: str
    chain: str
    terms: tuple[WrittenTerm, ...]
    sums: tuple[tuple[str, str, str], ...]
    looked_for: str
    where_used: str
    chain_rule: str
    in_program: str


@lru_cache(maxsize=128)
def written_steps(found: Same[Derivation], network: Same[Network]) -> WrittenSteps:
    """The steps of a derivation."""
    steps, names = found.held, network.held

    def say(words: Words) -> str:
        return sentence(TEXT, words, names)

    left = target(SCREEN, steps, names)
    titles: Sequence[tuple[str, Words, Expression]] = (
        ("Collected", telling.collected(steps), steps.collected),
        *(("Simplified", step.why, step.expression) for step in steps.rewritings),
    )
    return WrittenSteps(
        left,
        definition(SCREEN, steps, names),
        chain(SCREEN, steps, names),
        tuple(
            WrittenTerm(
                use(SCREEN, one.use, names),
                factor(SCREEN, steps, one.use, names),
                term(SCREEN, steps, one, names),
                written(SCREEN, one.after, names),
                say(telling.of_use(one)),
                say(telling.of_term(one)),
            )
            for one in steps.terms
        ),
        tuple((title, say(words), f"{left} = {written(SCREEN, each, names)}") for title, words, each in titles),
        say(telling.looked_for(steps, names)),
        say(telling.where_used(steps, names)),
        say(telling.chain_rule(steps)),
        say(telling.in_program(steps)),
    )
