"""What the convolution view has worked out from a trace or a program."""

from explorer.scenery.memory import Memory

kept = Memory(owners=6, things=300).kept
