"""Time, memory and size of Attest beside its peers, each in a process of its own: `make bench`.

Prints a table a question, with ratios.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench import again, annexes, quotations, sections

QUESTIONS = ("sections", "annexes", "quotations", "again")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("question", nargs="*", choices=[*QUESTIONS, []], default=[])
    parser.add_argument("--entries", type=int, default=200)
    parser.add_argument("--files", type=int, default=20)
    parser.add_argument("--pages", type=int, default=250)
    parser.add_argument("--quotations", type=int, default=1000)
    parser.add_argument("--sources", type=int, default=100)
    parser.add_argument("--peers", type=Path, help="a venv that has quotecheck and typst")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[10, 50, 200, 1000], help="entries, for again"
    )
    parser.add_argument("--runs", type=int, default=5, help="of each case of again, at most")
    options = parser.parse_args()
    wanted = options.question or QUESTIONS
    if "sections" in wanted:
        print(sections.report(options.entries), flush=True)
    if "annexes" in wanted:
        print(annexes.report(options.files, options.pages), flush=True)
    if "quotations" in wanted:
        print(quotations.report(options.sources, 50, options.quotations, options.peers), flush=True)
    if "again" in wanted:
        for entries in options.sizes:
            print(again.report(entries, options.runs, options.peers), flush=True)


if __name__ == "__main__":
    main()
