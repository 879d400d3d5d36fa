"""Import: the sheets that stores keep, as rows for `load`. An area declares for each kind of sheet its columns with the
headings that stores write, how a cell is read, what names a row, what is checked against the store's data, and how good
rows are handed to load(). Core reads files, finds headings, parses, judges; the area `imports` keeps and shows it.
"""
from .checking import Checking, Field, Import, Loading, Row, Verdict
from .parsers import (
    N_,
    Context,
    Fault,
    Parser,
    Spoken,
    choice,
    code,
    day,
    hour,
    moment,
    money,
    nearest,
    number,
    one_of,
    person,
    plain,
    said,
    text,
    yes_no,
)

__all__ = ["Checking", "Context", "Fault", "Field", "Import", "Loading", "N_", "Parser", "Row", "Spoken", "Verdict",
           "choice", "code", "day", "hour", "moment", "money", "nearest", "number", "one_of", "person", "plain", "said",
           "text", "yes_no"]
