"""Names of what an update reads and makes: `W_x.m` before, `W_x.m'` after, and how they are written."""

from engine.language.network import Network
from engine.notation.symbols import symbol_latex
from engine.optimisers.rule import WEIGHTS

AFTER = "'"


def written(name: str, rule: Network, *, after: bool, parameter: str = "", network: Network) -> str:
    """The LaTeX symbol of a rule's quantity, with a prime where it is made anew, and its parameter as index."""
    mark = AFTER if after else ""
    if parameter and name == WEIGHTS:
        return marked(parameter, "^{*" + (r"\prime" if after else "") + "}", network)
    symbol = symbol_latex(name, rule) + mark
    if not parameter:
        return symbol
    return (f"{{{symbol}}}" if "_" in symbol else symbol) + f"_{{{symbol_latex(parameter, network)}}}"


def marked(parameter: str, mark: str, network: Network) -> str:
    """The LaTeX symbol of a parameter with a mark on its letter, its index kept: W with a prime."""
    symbol = symbol_latex(parameter, network)
    head, underscore, index = symbol.partition("_")
    return f"{{{symbol}}}{mark}" if "^" in symbol else f"{head}{mark}{underscore}{index}"
