"""``python -m portplanner`` is the same as the command ``port-planner``."""

from portplanner.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
