from babel.messages.catalog import Catalog

from portal import translations
from portal.translations import check


def test_every_text_has_one_chinese_wording_and_no_source_holds_chinese_of_its_own():
    assert check.faults() == []


def test_a_plural_that_another_area_translates_keeps_that_wording(monkeypatch):
    catalog = Catalog(locale="zh_CN")
    catalog.add(("%(num)d day", "%(num)d days"), string=("",))
    catalog.add(("%(num)d week", "%(num)d weeks"), string=("%(num)d 周",))
    catalog.add("Late")
    monkeypatch.setattr(translations, "stored", lambda area: catalog)
    assert [one.id for one in translations.translated("stock") if one.id] == [("%(num)d week", "%(num)d weeks")]
