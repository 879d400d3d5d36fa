"""What is typed on the feedback board; fields are named as the actions' arguments."""
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, DateField, Field, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.core import file
from portal.core.action import Refused
from portal.core.agreement import choice_pairs
from portal.core.clock import today
from portal.core.fields import CodedField, MoneyField, PickField, TicksField
from portal.core.form import AddForm, EditForm, Form

from .models import ASKING, Post, PostKind, PostState
from .settings import TOPIC

MOST_PICTURES = 3
NO_DRAFT = {"data-draft": False}            # on a shared PC a draft would tell who wrote


def pictures_field() -> MultipleFileField:
    return MultipleFileField(
        _l("Pictures"), description=_l("Up to 3, together up to 5 MB. Place and camera are taken out of them."),
        render_kw={"accept": "image/jpeg,image/png,image/webp"})


def as_kept(pictures: Any) -> list[bytes]:
    """The pictures of a field as they are kept. Refused for too many, and for what is no picture."""
    sent = [one for one in pictures.data or () if one]
    if len(sent) > MOST_PICTURES:
        raise Refused(_("At most %(most)s pictures.", most=MOST_PICTURES), field="pictures")
    return [file.picture(one.stream, "pictures") for one in sent]


class _PostForm(AddForm):
    """The fields of a post that asks. A store's topics are offered by `offer_topics`."""
    kind = CodedField(lazy_pgettext("post", "This is"), PostKind, [InputRequired(_l("Say what it is."))],
                      members=ASKING)
    title = StringField(_l("In one sentence"), [InputRequired(_l("Say it in one sentence.")), Length(max=80)])
    topic = PickField(_l("It is about"))
    text = TextAreaField(lazy_pgettext("post", "What happened"), [Length(max=2000)],
                         description=_l("When, where, what, and who or what suffers from it."))
    wish = TextAreaField(_l("What should be done"), [Length(max=1000)])
    score = IntegerField(_l("Your workplace, from 1 to 10"), [Optional(), NumberRange(1, 10)],
                         description=_l("Only for the work environment: 1 is very bad, 10 very good."))
    pictures = pictures_field()
    wants_answer = BooleanField(_l("Asks for an answer"), default=True)

    def offer_topics(self, store_id: int) -> None:
        self.topic.offer(choice_pairs(TOPIC, store_id=store_id, on=today()), empty="–")

    def typed(self) -> dict[str, Any]:
        return super().typed() | {"pictures": as_kept(self.pictures)}


class NamedForm(_PostForm):
    """Under one's own name."""


class PaperForm(_PostForm):
    """A form from the letter box that is signed."""
    author_id = PickField(lazy_pgettext("post", "Signed by"), [InputRequired(_l("Say who wrote it."))])


class UnsignedForm(_PostForm):
    """Without a name: its one-time key becomes the code of the post."""
    text = TextAreaField(lazy_pgettext("post", "What happened"), [Length(max=2000)], render_kw=NO_DRAFT,
                         description=_l("When, where, what, and who or what suffers from it."))
    wish = TextAreaField(_l("What should be done"), [Length(max=1000)], render_kw=NO_DRAFT)

    def typed(self) -> dict[str, Any]:
        typed = super().typed()
        return typed | {"key": typed.pop("once")}


class _ToldForm(AddForm):
    """The fields of a post that is for everybody's information."""
    title = StringField(_l("In one sentence"), [InputRequired(_l("Say it in one sentence.")), Length(max=80)])
    text = TextAreaField(lazy_pgettext("post", "Text"), [Length(max=2000)])
    pictures = pictures_field()

    def __init__(self, *args: Any, **given: Any) -> None:
        """What a kind has of its own stands around the text, pictures last."""
        super().__init__(*args, **given)
        fields: list[Field] = sorted(self, key=lambda one: (one.name == "pictures", one.name != "person_ids"))
        self._fields = {one.name: one for one in fields}

    def typed(self) -> dict[str, Any]:
        return super().typed() | {"pictures": as_kept(self.pictures)}


class PraiseForm(_ToldForm):
    person_ids = TicksField(_l("Whom you praise"), [InputRequired(_l("Say whom you praise."))], coerce=int)

    def offer_people(self, people: Iterable[tuple[int, str]]) -> None:
        self.person_ids.choices = [SelectChoice(person_id, name) for person_id, name in people]


class PracticeForm(PraiseForm):
    """The best practice of a week, in the words of the review sheet."""
    person_ids = TicksField(_l("Whose practice it is"), [InputRequired(_l("Say whose practice it is."))], coerce=int)


class UnsignedPraiseForm(PraiseForm):
    """Without a name: its one-time key becomes the code of the post."""
    text = TextAreaField(lazy_pgettext("post", "Text"), [Length(max=2000)], render_kw=NO_DRAFT)

    def typed(self) -> dict[str, Any]:
        typed = super().typed()
        return typed | {"key": typed.pop("once")}


class NoticeForm(_ToldForm):
    text = TextAreaField(lazy_pgettext("post", "Text"), [InputRequired(_l("Write the notice.")), Length(max=2000)])


