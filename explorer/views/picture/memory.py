"""What the picture has worked out from traces (images, parts), networks (what reads what) and scenes (its layout)."""

from explorer.scenery.memory import Memory

kept = Memory(owners=2, things=60).kept
of_network = Memory(owners=2, things=200).kept
of_scene = Memory(owners=2, things=4).kept
