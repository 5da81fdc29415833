"""The command line without a window: `python -m engine`."""

import sys

from engine.commands import main

if __name__ == "__main__":
    sys.exit(main(program="python -m engine"))