class ActivityForm(_ToldForm):
    on = DateField(_l("Day"), [InputRequired(_l("Say on which day."))])
    where = StringField(lazy_pgettext("post", "Where"), [InputRequired(_l("Say where.")), Length(max=80)])
    sign_up_until = DateField(_l("Sign up until"), [InputRequired(_l("Say until which day."))])
    cost_fen = MoneyField(_l("Cost for each, in yuan"))
    seats = IntegerField(_l("Seats"), [Optional(), NumberRange(1, 500)],
                         description=_l("Empty: as many as like to come."))


class ReportForm(EditForm):
    report = TextAreaField(_l("How it was"), [InputRequired(_l("Write something.")), Length(max=2000)])
    spent_fen = MoneyField(_l("Cost in all, in yuan"))
    pictures = pictures_field()

    def typed(self) -> dict[str, Any]:
        return super().typed() | {"pictures": as_kept(self.pictures)}


class SubscriptionForm(Form):
    kinds = TicksField(_l("Show me new posts at home"), choices=[
        SelectChoice(kind.value, kind.label) for kind in PostKind])


class CodeForm(Form):
    code = StringField(lazy_pgettext("post", "Code"), [InputRequired(_l("Type the code of your post.")),
                                                       Length(max=20)])


class ReplyForm(Form):
    code = StringField(lazy_pgettext("post", "Code"), [InputRequired(), Length(max=20)])
    text = TextAreaField(_l("Say something more, without a name"), [
        InputRequired(_l("Write something.")), Length(max=1000)], render_kw=NO_DRAFT)
    pictures = pictures_field()

    def typed(self) -> dict[str, Any]:
        return super().typed() | {"pictures": as_kept(self.pictures)}


class _Edited:
    """The words of a post, to be put right by who wrote it."""
    title = StringField(_l("In one sentence"), [InputRequired(_l("Say it in one sentence.")), Length(max=80)])
    topic = PickField(_l("It is about"))
    text = TextAreaField(lazy_pgettext("post", "Text"), [Length(max=2000)])
    wish = TextAreaField(_l("What should be done"), [Length(max=1000)])


class EditPostForm(_Edited, EditForm):
    """Under one's own name."""


class EditUnsignedForm(_Edited, Form):
    """By the code of an anonymous post."""
    code = HiddenField(lazy_pgettext("post", "Code"), [InputRequired(), Length(max=20)])
    text = TextAreaField(lazy_pgettext("post", "Text"), [Length(max=2000)], render_kw=NO_DRAFT)
    wish = TextAreaField(_l("What should be done"), [Length(max=1000)], render_kw=NO_DRAFT)


def fit(form: Any, post: Post) -> None:
    """What asks for no answer has neither topic nor wish."""
    if post.kind in ASKING:
        form.topic.offer(choice_pairs(TOPIC, store_id=post.store_id, on=today()), empty="–")
    else:
        del form.topic, form.wish


class CommentForm(AddForm):
    text = TextAreaField(lazy_pgettext("post", "Comment"), [InputRequired(_l("Write something.")), Length(max=1000)])
    pictures = pictures_field()

    def typed(self) -> dict[str, Any]:
        return super().typed() | {"pictures": as_kept(self.pictures)}


class AnswerForm(EditForm):
    """`offered`: the states that may follow. The row has a text of its own: the answer begins empty."""
    state = CodedField(_l("What becomes of it"), PostState, [InputRequired(_l("Say what becomes of it."))])
    text = TextAreaField(lazy_pgettext("post", "Answer"), [
        InputRequired(_l("Say what becomes of it.")), Length(max=1000)],
                         description=_l("Declined: the reason. Everybody on the board reads it."))
    pictures = pictures_field()

    def typed(self) -> dict[str, Any]:
        return super().typed() | {"pictures": as_kept(self.pictures)}

    def __init__(self, *args: Any, obj: Any, offered: tuple[PostState, ...]) -> None:
        super().__init__(*args, obj=obj, text="", state=None)
        self.state.choices = [one for one in self.state.choices if one.value in offered]


class HandOnForm(EditForm):
    responsible_id = PickField(_l("Who answers"), [InputRequired(_l("Say who answers."))])
    text = StringField(_l("Why"), [Length(max=200)])


class ExtendForm(EditForm):
    answer_by_on = DateField(_l("Answer by"), [InputRequired(_l("Say by which day."))])
    text = StringField(_l("Why it takes longer"), [InputRequired(_l("Say why it takes longer.")), Length(max=200)])


class StepForm(EditForm):
    """Makes a step and changes the post: it carries the version of the one and the key of the other."""
    once = AddForm.once
    text = StringField(lazy_pgettext("step", "What"), [InputRequired(_l("Say what is to be done.")), Length(max=200)])
    owner_id = PickField(_l("Who"), [InputRequired(_l("Say who does it."))])
    due_on = DateField(_l("By"), [InputRequired(_l("Say by which day."))])


class ReasonForm(EditForm):
    reason = StringField(_l("Why"), [InputRequired(_l("Say why it is removed.")), Length(max=200)])


class EntryReasonForm(Form):
    reason = StringField(_l("Why"), [InputRequired(_l("Say why it is removed.")), Length(max=200)])


class VersionForm(EditForm):
    """Nothing to type."""
