"""The picture in words: what is shown, how the window slides, why the kernel is turned, and a single product."""

from engine.expression import Adjoint, Value
from engine.notation.plain import plain
from engine.run.explanation import Source
from explorer.scene import Scene
from explorer.theme.numbers import TIMES, format_factor, format_number
from explorer.views.convolution.meetings import Meeting, Reading
from explorer.views.convolution.memory import kept
from explorer.views.convolution.planes import Plane
from explorer.views.convolution.reading import window_cells
from explorer.views.convolution.slides import Pair


def symbol(scene: Scene, name: str, *, adjoint: bool) -> str:
    """The symbol of a value or an adjoint as text, without a moment."""
    node = Adjoint(name) if adjoint else Value(name)
    return kept(scene.program, ("symbol", name, adjoint), lambda: plain(node, scene.network))


def channel_word(scene: Scene, name: str) -> str:
    """What the last axis counts: channels of a picture that is given, maps of what is computed."""
    return "map" if scene.network.quantities[name].role == "defined" else "channel"


def times(size: Pair) -> str:
    """A size as it is read aloud."""
    return f"{size[0]} × {size[1]}"


def entry_words(scene: Scene, name: str, unit: tuple[int, ...], *, adjoint: bool) -> str:
    """One entry: z1(4, 5) of map 2; K1(0, 2) of map 1, channel 0."""
    row, column = unit[-3:-1]
    last = f"channel {unit[-1]}" if len(unit) == 4 else f"{channel_word(scene, name)} {unit[-1]}"
    of = f"map {unit[0]}, {last}" if len(unit) == 4 else last
    return f"{symbol(scene, name, adjoint=adjoint)}({row}, {column}) of {of}"


def place_words(scene: Scene, reading: Reading) -> str:
    """Which cell is shown, at the right of the heading."""
    unit = reading.shown.unit
    last = f"{channel_word(scene, reading.shown.name)} {unit[-1]}"
    of = f"map {unit[0]}, channel {unit[-1]}" if len(unit) == 4 else last
    word = {"next": "runs next: ", "absent": "not computed yet: "}.get(reading.status, "")
    return f"{word}cell ({unit[-3]}, {unit[-2]}), {of}"


def plane_title(scene: Scene, plane: Plane) -> str:
    """The symbol of a plane and which channel it is."""
    word = symbol(scene, plane.name, adjoint=plane.adjoint)
    if plane.lead:
        return f"{word}, map {plane.lead[0]}, channel {plane.channel}"
    return f"{word}, {channel_word(scene, plane.name)} {plane.channel}" if plane.channels > 1 else word


def weight_title(reading: Reading, scene: Scene) -> tuple[str, str]:
    """The kernel over the source, and how it lies: a long and a short way to say it."""
    assert reading.weight is not None
    name = symbol(scene, reading.weight.name, adjoint=reading.weight.adjoint)
    if reading.slide.kind == "gather":
        return f"{name}, {channel_word(scene, reading.weight.name)} {reading.weight.channel}", name
    return (f"{name}, turned by 180°", f"{name}, turned") if reading.turned else (f"{name}, as it stands", name)


def read_title(reading: Reading, name: str) -> str:
    """What the upper left matrix holds."""
    if reading.slide.kind == "spread":
        return f"{name} of its windows"
    return f"{name} it met" if reading.slide.kind == "gather" else f"{name} in the window"


def products_title(reading: Reading, scene: Scene) -> str:
    """What the lower matrix holds."""
    kind = reading.slide.kind
    if kind == "routed":
        return "sent back to the window"
    if kind == "shared":
        return f"1/{reading.size[0] * reading.size[1]} of it to each cell"
    if kind == "maximum":
        return "what goes on: the maximum"
    if kind == "mean":
        return f"products, each {TIMES} 1/{reading.size[0] * reading.size[1]}"
    return "products, taken away" if reading.negative else "products, cell by cell"


def _slid(reading: Reading) -> str:
    """Stride, padding and dilation where they are not the simplest."""
    slide = reading.slide
    said = []
    for word, pair, plain_one in (
        ("stride", slide.stride, (1, 1)), ("padding", slide.padding, (0, 0)), ("dilation", slide.dilation, (1, 1)),
    ):  # fmt: skip
        if pair != plain_one:
            said.append(f"{word} {pair[0]}" if pair[0] == pair[1] else f"{word} {times(pair)}")
    return ", ".join(said)


def _lies(reading: Reading) -> str:
    """How the kernel of a forward convolution lies."""
    if reading.turned:
        return "turned by 180°, as a convolution does"
    return "as it stands: a cross-correlation, which frameworks call convolution"


def _why(reading: Reading) -> str:
    """Why the kernel lies over the adjoint as it does."""
    if reading.turned:
        return (
            "the kernel is turned by 180°: this pixel met its first weight in the last window that read it, "
            "and its last weight in the first"
        )
    return (
        "the forward pass turned the kernel and the way back turns it once more: "
        "seen from this pixel it stands as it is"
    )


