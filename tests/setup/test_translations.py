from portal.translations import check


def test_every_text_has_one_chinese_wording_and_no_source_holds_chinese_of_its_own():
    assert check.faults() == []
