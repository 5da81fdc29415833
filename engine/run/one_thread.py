"""One thread of products: the same bits on every machine of a kind, however many cores it has or leaves to us."""

from contextlib import AbstractContextManager
from functools import cache

from threadpoolctl import ThreadpoolController


def one_thread() -> AbstractContextManager[object]:
    """While it lasts, NumPy's products run in one thread: sums are then added in one order, wherever they are run.

    For matrices of the size that people step through it is also faster, and it leaves the other core to the window.
    """
    return _controller().limit(limits=1, user_api="blas")


@cache
def _controller() -> ThreadpoolController:
    """Found once: looking for the libraries takes milliseconds."""
    return ThreadpoolController()
