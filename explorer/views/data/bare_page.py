"""The geometry of the data page without a series: story, chosen picture, examples, and files that were left out."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from explorer.view import Frame
from explorer.views.data.gallery import lay_gallery
from explorer.views.data.original import Pictured, lay_original
from explorer.views.data.page import BESIDE, MARGIN, Story, lay_story
from explorer.views.data.skipped import Left, lay_skipped

_WIDEST = 860.0
_APART = 18.0


@dataclass(frozen=True, slots=True)
class BarePage:
    """Where each part stands; those that there is nothing for are empty. `below` is where the page goes on."""

    story: Story
    original: Pictured
    gallery: QRectF
    skipped: Left
    below: float


def lay_bare(frame: Frame) -> BarePage:
    """All but the story beside it on a wide page, below it on a narrow one."""
    story = lay_story(frame)
    wide = frame.width >= BESIDE
    left = story.rect.right() + 40.0 if wide else MARGIN
    top = story.rect.top() if wide else story.rect.bottom() + 12.0
    width = min(frame.width - left - MARGIN, _WIDEST)
    original = lay_original(frame, QPointF(left, top), width)
    gallery = lay_gallery(frame.scene, QPointF(left, _under(original.rect, top)), width)
    skipped = lay_skipped(frame, QPointF(left, _under(gallery, gallery.top())), width)
    bottom = max(story.rect.bottom(), gallery.bottom(), skipped.rect.bottom())
    return BarePage(story, original, gallery, skipped, bottom + 12.0)


def _under(rect: QRectF, top: float) -> float:
    """Where the part after `rect` begins, which is at `top` where the rect is empty."""
    return top if rect.isEmpty() else rect.bottom() + _APART
