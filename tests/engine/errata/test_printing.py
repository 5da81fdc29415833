"""From a line to the papers: every printed equation is found from the line it belongs to, and from no other text."""

import pytest

import engine
from engine.errata.printing import printing
from engine.errata.reading import entries
from engine.language.watching import adjoint_names

PLACED = [entry for entry in entries() if entry.network]


@pytest.mark.parametrize("entry", PLACED, ids=[entry.name for entry in PLACED])
def test_every_equation_is_found_from_its_line(entry):
    """Each equation is among those of the value or adjoint that it belongs to, and belongs to one of them only."""
    network = engine.load(entry.network)
    adjoint = entry.line not in network.quantities
    name = adjoint_names(network)[entry.line] if adjoint else entry.line
    assert entry in printing(network, name, adjoint=adjoint)
    assert entry not in printing(network, name, adjoint=not adjoint)


def test_the_forget_gate_is_printed_wrong():
    """The adjoint of the forget gate is equation 43 of the first paper, a misprint; its value is equation 22."""
    network = engine.load("lstm_peephole", H=3)
    found = {entry.name: entry.verdict for entry in printing(network, "a_phi", adjoint=True)}
    assert found["000:43"] == "misprint"
    assert all(entry.name != "000:43" for entry in printing(network, "a_phi", adjoint=False))


def test_a_text_of_ones_own_has_no_equations_of_the_papers():
    """A file of the same name with another text is its author's own; with the same text it is the paper's network."""
    built_in = engine.load("rnn")
    assert printing(engine.parse(built_in.text, name="rnn"), "a_h", adjoint=True)
    changed = built_in.text.replace("sigmoid", "tanh")
    assert not printing(engine.parse(changed, name="rnn"), "a_h", adjoint=True)
    assert not printing(engine.parse(built_in.text, name="mine"), "a_h", adjoint=True)


def test_a_variant_has_the_equation_it_prints():
    """The network of equation 24 as printed leads back to that equation, and to none that it was not made for."""
    network = engine.load("lstm_peephole_eq24")
    assert [entry.name for entry in printing(network, "a_omega", adjoint=False)] == ["000:24"]
    assert not printing(network, "a_phi", adjoint=True)
