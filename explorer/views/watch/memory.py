"""What the watches have worked out from a trace."""

from explorer.scenery.memory import Memory

kept = Memory(owners=3, things=200).kept
