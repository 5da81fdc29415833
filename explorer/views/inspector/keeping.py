"""What the inspector has worked out about a trace: explanations of its numbers, and where these go."""

from explorer.scenery.memory import Memory

_memory = Memory(owners=3, things=256)
kept, is_kept = _memory.kept, _memory.is_kept
