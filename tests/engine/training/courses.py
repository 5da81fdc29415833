"""Small courses that tests train on."""

import numpy as np

import engine
from engine.optimisers.attaching import with_update
from engine.optimisers.rule import parse_rules
from engine.training.course import Course


def small_course(name: str = "rnn", rules: str = "adam eta=0.02", **settings: object) -> Course:
    """A course of twelve examples in mini-batches of five, two of the examples held back."""
    network = engine.load(name)
    generator = np.random.default_rng(8)
    pool = {}
    for quantity in network.having("input", "target"):
        lead = (4, 14) if quantity.timed else (14,)
        within = (0.1, 0.9) if quantity.role == "target" else (-1.0, 1.0)
        pool[quantity.name] = generator.uniform(*within, lead + quantity.shape)
    program = with_update(network.program, parse_rules(rules))
    return Course(program, pool, network.initialise(4), **{"size": 5, "held_back": 2, "seed": 3, **settings})
