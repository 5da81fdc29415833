"""What the picture has worked out from a trace: images, sums over channels, and the parts that pass through a unit."""

from explorer.scenery.memory import Memory

kept = Memory(owners=3, things=60).kept
