"""Room: how much the two sides of a review sheet hold, in millimetres and in letters of its print."""
from math import ceil
from unicodedata import east_asian_width

LINE, HAND = 5.0, 8.0                           # mm of a printed row, and of one to write in
FULL_FRONT = 17                                 # rows above ③ with which 12 customers fill a front side
STEPS_ON_A_SIDE = 12
LOSSES_SHOWN = 8
LETTERS = 104                                   # half-width letters in a line of 9 pt
HEAD_LETTERS = 16                               # of it that the heads of other areas' lines take
WHERE_LETTERS = 10                              # in a cell of ④ that says where customers went, or why
MOST_CUSTOMERS = 16                             # rows of ③ that are kept in an issue


def width_of(text: str) -> int:
    """In half-width letters: a Chinese one counts two."""
    return sum(2 if east_asian_width(letter) in "WFA" else 1 for letter in text)


def lines_of(text: str, letters: int, *, head: int = 0) -> int:
    """How many lines of so many half-width letters a text takes, after a head on its first line; at least one."""
    return max(ceil((width_of(text) + head) / letters), 1)
