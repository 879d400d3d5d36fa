"""Splitting whole units so that children add up to parents, down to the unit, across levels and along time."""
from collections.abc import Sequence
from fractions import Fraction

Weights = Sequence[Fraction]


def largest_remainder(total: int, weights: Weights) -> list[int]:
    """`total` by weights: each gets the whole part of its share, the odd units go to the largest rests, ties to the
    earlier. Without any weight the first takes all.
    """
    whole = sum(weights, Fraction())
    if not whole:
        return [total if n == 0 else 0 for n in range(len(weights))]
    shares = [total * weight / whole for weight in weights]
    parts = [int(share) for share in shares]
    by_rest = sorted(range(len(weights)), key=lambda n: (parts[n] - shares[n], n))
    for n in by_rest[:total - sum(parts)]:
        parts[n] += 1
    return parts


def running(total: int, weights: Weights) -> list[int]:
    """`total` by weights so that every sum from the start is as near as whole units can be: for the days of a week."""
    whole = sum(weights, Fraction())
    if not whole:
        return [total if n == 0 else 0 for n in range(len(weights))]
    parts, sofar, given = [], Fraction(), 0
    for weight in weights:
        sofar += total * weight / whole
        upto = int(sofar + Fraction(1, 2))
        parts.append(upto - given)
        given = upto
    return parts


def table(rows: Sequence[int], weights: Weights, columns: Sequence[int]) -> list[list[int]]:
    """Each of `rows` by weights, so that the columns add up to `columns`, a split of the rows' sum by the same.

    Every cell is within one unit of its exact share. Raises ValueError when rows and columns have different sums.
    """
    if sum(rows) != sum(columns):
        raise ValueError(f"rows make {sum(rows)}, columns {sum(columns)}")
    whole = sum(weights, Fraction())
    if not whole:
        return [[row if n == 0 else 0 for n in range(len(columns))] for row in rows]
    shares = [[row * weight / whole for weight in weights] for row in rows]
    cells = [[int(share) for share in line] for line in shares]
    wanted = [column - sum(line[n] for line in cells) for n, column in enumerate(columns)]
    for line, share in zip(cells, shares, strict=True):
        odd = sum(share, Fraction()) - sum(line)
        for n in sorted(range(len(columns)), key=lambda n: (-wanted[n], line[n] - share[n], n))[:int(odd)]:
            line[n] += 1
            wanted[n] -= 1
    return cells
