"""Tables of what people can: the store's skills, who has which at what level since when, and who trains whom."""
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import KINDS, Coded, Model, coded
from portal.org.models import Person


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


class MentorPair(Model):
    """Somebody experienced trains a colleague 带教 from a day to a day; `live` is NULL once it has ended."""
    __tablename__ = "mentor_pair"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    mentor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))         # who is trained
    aim: Mapped[str] = mapped_column(String(200), default="")
    from_on: Mapped[date]
    until_on: Mapped[date]                                                  # the last day that is planned
    set_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ended_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(String(200), default="")
    live: Mapped[int | None] = mapped_column(KINDS[int].evaluates_none(), default=1)

    mentor: Mapped[Person] = relationship(foreign_keys=[mentor_id], lazy="raise")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise")
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (CheckConstraint("(live IS NULL) = (ended_on IS NOT NULL)", name="ended"),
                      UniqueConstraint("person_id", "live"), Index(None, "mentor_id", "live"),
                      Index(None, "store_id", "from_on"))


class MentorTask(Model):
    """What two who train together have set themselves, by a day."""
    __tablename__ = "mentor_task"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    pair_id: Mapped[int] = mapped_column(ForeignKey("mentor_pair.id"))
    text: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date]
    set_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    done_on: Mapped[date | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    result: Mapped[str] = mapped_column(String(200), default="")

    pair: Mapped[MentorPair] = relationship(lazy="raise")
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (CheckConstraint("(done_on IS NULL) = (done_by_id IS NULL)", name="done"),
                      Index(None, "pair_id", "due_on"))
