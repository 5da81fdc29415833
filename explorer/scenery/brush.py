"""The brush with which the input is drawn on: its size, what it paints, and the channels that it paints on."""

from dataclasses import dataclass

from explorer.scene import Scene
from explorer.scenery.images import CHANNELS, colour_range, is_coloured
from explorer.scenery.turning import turned
from explorer.theme.numbers import format_limit

CHANNEL, SIZE, PAINT = "picture: channel", "picture: brush", "picture: paint"
"""The keys under which the state keeps the channel in front, the size of the brush and the number of the paint."""
REACH = (0, 1)
"""How far each brush reaches beyond the pixel under the mouse: one pixel, 3 × 3."""


@dataclass(frozen=True, slots=True)
class Paint:
    """What the brush puts in: a number for each channel it paints on; none gives the original back."""

    word: str
    numbers: tuple[float, ...]

    @property
    def erases(self) -> bool:
        """Whether it gives the original back."""
        return not self.numbers


def channel_words(scene: Scene, name: str) -> tuple[str, ...]:
    """The pictures that can stand in front: all channels as colour where there are three, else each channel."""
    if is_coloured(scene.network, name):
        return ("colour", *CHANNELS)
    return tuple(str(number) for number in range(scene.network.quantities[name].shape[2]))


def front_channels(scene: Scene, name: str) -> tuple[int, ...]:
    """The channels in front: all three of a colour picture, or a single one."""
    number, count = turned(scene.state.folded, CHANNEL), scene.network.quantities[name].shape[2]
    if is_coloured(scene.network, name):
        return tuple(range(count)) if not 0 < number <= count else (number - 1,)
    return (number if number < count else 0,)


def paints(scene: Scene, name: str) -> tuple[Paint, ...]:
    """The palette: dark, medium (0 between both signs), bright, with all channels their colours, last the eraser."""
    low, high = colour_range(scene, name)
    count = len(front_channels(scene, name))
    steps = low, 0.0 if low < 0.0 < high else (low + high) / 2.0, high
    words = ("0", "½", "1") if (low, high) == (0.0, 1.0) else tuple(map(format_limit, steps))
    plain = [Paint(word, (number,) * count) for word, number in zip(words, steps, strict=True)]
    coloured = [
        Paint(word, tuple(high if number == bright else low for number in range(count)))
        for bright, word in enumerate(CHANNELS)
        if count == len(CHANNELS)
    ]
    return (*plain, *coloured, Paint("eraser", ()))


def chosen_paint(scene: Scene, name: str) -> int:
    """The number of the chosen paint; the brightest one first, then in the order of the palette."""
    found, count = turned(scene.state.folded, PAINT), len(paints(scene, name))
    return 2 if not 0 < found <= count else found - 1


def reach(scene: Scene) -> int:
    """How far the chosen brush reaches beyond the pixel under the mouse."""
    number = turned(scene.state.folded, SIZE)
    return REACH[number] if number < len(REACH) else 0
