"""PyTorch's side of a contest: the same recorded with retain_grad, and its own module that records nothing."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from engine.benchmark.contest import BARE, RECORDED, Case
from engine.benchmark.ours import Act, serve


@lru_cache(maxsize=1)
def acts(case: Case) -> dict[str, Act]:
    """What can be timed of a case."""
    import torch  # where PyTorch is installed beside the engine, and nowhere else

    torch.set_num_threads(1)
    torch.manual_seed(0)
    kind = getattr(torch, case.dtype)
    if case.kind == "recurrent":
        return {RECORDED: _recorded(torch, case.sizes, kind), BARE: _bare(torch, case.sizes, kind)}
    return {
        RECORDED: _planes(torch, case.sizes[0], kind, keep=True),
        BARE: _planes(torch, case.sizes[0], kind, keep=False),
    }


def _recorded(torch: Any, sizes: tuple[int, ...], kind: Any) -> Act:
    """An LSTM with peepholes, its gates stacked in one product, every intermediate keeping its gradient."""
    moments, examples, inputs, units = sizes

    def leaf(*shape: int) -> Any:
        return (torch.randn(*shape, dtype=kind) / units**0.5).requires_grad_()

    w_x, w_h, bias, peephole = leaf(4 * units, inputs), leaf(4 * units, units), leaf(4 * units), leaf(3, units)
    w_k, bias_k = leaf(1, units), leaf(1)
    x = torch.rand(moments, examples, inputs, dtype=kind).requires_grad_()
    d = torch.rand(moments, examples, 1, dtype=kind)

    def act() -> None:
        for one in (w_x, w_h, bias, peephole, w_k, bias_k, x):
            one.grad = None
        h = s = x.new_zeros(examples, units)
        cost = 0.0
        kept: list[Any] = []
        for t in range(moments):
            a_i, a_f, a_c, a_o = (x[t] @ w_x.T + h @ w_h.T + bias).chunk(4, 1)
            a_i, a_f = a_i + peephole[0] * s, a_f + peephole[1] * s
            b_i, b_f = torch.sigmoid(a_i), torch.sigmoid(a_f)
            s = b_f * s + b_i * torch.tanh(a_c)
            a_o = a_o + peephole[2] * s
            b_o = torch.sigmoid(a_o)
            h = b_o * torch.tanh(s)
            a_k = h @ w_k.T + bias_k
            y = torch.sigmoid(a_k)
            cost = cost + 0.5 * ((y - d[t]) ** 2).sum()
            kept += [a_i, a_f, a_c, a_o, b_i, b_f, s, b_o, h, a_k, y]
        for one in kept:
            one.retain_grad()
        cost.backward()  # type: ignore[attr-defined]

    return act


def _bare(torch: Any, sizes: tuple[int, ...], kind: Any) -> Act:
    """`torch.nn.LSTM`, which has no peepholes and records nothing."""
    moments, examples, inputs, units = sizes
    cells, out = torch.nn.LSTM(inputs, units).to(kind), torch.nn.Linear(units, 1).to(kind)
    x, d = torch.rand(moments, examples, inputs, dtype=kind), torch.rand(moments, examples, 1, dtype=kind)

    def act() -> None:
        cells.zero_grad()
        out.zero_grad()
        (0.5 * ((torch.sigmoid(out(cells(x)[0])) - d) ** 2).sum()).backward()

    return act


def _planes(torch: Any, examples: int, kind: Any, *, keep: bool) -> Act:
    """The convolutional network of cnn_planes, with or without the gradient of every intermediate."""
    layers = [
        torch.nn.Conv2d(3, 64, 5), torch.nn.Conv2d(64, 128, 5), torch.nn.Linear(2048, 500), torch.nn.Linear(500, 1)
    ]  # fmt: skip
    for layer in layers:
        layer.to(kind)
    x = torch.rand(examples, 3, 28, 28, dtype=kind).requires_grad_(keep)
    d = torch.rand(examples, 1, dtype=kind)
    pool: Callable[..., Any] = torch.nn.functional.max_pool2d

    def act() -> None:
        for layer in layers:
            layer.zero_grad()
        x.grad = None
        kept, found = [], x
        for layer in layers[:2]:
            squashed = torch.tanh(before := layer(found))
            found = pool(squashed, 2)
            kept += [before, squashed, found]
        before = layers[2](found.flatten(1))
        after = torch.tanh(before)
        last = layers[3](after)
        if keep:
            for one in (*kept, before, after, last):
                one.retain_grad()
        torch.nn.functional.binary_cross_entropy_with_logits(last, d, reduction="sum").backward()

    return act


if __name__ == "__main__":
    serve(acts)
