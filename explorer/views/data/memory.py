"""What the data page has worked out from a series or a trace."""

from explorer.scenery.memory import Memory

kept = Memory(owners=6, things=64).kept
