"""What the inspector has worked out about a trace: explanations of its numbers."""

from explorer.scenery.memory import Memory

kept = Memory(owners=3, things=256).kept
