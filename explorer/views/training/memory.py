"""What the pictures of training have worked out from a progress."""

from explorer.scenery.memory import Memory

kept = Memory(owners=2, things=200).kept
