"""The geometry of the data page: what stands where at a width, and how high it is."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from engine.exchange.series import Series
from engine.exchange.typed_sequence import write_sequence
from explorer.drawing.writing import LINE, wrapped
from explorer.scene import Scene
from explorer.theme.type import BODY, PAGE, REGULAR, SEMIBOLD, font, text_width
from explorer.view import Frame
from explorer.views.data.shown import inputs_of, targets_of

MARGIN = 18.0
FOLD = "data story"
MEASURE = 640.0
BESIDE, ASIDE = 1040.0, 340.0
HEAD, FACTS = 30.0, 28.0
PLOT, MOST_PLOT = 150.0, 320.0
STRIP, AXIS, LANE, LANES = 20.0, 24.0, 28.0, 4
LABEL = 78.0
ROW, MOST_ROWS = 34.0, 24
MOST_CHOSEN = 8
TITLE_LINE = 30.0


@dataclass(frozen=True, slots=True)
class Story:
    """The story: its place, the lines of the title and of each paragraph, whether it is folded to its title."""

    rect: QRectF
    title: tuple[str, ...]
    paragraphs: tuple[tuple[str, ...], ...]
    folded: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Where all parts of the page stand; `side` is the column at the right of the plot, a rect may be empty."""

    story: Story
    head: QRectF
    facts: QRectF
    plot: QRectF
    side: QRectF
    strip: QRectF
    axis: QRectF
    lanes: tuple[int, ...]
    brackets: QRectF
    moments: QRectF
    reads: QRectF
    asked: QRectF
    caption: QRectF
    caption_lines: tuple[str, ...]
    legend: QRectF
    list_head: QRectF
    rows: tuple[tuple[int, QRectF], ...]
    map: QRectF
    height: float


def lay_story(frame: Frame) -> Story:
    """Title and paragraphs; at the left of a wide page, above the rest of a narrow one."""
    prepared = frame.scene.prepared
    wide = frame.width >= BESIDE
    width = ASIDE if wide else min(frame.width - 2 * MARGIN, MEASURE)
    folded = FOLD in frame.scene.state.folded and not frame.figure
    title = wrapped(prepared.title, width - title_indent(frame), PAGE, SEMIBOLD)
    texts = [] if folded else [part for part in prepared.story.split("\n\n") if part.strip()]
    note = prepared.series.note if prepared.series is not None else ""
    if prepared.typed and not folded:
        texts.append(f"Typed: {write_sequence(prepared.typed)}")
    if note and note not in prepared.story and not folded:
        texts.append(f"Data: {note}.")
    paragraphs = tuple(wrapped(text, width) for text in texts)
    height = TITLE_LINE * len(title) + sum(LINE * len(lines) + 10.0 for lines in paragraphs)
    return Story(QRectF(MARGIN, 14.0, width, height), title, paragraphs, folded)


def title_indent(frame: Frame) -> float:
    """The room before the title for the mark that it folds, which figures have not, in px."""
    return 0.0 if frame.figure else 26.0


def lanes_of(starts: tuple[int, ...], moments: int) -> tuple[int, ...]:
    """The lane of each window, so that no two in one lane overlap; at most four lanes are used."""
    ends: list[int] = []
    lanes = []
    for start in starts:
        lane = next((number for number, end in enumerate(ends) if end <= start), len(ends))
        ends[lane : lane + 1] = [start + moments]
        lanes.append(min(lane, LANES - 1))
    return tuple(lanes)


def caption_of(scene: Scene, series: Series) -> str:
    """What the windows and the two strips are, in words."""
    prepared, example = scene.prepared, scene.state.example
    row, thing = ("slot", "slots") if series.power is not None else ("row", "rows")
    start, moments = prepared.starts[example], scene.trace.moments or 1
    return (
        f"Example {example} of {len(prepared.starts)}: {thing} {start} to {start + moments - 1}. At moment t the "
        f"network reads x, and d is what it should answer: the {row} after it."
    )


def lay_out(frame: Frame, series: Series) -> Page:
    """The page at the frame's width; the plot grows where the frame is higher than the page needs."""
    natural = _lay_out(frame, series, PLOT)
    room = frame.height - natural.height
    return natural if room <= 0 else _lay_out(frame, series, min(PLOT + float(int(room)), MOST_PLOT))


