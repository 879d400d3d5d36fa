from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Coded, Model, Seldom, coded


class Standing(Coded):
    """Where a version of a plan stands."""
    DRAFT = "draft", _l("Draft")
    PROPOSED = "proposed", _l("Proposed")
    IN_FORCE = "in_force", _l("In force")
    DROPPED = "dropped", _l("Dropped")


class Answer(Coded):
    """What a person says to a proposal."""
    ACCEPTED = "accepted", _l("Accepts")
    COUNTERED = "countered", _l("Counters")


class Verdict(Coded):
    """What the manager makes of a counter-proposal."""
    KEPT = "kept", _l("Stays as proposed")
    TAKEN = "taken", _l("Counter taken over")


class Plan(Model):
    """What a store wants of one metric in a year, and why: the SMART form. Its numbers stand in versions."""
    __tablename__ = "goal_plan"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    year: Mapped[int]
    metric: Mapped[str] = mapped_column(String(40))                     # key of the registry
    what: Mapped[str] = mapped_column(String(200), default="")          # specific
    attainable: Mapped[str] = mapped_column(String(500), default="")    # why it can be reached
    serves: Mapped[str] = mapped_column(String(200), default="")        # which aim of the company
    by_on: Mapped[date]

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("store_id", "year", "metric"),)


class PlanVersion(Seldom, Model):
    """One set of numbers of a plan: it replaces all cells of the months it names, and holds from its publication."""
    __tablename__ = "goal_version"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    plan_id: Mapped[int] = mapped_column(ForeignKey("goal_plan.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    metric: Mapped[str] = mapped_column(String(40))                     # the plan's, for the look-up of targets
    number: Mapped[int]
    standing: Mapped[Standing] = mapped_column(coded(Standing), default=Standing.DRAFT)
    months: Mapped[list[str]] = mapped_column(JSON)                     # "2026-11": those it replaces
    total: Mapped[int]                                                  # over its months; of a rate tenths of a percent
    reason: Mapped[str] = mapped_column(String(500), default="")
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_on: Mapped[date | None]

    plan: Mapped[Plan] = relationship(lazy="raise")
    cells: Mapped[list["Cell"]] = relationship(lazy="raise", order_by="Cell.id")
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("plan_id", "number"), Index(None, "store_id", "metric", "published_on"))


class Cell(Seldom, Model):
    """The target of a month for the store, a team or a person; of a rate in tenths of a percent.

    A person's cell names the team it is part of. A team's amount less its people's is 待分配, to be given out.
    """
    __tablename__ = "goal_cell"
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("goal_version.id"))
    month_on: Mapped[date]                                              # its first day
    whom: Mapped[str] = mapped_column(String(20))                       # store, t7, p12: unique with the month
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    amount: Mapped[int]

    __table_args__ = (UniqueConstraint("version_id", "month_on", "whom"),)


class Response(Model):
    """What a person said to a proposal, and what the manager made of it; none is ever overwritten."""
    __tablename__ = "goal_response"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    version_id: Mapped[int] = mapped_column(ForeignKey("goal_version.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[Answer] = mapped_column(coded(Answer))
    proposed: Mapped[int]                                               # over the version's months, when answered
    counter: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
    said_at: Mapped[datetime]
    waiting: Mapped[int | None]                                         # 1: a counter not decided yet
    verdict: Mapped[Verdict | None] = mapped_column(coded(Verdict))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str] = mapped_column(String(500), default="")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("version_id", "person_id", "waiting"), Index(None, "store_id", "waiting"))


class Grant(Seldom, Model):
    """A part of a team's 待分配 in a week's part of a month, given to a person; lapses with the next version."""
    __tablename__ = "goal_grant"
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("goal_version.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    part_on: Mapped[date]                                               # first day of the week's part in the month
    amount: Mapped[int]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    given_on: Mapped[date]

    __table_args__ = (Index(None, "version_id", "part_on"),)




class WeekShare(Seldom, Model):
    """What of a person's target of a month falls on a week's part of it, by hand; without such rows the day weights
    decide, and so they do again once the month's target is another one than these add up to.
    """
    __tablename__ = "goal_week"
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("goal_version.id"))
    part_on: Mapped[date]                                               # first day of the week's part in the month
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    amount: Mapped[int]

    __table_args__ = (UniqueConstraint("version_id", "part_on", "person_id"),)
