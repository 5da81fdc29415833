"""What a user asks a command to run: the network, its sizes, its inputs and its parameters, from options and files."""

import argparse
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from engine.derivation.derived import DerivedNetwork
from engine.errors import ChainruleError, DataError
from engine.exchange.arrays import read_arrays
from engine.exchange.example_inputs import EXAMPLES, MIXED_EXAMPLES, MOMENTS, example_inputs
from engine.exchange.fitting_sizes import fitting_sizes, own_shape
from engine.exchange.networks import load
from engine.exchange.typed_sequence import read_sequence, typed_inputs
from engine.exchange.wording import met, shown
from engine.language.formulas import nearest
from engine.language.limits import LARGEST_SIZE
from engine.language.network import Array, Network
from engine.run.arrays import check_inputs, check_parameters

__all__ = [
    "Request",
    "add_network_arguments",
    "add_run_arguments",
    "example_inputs",
    "read_request",
    "requested_network",
]

LARGEST_TRACE = 1 << 30
NUDGE = 0.2
_SIZE = re.compile(r"\s*([A-Za-z]\w*)\s*=\s*([+-]?\d{1,15})\s*", re.ASCII)


@dataclass(frozen=True)
class Request:
    """Everything a run needs, checked; `moments` is set where no input tells it, `notes` say where all is from."""

    network: DerivedNetwork
    inputs: Mapping[str, Array]
    parameters: Mapping[str, Array]
    moments: int | None
    notes: tuple[str, ...]


def add_network_arguments(parser: argparse.ArgumentParser) -> None:
    """NETWORK and --size."""
    parser.add_argument(
        "network", metavar="NETWORK", help="a built-in name (`list networks`) or the path of a .net file"
    )
    parser.add_argument(
        "--size",
        metavar="NAME=NUMBER",
        nargs="+",
        action="extend",
        default=[],
        type=parse_size,
        help="sizes in place of the declared ones, as in --size H=16 C=2",
    )


def add_run_arguments(parser: argparse.ArgumentParser, *, moments: int = MOMENTS, examples: int = EXAMPLES) -> None:
    """NETWORK, --size, and what it runs on: --inputs, --parameters, or --seed, --moments and --examples."""
    add_network_arguments(parser)
    parser.add_argument(
        "--inputs",
        metavar="IN.npz",
        help="one array per input and target, by name: (T, B, …) with "
        "moments, (B, …) without; leaving out B means one example (default: seeded ones)",
    )
    parser.add_argument(
        "--parameters", metavar="P.npz|P.safetensors", help="one array per parameter, by name (default: seeded ones)"
    )
    parser.add_argument(
        "--seed", metavar="N", type=_whole("seed", 0), default=0, help="for what is seeded (default: 0)"
    )
    parser.add_argument(
        "--moments",
        metavar="T",
        type=_whole("moments", 1),
        help=f"how many moments the seeded inputs have (default: {moments})",
    )
    parser.add_argument(
        "--examples",
        metavar="B",
        type=_whole("examples", 1),
        help=f"how many examples the seeded inputs have (default: {examples})",
    )
    parser.add_argument(
        "--sequence",
        metavar="3,0,1,2",
        type=parse_sequence,
        help="numbers for the only input, one at each moment, in place of seeded ones",
    )
    parser.set_defaults(default_moments=moments, default_examples=examples)


def requested_network(options: argparse.Namespace) -> DerivedNetwork:
    """The network with the sizes that the options state."""
    return _maker(options)(dict(options.size))


def read_request(options: argparse.Namespace, *, given: bool = True) -> Request:
    """The request that the options state; `given` False moves parameters a little from the values the text gives.

    Sizes that no option states are told from the arrays. Raises ChainruleError that names the option or the file.
    """
    make, fixed = _maker(options), dict(options.size)
    declared = make(fixed)
    files = {
        name: read_arrays(path)
        for name, path in (("inputs", options.inputs), ("parameters", options.parameters))
        if path is not None
    }
    fitting = fitting_sizes(make, fixed, {name: array for file in files.values() for name, array in file.items()})
    told = {name: fitting[name] for name, size in declared.sizes.items() if fitting.get(name, size) != size}
    try:
        network = make({**fixed, **told})
    except ChainruleError:  # the arrays do not fit together; what does not fit is said below
        network, told = declared, {}
    notes = [f"sizes {_written(told)} from the arrays"] if told else []
    if options.moments is not None and not network.timed:
        raise ChainruleError(f"--moments {options.moments}: {network.name} has no moments; leave it out")
    for name, value in (("--moments", options.moments), ("--examples", options.examples)):
        if value is not None and options.inputs is not None:
            raise ChainruleError(f"{name} {value}: counts for seeded inputs only; leave it out beside --inputs")
        if value is not None and options.sequence:
            raise ChainruleError(
                f"{name} {value}: a sequence is one example with a moment for each number; leave it out"
            )
    if options.sequence and options.inputs is not None:
        raise ChainruleError("--sequence counts where no file gives the inputs; leave it out beside --inputs")
    moments = (options.moments or options.default_moments) if network.timed else None
    usual = max(options.default_examples, MIXED_EXAMPLES) if network.program.mixes else options.default_examples
    examples = options.examples or usual
    if options.sequence:
        inputs = typed_inputs(network, options.sequence, options.seed)
        _check_extent(network, len(options.sequence), 1)
        others = " and seeded targets" if network.having("target") else ""
        notes.append(f"the sequence as typed{others}")
    elif options.inputs is None:
        _check_extent(network, moments or 1, examples)
        inputs = example_inputs(network, options.seed, moments=moments or 1, examples=examples)
        notes.append(f"seeded inputs (seed {options.seed})")
    else:
        inputs = files["inputs"]
        _check_inputs(options.inputs, make, fixed, network, inputs)
    if any(quantity.timed for quantity in network.having("input", "target")):
        moments = None
    if options.parameters is None:
        parameters = network.initialise(options.seed)
        for quantity in network.having("parameter"):
            if quantity.given is not None and not given:
                drawn = network.initialise(options.seed, given=False)[quantity.name]
                parameters[quantity.name] = quantity.given + NUDGE * drawn
        if parameters:
            notes.append(f"seeded parameters (seed {options.seed})")
    else:
        parameters = files["parameters"]
        _check_parameters(options.parameters, make, fixed, network, parameters)
    return Request(network, inputs, parameters, moments, tuple(notes))


