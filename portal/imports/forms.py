from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms.validators import InputRequired

from portal.core.fields import PickField
from portal.core.form import Form


class BringForm(Form):
    store_id = PickField(_l("For the store"), validators=[InputRequired(_l("Choose the store."))])
    file = FileField(_l("File"), validators=[FileRequired(_l("Choose a file."))],
                     description=_l("Excel (.xlsx) or CSV, up to 5 MB and 20,000 rows"),
                     render_kw={"accept": ".xlsx,.csv,.txt"})
