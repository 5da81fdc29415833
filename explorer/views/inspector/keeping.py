"""What the inspector has worked out about a trace: explanations and numeric checks."""

from explorer.scenery.memory import Memory

_memory = Memory(owners=3, things=256)
kept, is_kept = _memory.kept, _memory.is_kept