def _maker(options: argparse.Namespace) -> Callable[[dict[str, int]], DerivedNetwork]:
    declared = load(options.network)
    for name, value in options.size:
        if name not in declared.sizes:
            known = ", ".join(declared.sizes) or "none"
            extra = "; T is told by the inputs, or by --moments" if name == "T" else nearest(name, declared.sizes)
            raise ChainruleError(
                f"--size {name}={value}: {options.network} declares no size {name!r} (declared: {known}){extra}"
            )
    return lambda sizes: load(options.network, **sizes) if sizes else declared


def _check_inputs(
    path: str,
    make: Callable[[dict[str, int]], Network],
    fixed: dict[str, int],
    network: Network,
    inputs: Mapping[str, Array],
) -> None:
    try:
        _, moments, examples = check_inputs(network, inputs, np.dtype("float64"))
    except DataError as error:
        raise DataError(f"{shown(path)}: {error}{_advice(make, fixed, network, inputs)}") from None
    _check_extent(network, moments or 1, examples)


def _check_parameters(
    path: str,
    make: Callable[[dict[str, int]], Network],
    fixed: dict[str, int],
    network: Network,
    parameters: Mapping[str, Array],
) -> None:
    try:
        check_parameters(network, parameters, np.dtype("float64"))
    except DataError as error:
        raise DataError(f"{shown(path)}: {error}{_advice(make, fixed, network, parameters)}") from None


def _advice(
    make: Callable[[dict[str, int]], Network], fixed: dict[str, int], network: Network, arrays: Mapping[str, Array]
) -> str:
    """The --size that would make the network fit, where a stated one is what does not."""
    told = fitting_sizes(make, {}, arrays)
    changed = {name: told[name] for name, stated in fixed.items() if told.get(name, stated) != stated}
    try:
        fitting = make({**network.sizes, **changed})
    except ChainruleError:
        return ""
    shapes = {name: own_shape(quantity, arrays.get(name)) for name, quantity in fitting.quantities.items()}
    fits = all(shape in (None, fitting.quantities[name].shape) for name, shape in shapes.items())
    return f"; --size {_written(changed)} would fit" if changed and fits else ""


def _written(sizes: Mapping[str, int]) -> str:
    return " ".join(f"{name}={size}" for name, size in sizes.items())


def _check_extent(network: Network, moments: int, examples: int) -> None:
    """Refuse, before memory is taken, a run whose values and adjoints would exceed what a file may hold."""
    count = sum(
        int(np.prod(quantity.shape, dtype=object))
        * (examples if quantity.batched else 1)
        * (moments if quantity.timed else 1)
        for quantity in network.quantities.values()
    )
    if 16 * count > LARGEST_TRACE:
        raise ChainruleError(
            f"{network.name} with {moments:,} moment(s) and {examples:,} example(s) has {count:,} "
            f"values and as many adjoints; at most {LARGEST_TRACE // 16:,} are allowed"
        )


def parse_size(text: str) -> tuple[str, int]:
    found = _SIZE.fullmatch(text)
    if not found:
        raise argparse.ArgumentTypeError(
            f"{met(text)} is not NAME=NUMBER, as in --size H=16; NETWORK comes before the options"
        )
    if not 0 <= int(found[2]) <= LARGEST_SIZE:
        raise argparse.ArgumentTypeError(f"{met(text)}: a size is a whole number from 0 to {LARGEST_SIZE}")
    return found[1], int(found[2])


def parse_sequence(text: str) -> tuple[float, ...]:
    try:
        return read_sequence(text)
    except DataError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _whole(word: str, least: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"\d{1,15}", text, re.ASCII) or int(text) < least:
            raise argparse.ArgumentTypeError(f"{met(text)}: {word} is a whole number from {least}")
        return int(text)

    return read
