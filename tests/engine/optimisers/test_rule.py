"""Rules of an update are asked for in words, and what cannot be used is said with what can."""

import pytest

from engine.errors import DataError
from engine.optimisers.rule import Rule, is_optimiser, parse_rules, rule_names


def test_a_chain_of_rules_is_read_and_written():
    rules = parse_rules("clip_norm limit=0.5 + rate_decay + adam eta=0.01 beta1=0.8")
    assert [rule.name for rule in rules] == ["clip_norm", "rate_decay", "adam"]
    assert rules[-1].values == {"eta": 0.01, "beta1": 0.8, "beta2": 0.999, "eps": 1e-8}
    assert parse_rules(" + ".join(rule.words for rule in rules)) == rules


def test_settings_are_written_with_all_their_digits():
    rule = Rule("sgd", (("eta", 0.012345678912345),))
    assert parse_rules(rule.words) == (rule,)


def test_every_rule_is_an_optimiser_or_an_adjustment():
    assert set(rule_names()) == set(rule_names(optimisers=True)) | set(rule_names(optimisers=False))
    assert {"sgd", "momentum", "nag", "adagrad", "adadelta", "rmsprop", "adam"} == set(rule_names(optimisers=True))
    for name in rule_names():
        assert is_optimiser(Rule(name).network) == ("W" in Rule(name).network.quantities and name != "weight_decay")
        assert Rule(name).network.title.endswith(".")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("adma", "did you mean 'adam'"),
        ("", "no rule of an update is called ''"),
        ("adam rate=1", "no setting 'rate'"),
        ("adam eta=fast", "NAME=NUMBER, met 'eta=fast'"),
        ("adam eta=nan", "NAME=NUMBER, met 'eta=nan'"),
        ("adam eta", "NAME=NUMBER, met 'eta'"),
        ("clip_norm", "'clip_norm' cannot stand last; allowed there: adadelta"),
        ("sgd + adam", "'sgd' cannot stand before another rule; allowed there: clip_norm"),
    ],
)
def test_what_cannot_be_used_is_said(text, words):
    with pytest.raises(DataError) as refused:
        parse_rules(text)
    assert words in str(refused.value)