def _lay_out(frame: Frame, series: Series, plot_height: float) -> Page:
    story = lay_story(frame)
    wide = frame.width >= BESIDE
    left, top = (story.rect.right() + 32.0, 14.0) if wide else (MARGIN, story.rect.bottom() + 8.0)
    right = frame.width - MARGIN
    power, several = series.power is not None, len(series.columns) > 1
    left = float(round(left))
    x = left + _gutter(series)
    side_width = 142.0 if power or several else 58.0
    end = right - side_width - 10.0

    def across(y: float, height: float) -> QRectF:
        return QRectF(x, y, end - x, height)

    head = QRectF(left, top, right - left, HEAD)
    facts = QRectF(left, head.bottom(), right - left, FACTS)
    plot = across(facts.bottom() + 6.0, plot_height)
    side = QRectF(end + 10.0, plot.top(), side_width, plot_height)
    strip = across(plot.bottom() + 6.0, STRIP if power else 0.0)
    axis = across(strip.bottom() if power else plot.bottom(), AXIS)
    prepared = frame.scene.prepared
    lanes = lanes_of(prepared.starts, frame.scene.trace.moments or 1)
    brackets = across(axis.bottom() + 2.0, LANE * (max(lanes, default=-1) + 1))
    y = brackets.bottom() + (18.0 if lanes else 0.0)
    moments = QRectF(x, y, right - x, AXIS if lanes else 0.0)
    reads = QRectF(x, moments.bottom(), right - x, _strip_height(len(inputs_of(frame.scene))) if lanes else 0.0)
    asked = QRectF(x, reads.bottom() + 6.0, right - x, _strip_height(len(targets_of(frame.scene))) if lanes else 0.0)
    words = wrapped(caption_of(frame.scene, series), min(right - left, MEASURE)) if lanes else ()
    caption = QRectF(left, asked.bottom() + 8.0, right - left, LINE * len(words))
    legend = QRectF(left, caption.bottom() + 4.0, right - left, 26.0)
    y = legend.bottom() + 10.0
    list_head = QRectF(left, y, right - left, ROW if several else 0.0)
    y = list_head.bottom()
    field = QRectF(x, y, 0.0, 0.0)
    rows: list[tuple[int, QRectF]] = []
    if several:
        numbers = list(range(len(series.columns)))
        if len(numbers) > MOST_ROWS:
            field = across(y, min(max(3.0 * len(numbers), 160.0), 300.0))
            y = field.bottom() + 8.0
            chosen = {*inputs_of(frame.scene), *targets_of(frame.scene)}
            numbers = [number for number in numbers if series.columns[number] in chosen][:MOST_CHOSEN]
        for place, number in enumerate(numbers):
            rows.append((number, QRectF(left, y + ROW * place, right - left, ROW)))
        y += ROW * len(rows)
    height = max(y, story.rect.bottom()) + 12.0
    return Page(story, head, facts, plot, side, strip, axis, lanes, brackets, moments, reads, asked, caption, words,
                legend, list_head, tuple(rows), field, height)  # fmt: skip


def _gutter(series: Series) -> float:
    """The room for axis labels, and for column names and a symbol where there are several columns."""
    face = font(BODY, REGULAR)
    names = series.columns[:MOST_ROWS] if len(series.columns) > 1 else ()
    widest = max((text_width(name, face) for name in names), default=0.0)
    return round(max(LABEL + 8.0, min(130.0, widest + 12.0) + (30.0 if names else 0.0)))


def _strip_height(units: int) -> float:
    """Rows of 24 px while they are few, thinner ones when they are many."""
    return 24.0 * units if units <= 4 else min(max(96.0, 6.0 * units), 180.0)


def hovered_column(frame: Frame, page: Page, series: Series) -> int | None:
    """The column whose row, or place in the map, lies under the mouse."""
    if frame.hover is None or frame.figure:
        return None
    for number, rect in page.rows:
        if rect.contains(frame.hover):
            return number
    field = page.map
    if not field.isEmpty() and field.top() <= frame.hover.y() < field.bottom() and frame.hover.x() >= field.left():
        return min(int((frame.hover.y() - field.top()) / field.height() * len(series.columns)), len(series.columns) - 1)
    return None
