import pytest

from portal.customers.names import keys, surname, typed


@pytest.mark.parametrize(("name", "pinyin", "initials"), [
    ("王丽华", "wanglihua", "wlh"), ("欧阳锋", "ouyangfeng", "oyf"), ("王Tom", "wangtom", "wtom"),
    ("曾凯", "zengkai", "zk"), ("解伟", "xiewei", "xw"), ("仇佳", "qiujia", "qj"), ("朴顺姬", "piaoshunji", "psj"),
    ("查文斌", "zhawenbin", "zwb"), ("区小明", "ouxiaoming", "oxm"), ("翟志刚", "zhaizhigang", "zzg"),
    ("单雄信", "shanxiongxin", "sxx"), ("尉迟恭", "yuchigong", "ycg"), ("乐毅", "yueyi", "yy")])
def test_a_surname_is_read_as_a_surname(name, pinyin, initials):
    assert keys(name)[:2] == (pinyin, initials)


@pytest.mark.parametrize(("name", "also", "initials"), [
    ("曾凯", "cengkai", "ck"), ("单雄信", "danxiongxin", "dxx"), ("尉迟恭", "weichigong", "wcg"), ("王丽华", "", "")])
def test_the_other_reading_of_a_surname_finds_it_too(name, also, initials):
    assert keys(name)[2:] == (also, initials)


@pytest.mark.parametrize("text", ["lü", "lv", "lyu", "LV"])
def test_lü_is_found_however_it_is_typed(text):
    assert keys("吕律").pinyin.startswith(typed(text)) or keys("吕律").also_read.startswith(typed(text))


def test_lü_is_found_by_lu_too():
    assert keys("吕方").also_read == "lufang"


def test_a_rare_character_is_passed_over():
    assert keys("𠮷野家").pinyin == "yejia"
    assert keys("张😀").pinyin == "zhang"
    assert keys("") == ("", "", "", "")


@pytest.mark.parametrize(("name", "family"), [
    ("王女士", "王"), ("欧阳锋", "欧阳"), ("Tom Smith", "Tom"), ("", ""), ("𠮷田", "𠮷")])
def test_the_surname_stands_on_paper(name, family):
    assert surname(name) == family
