"""What the program costs, measured beside its peers. Run with `make bench`."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
