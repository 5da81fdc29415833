"""What is said beside each step of a derivation, in plain words with the quantities that are meant between them."""

from engine.derivation.steps import Derivation, TermSteps, Words
from engine.expression import NOW, Total, Value
from engine.language.network import Network


def looked_for(found: Derivation, network: Network) -> Words:
    """What the adjoint is."""
    goal, own = network.quantities[network.objective], _own(found)
    over = " over all moments and examples" if goal.timed else " over all examples"
    return (
        "How fast the sum of ",
        Value(goal.name, None),
        over,
        " grows with ",
        own,
        "; all that follows from it moves along.",
    )


def where_used(found: Derivation, network: Network) -> Words:
    """How many equations read it, and why some of them lie at another moment."""
    own, count = _own(found), len(found.uses)
    if not count:
        return own, " is the objective itself: nothing but what is differentiated reads it."
    places = "one equation reads " if count == 1 else f"{count} places in the forward equations read "
    later = next((use for use in found.uses if use.delay != NOW and use.read.offset is not None), None)
    words: Words = ("The marked parts are where it enters: ", places, own, ".")
    if later is not None:
        made = Value(later.equation.name, NOW, None)
        words = (
            *words,
            " What the equation of ",
            made,
            " reads as ",
            later.read,
            " is used later, at ",
            later.user,
            ".",
        )
    elif found.target.offset is None and any(use.equation.timed for use in found.uses):
        words = (*words, " It stands outside time, so every moment uses it.")
    return words


def chain_rule(found: Derivation) -> Words:
    """Why the terms add up."""
    if not found.uses:
        return ("The derivative of the objective by itself is 1.",)
    if len(found.meetings) == 1:
        return ("What uses it sends its own adjoint back, through the slope of its equation.",)
    return ("Each of them sends its own adjoint back, through the slope of its equation; what comes back adds up.",)


def of_use(term: TermSteps) -> Words:
    """Where the use lies, and nothing of the term."""
    made = Value(term.use.equation.name, NOW if term.use.equation.timed else None)
    delay = term.use.delay.constant
    later = (
        ""
        if not term.use.equation.timed or term.use.read.offset is None
        else ("at the same moment" if not delay else "one moment later" if delay == 1 else f"{delay} moments later")
    )
    if term.use.delay.factors:
        later = "as many moments later as its tap says"
    place: Words = ("The use in the equation of ", made, f", {later}." if later else ".")
    if isinstance(term.after, Total):
        one, all_of = {
            (True, True): ("moment of one example", "moments and examples"),
            (True, False): ("moment", "moments"),
            (False, True): ("example", "examples"),
        }[term.after.moments, term.after.examples]
        return (*place, f" What one {one} sends is enough; it is summed over all {all_of}.")
    return place


def of_term(term: TermSteps) -> Words:
    """Where the use lies and by which rules the term comes about."""
    made = Value(term.use.equation.name, NOW if term.use.equation.timed else None)
    rules = "; then ".join(term.rules)
    words: Words = ("Through the equation of ", made, f": {rules}." if rules else ": passed on as it is.")
    delay, factors = term.use.delay.constant, term.use.delay.factors
    if factors:
        return (*words, " One summand for each tap, at the moment where it is used.")
    if delay and term.use.equation.timed:
        count = "one moment" if delay == 1 else f"{delay} moments"
        return (*words, " There it sends ", term.there, f"; it is used {count} later, so every t becomes t+{delay}.")
    return words


def collected(found: Derivation) -> Words:
    """What the sum is."""
    if not found.terms:
        return ("No other term is added.",)
    return ("The one term is the whole adjoint.",) if len(found.terms) == 1 else ("The sum of the terms.",)


def in_program(found: Derivation) -> Words:
    """Where the result stands."""
    if found.line:
        return (f"This is line {found.line} of the program: what was derived is what runs.",)
    return ("The program computes it along with the line in which it is written out.",)


def _own(found: Derivation) -> Value:
    return Value(found.target.name, found.target.offset, found.target.shape)
