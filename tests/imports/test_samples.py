"""The blank sheets that stores fill in: what is shown in them as an example is never imported by accident."""
import io

from openpyxl import load_workbook
from sqlalchemy import func, select

from portal.core.imports.reading import SAMPLE
from portal.core.registry import registry
from portal.extensions import db
from portal.imports.models import ImportBatch, ImportSheet
from portal.imports.samples import SAMPLES
from portal.org.models import Role
from tests.factories.org import add_person, add_store
from tests.imports.test_files import bring


def workbook(desk):
    return load_workbook(io.BytesIO(desk.open("/imports/blank").data))


def brought(desk, book):
    """The sheets of a workbook, brought to the portal."""
    file = io.BytesIO()
    book.save(file)
    bring(desk, file.getvalue(), "空白表.xlsx")
    batch_id = db.session.scalar(select(func.max(ImportBatch.id)))
    return batch_id, db.session.scalars(select(ImportSheet).where(ImportSheet.batch_id == batch_id)).all()


def test_every_blank_sheet_shows_how_a_row_looks(app):
    assert registry().imports.keys() - {"teams"} == SAMPLES.keys()
    for key, samples in SAMPLES.items():
        known = registry().imports[key].by_key
        assert 1 <= len(samples) <= 2 and {name for one in samples for name in one} <= known.keys()
        assert all(one.get(field.key) for one in samples for field in known.values() if field.required), key


def test_sample_rows_are_passed_over_and_said_and_without_their_mark_every_one_can_be_read(app, desk):
    add_person("店经理", Role.MANAGER, store_id=add_store())
    manager = desk.sign_in("店经理")
    book = workbook(manager)
    batch_id, sheets = brought(manager, book)
    assert [(one.name, one.row_count) for one in sheets if one.row_count or not one.import_key] == []
    place = next(one.place for one in sheets if one.import_key == "posts")
    assert "示例 2 行" in manager.open(f"/imports/{batch_id}/sheets/{place}").words
    for page in book:
        for row in page.iter_rows(min_row=2):
            assert row[0].value.startswith(SAMPLE)
            row[0].value = row[0].value.removeprefix(SAMPLE) or None
    batch_id, sheets = brought(manager, book)
    wrong = [(one.name, one.counts) for one in sheets if one.counts.get("fault") or not one.counts.get("add")]
    assert wrong == []
    manager.send(f"/imports/{batch_id}/apply", page=f"/imports/{batch_id}", status=303)
