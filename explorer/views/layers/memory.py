"""What the layers have worked out from a trace or a network."""

from explorer.scenery.memory import Memory

kept = Memory(owners=8, things=400).kept
