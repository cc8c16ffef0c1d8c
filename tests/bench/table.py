"""Tables of measurements, and the budgets that some of them have to keep."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """A figure with the most that it may be, or, where there is no such thing, None."""

    figure: float
    most: float | None = None
    unit: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether the figure is within its budget."""
        return self.most is None or self.figure <= self.most

    def __str__(self) -> str:
        figure = f"{_number(self.figure)}{self.unit}"
        if self.most is None:
            return figure
        return f"{figure} of {self.most:g}{self.unit}{'' if self.is_kept else '  OVER'}"


Cell = str | int | Budget


@dataclass(frozen=True, slots=True)
class Table:
    """One subject: a title that says what was measured, columns, and a row for each thing measured."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]

    @property
    def broken(self) -> list[Budget]:
        """The budgets that weren't kept."""
        return [cell for row in self.rows for cell in row if isinstance(cell, Budget) and not cell.is_kept]

    def __str__(self) -> str:
        """The table as lines of a Markdown table, aligned."""
        cells = [[*self.columns], *([_shown(cell) for cell in row] for row in self.rows)]
        widths = [max(len(row[at]) for row in cells) for at in range(len(self.columns))]
        lines = [
            "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
            for row in cells
        ]
        rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
        return "\n".join([self.title, "", lines[0], rule, *lines[1:]])


def _shown(cell: Cell) -> str:
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def _number(figure: float) -> str:
    if isinstance(figure, int):
        return f"{figure:,}"
    return f"{figure:.3f}" if figure < 1 else f"{figure:.2f}"
