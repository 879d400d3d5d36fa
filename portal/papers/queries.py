"""Reading issued sheets."""
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from portal.core.frozen import Difference, differences
from portal.core.issue import About, Issue, Signature, Signer, Slot, issues, one_reading, signatures
from portal.core.period import Period
from portal.core.policy import Rights
from portal.core.registry import registry
from portal.core.sheet import SheetKind
from portal.extensions import db


@dataclass(frozen=True)
class Box:
    """A box to sign in, and how it was signed."""
    signer: Signer
    signature: Signature | None
    mine: bool


def numbers(ids: set[int]) -> Mapping[int, str]:
    rows = db.session.execute(select(Issue.id, Issue.number, Issue.issue_no).where(Issue.id.in_(ids)))
    return {row.id: f"{row.number} " + _("Issue %(number)s", number=row.issue_no) for row in rows}


def readable(rights: Rights, ids: set[int]) -> set[int]:
    if "sheets.read" not in rights:
        return set()
    return set(db.session.scalars(issues(rights["sheets.read"]).where(Issue.id.in_(ids)).with_only_columns(Issue.id)))


def boxes(row: Issue, reader_id: int) -> list[Box]:
    signed = signatures(row.id)
    return [Box(signer, signed.get((row.id, signer.slot)), signer.person_id == reader_id)
            for signer in row.sheet.signers]


def box(row: Issue, slot: Slot, reader_id: int) -> Box | None:
    return next((one for one in boxes(row, reader_id) if one.signer.slot is slot), None)


def issues_of(row: Issue) -> list[Issue]:
    """All issues of the same sheet, the first one first."""
    return list(db.session.scalars(select(Issue).where(Issue.number == row.number).order_by(Issue.issue_no)))


def changed_since(row: Issue) -> list[Difference]:
    """Where the figures as they are known today differ from the frozen ones."""
    kind, frozen = registry().sheets[row.kind], row.sheet
    about, period = About(row.store_id, row.team_id, row.person_id), Period.parse(row.period)
    with one_reading(), force_locale(row.language):                 # words that were frozen compare in their language
        live = kind.build(about, period)
    return list(differences(frozen, live))


def forms(rights: Rights) -> list[SheetKind]:
    """The printable forms and sheets for who holds `rights`, as the areas name them."""
    return [kind for kind in registry().sheets.values() if kind.needs in rights and kind.endpoint]


