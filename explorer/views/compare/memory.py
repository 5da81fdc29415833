"""What this view has worked out, kept for the runs that were last looked at."""

from explorer.scenery.memory import Memory

kept = Memory(owners=2, things=2).kept
