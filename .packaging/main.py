"""Where the built program starts."""

import sys

if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[1] in ("--multiprocessing-fork", "-c"):
        # A worker process is this program again, started with words of multiprocessing's own.
        # Everyone else is spared that import: it takes longer than finding out what to do.
        from multiprocessing import freeze_support

        freeze_support()

    from portplanner.cli import main

    raise SystemExit(main())
