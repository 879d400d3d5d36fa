from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from portal.core.form import AddForm, EditForm


class OnPaperForm(AddForm):
    picture = FileField(_l("Photo of the signed sheet"), validators=[FileRequired(_l("Choose or take a photo."))],
                        render_kw={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"})


class CloseForm(EditForm):
    """Nothing to type."""
