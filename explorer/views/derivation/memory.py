"""What was worked out for the pictures last drawn: judgements of answers by trace, pages by scene."""

from explorer.scenery.memory import Memory

JUDGED = Memory(owners=4, things=512)
PAGES = Memory(owners=2, things=4)
