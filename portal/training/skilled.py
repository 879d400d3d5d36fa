"""Tables of what people can: the store's skills, who has which at what level since when."""
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import KINDS, Coded, Model, coded


class SkillLevel(Coded):
    """How well somebody has a skill; the number is what stands in the matrix."""
    NONE = "0", _l("Cannot do it yet")
    KNOWS = "1", _l("Knows how it goes")
    GUIDED = "2", _l("Does it with help")
    ALONE = "3", _l("Does it alone")
    TEACHES = "4", _l("Can teach it")


class Skill(Model):
    """Something that a store's people are to be able to do, of one of the subjects of training."""
    __tablename__ = "skill"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    subject: Mapped[str] = mapped_column(String(40))                # a line of the store's subjects
    name: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(200), default="")     # what one sees who has it
    aim: Mapped[SkillLevel] = mapped_column(coded(SkillLevel), default=SkillLevel.ALONE)
    rank: Mapped[int] = mapped_column(default=0)
    live: Mapped[int | None] = mapped_column(default=1)             # NULL: not judged any more

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("store_id", "name", "live"),)


class SkillJudgement(Model):
    """What level somebody was found to have, by whom and by what; `newest` is 1 on the one that holds, else NULL."""
    __tablename__ = "skill_judgement"
    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    skill_id: Mapped[int] = mapped_column(ForeignKey("skill.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    level: Mapped[SkillLevel] = mapped_column(coded(SkillLevel))
    evidence: Mapped[str] = mapped_column(String(200), default="")
    on: Mapped[date]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    newest: Mapped[int | None] = mapped_column(KINDS[int].evaluates_none(), default=1)

    __table_args__ = (UniqueConstraint("skill_id", "person_id", "newest"), Index(None, "person_id", "on"),
                      Index(None, "store_id", "newest"))
