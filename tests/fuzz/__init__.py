"""Files that somebody might send to do harm, in great numbers, through every reader.

    python -m tests.fuzz.run [--plans 100000] [--seed N] [--only plan|catalogue|status|labels]

``inputs.py`` makes each input from the seed, its kind and its number, so that a finding can be made
again: plans, catalogues, results and documents that this program wrote, then mutated. ``readers.py``
says what each reader promises. ``run.py`` gives them to processes of bounded memory, whose watchdog
ends what hangs, and prints the table; ``test_found.py`` keeps what was found and runs a few of each
kind with the suite.

Hypothesis makes the small texts of ``tests/plan/test_read_anything.py``, where it shrinks what
fails; at 20 times the cost of an input it is not what makes a hundred thousand.

``guided.py`` lets atheris look for new paths through the readers that are Python all the way down:

    python -m tests.fuzz.guided plan -max_total_time=600

Atheris is no dependency: it has wheels for Linux only.
"""
