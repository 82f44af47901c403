"""`python -m bot`."""

import sys

if __name__ == "__main__":  # a process that feeds are read in comes by here under another name, and needs none of it
    from bot.cli import main

    sys.exit(main())