def sentence(scene: Scene, reading: Reading) -> str:
    """What the picture shows, in one or two sentences."""
    shown, slide = reading.shown, reading.slide
    unit = shown.unit
    here = f"{symbol(scene, shown.name, adjoint=shown.adjoint)}({unit[-3]}, {unit[-2]})"
    source = symbol(scene, reading.source.name, adjoint=reading.source.adjoint)
    value = symbol(scene, shown.name, adjoint=False)
    slid = _slid(reading)
    settings = f" ({slid})" if slid else ""
    if slide.kind == "window" and reading.group.meetings:
        many = len(reading.groups)
        word = channel_word(scene, reading.source.name)
        over = f" in each of {many} {word}s" if many > 1 else ""
        window = f"{here} weighs a {times(reading.size)} window of {source}{over}"
        return f"{window} with the kernel{settings}, {_lies(reading)}."
    if not reading.group.meetings:
        met = "its window lies in the border of zeros altogether" if slide.kind == "window" else "no window ever met it"
        return f"{here} gets nothing from {source}: {met}{settings}."
    if slide.kind == "spread":
        pixel = f"{value}({unit[-3]}, {unit[-2]})"
        maps = f", in {len(reading.groups)} maps" if len(reading.groups) > 1 else ""
        sent = f"Every window that read {pixel} sends its {source} times the weight it met there"
        return f"{sent}{maps}{settings}; {_why(reading)}."
    if slide.kind == "gather":
        assert reading.weight is not None
        delta = symbol(scene, reading.weight.name, adjoint=reading.weight.adjoint)
        cell = f"{value}({unit[-3]}, {unit[-2]})"
        return (
            f"The weight {cell} was used by every cell of map {unit[0]}: each {delta} times the cell of {source} that "
            f"the weight met there{settings}, all added up."
        )
    return _pooling_sentence(scene, reading, here, source, value)


def _pooling_sentence(scene: Scene, reading: Reading, here: str, source: str, value: str) -> str:
    kind, group = reading.slide.kind, reading.group
    size, count = times(reading.size), reading.size[0] * reading.size[1]
    if kind == "mean":
        return f"{here} is the mean of a {size} window of {source}: each cell times 1/{count}."
    if kind == "shared":
        row, column = group.meetings[0].source.unit[:2]
        return f"Each of the {count} cells of the window gets the same share, 1/{count}, of {source}({row}, {column})."
    if kind == "maximum":
        if not reading.visible:
            return f"{here} is the largest of a {size} window of {source}, the first in reading order if several are."
        won = next((meeting for meeting in group.meetings if meeting.factor), group.meetings[0])
        return (
            f"{source}({won.source.unit[0]}, {won.source.unit[1]}) is the largest of its {size} window and goes on; "
            "the others count for nothing here."
        )
    assert reading.slide.window is not None
    meeting, unit = group.meetings[0], reading.shown.unit
    cell = f"{value}({unit[0]}, {unit[1]})"
    row, column = meeting.source.unit[:2]
    if not reading.operands_known:
        return f"Only the cell that won its {size} window gets the adjoint {source}({row}, {column}), the others get 0."
    if meeting.factor:
        return f"{cell} won its {size} window, so the whole {source}({row}, {column}) goes to it and 0 to the others."
    winner = winner_of(scene, reading)
    other = f"{value}({winner[0]}, {winner[1]}) did" if winner is not None else "another did"
    return f"{cell} did not win its {size} window, {other}: {source}({row}, {column}) goes there, and 0 comes here."


def winner_of(scene: Scene, reading: Reading) -> tuple[int, ...] | None:
    """The cell of the forward window that won."""
    window = reading.slide.window
    if window is None:
        return None
    array = scene.array(window.name, isinstance(window, Adjoint), reading.shown.moment)
    if array is None:
        return None
    cells = [unit for unit, _ in window_cells(reading)]
    return next((unit for unit in cells if not array[unit] < max(array[other] for other in cells)), None)


def meeting_words(scene: Scene, reading: Reading, meeting: Meeting) -> str:
    """One product with its numbers: what met, what it comes to, and its part of all."""
    digits = max(scene.state.digits, 4)
    one = source_words(scene, meeting.source)
    known = reading.operands_known
    first = f"{one} = {format_number(meeting.read, digits=digits) if known else '—'}"
    if meeting.weight is None:
        factor = f"{TIMES} {meeting.factor:g}" if known else TIMES
        result = f" = {format_number(meeting.number, digits=digits)}" if reading.visible else ""
        return f"{first}, {factor}{result}"
    other = f"{source_words(scene, meeting.weight)} = {format_number(meeting.factor, digits=digits) if known else '—'}"
    if not reading.visible:
        return f"{first} meets {other}"
    total = sum(abs(each.number) for group in reading.groups for each in group.meetings)
    share = f", {abs(meeting.number) / total:.0%} of all magnitudes" if total else ""
    product = f"{format_factor(meeting.read, digits=digits)} {TIMES} {format_factor(meeting.factor, digits=digits)}"
    result = format_number(meeting.number, digits=digits)
    return f"{one} {TIMES} {source_words(scene, meeting.weight)}: {product} = {result}{share}"


def stepped_words(scene: Scene, reading: Reading, meeting: Meeting) -> str:
    """The product that is stepped to: which of all it is, its numbers, and what all up to it come to."""
    assert reading.product is not None
    counted = f"Product {reading.product + 1} of {len(reading.products)}: {meeting_words(scene, reading, meeting)}"
    if not reading.visible:
        return counted
    return f"{counted}; so far {format_number(reading.so_far, digits=max(scene.state.digits, 4))}"


def source_words(scene: Scene, source: Source) -> str:
    """The entry a number came from."""
    return entry_words(scene, source.name, source.unit, adjoint=source.adjoint)
