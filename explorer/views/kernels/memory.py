"""What the kernels have worked out from a trace: pictures, norms and scales."""

from explorer.scenery.memory import Memory

kept = Memory(owners=3, things=80).kept
