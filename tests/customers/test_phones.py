import pytest

from portal.customers.phones import WrongPhone, normal

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize(("typed", "kept"), [
    ("138 1234 5621", "13812345621"), ("138-1234-5621", "13812345621"), ("+86 138 1234 5621", "13812345621"),
    ("008613812345621", "13812345621"), ("8613812345621", "13812345621"), ("１３８１２３４５６２１", "13812345621"),
    ("027-8555 1234", "02785551234"), ("(027)85551234", "02785551234"), ("+86 27 85551234", "02785551234"),
    ("0710-3123456", "07103123456"), ("400 810 1234", "4008101234"), ("+852 9123 4567", "+85291234567"), ("", ""),
    ("  ", "")])
def test_a_number_has_one_form_however_it_is_typed(app, typed, kept):
    assert normal(typed) == kept


@pytest.mark.parametrize(("typed", "said"), [
    ("1381234562", "少 1 位：手机号应为 11 位数字"), ("138123456", "少 2 位：手机号应为 11 位数字"),
    ("138123456211", "多 1 位：手机号应为 11 位数字"), ("12812345621", "手机号第二位应是 3 到 9"),
    ("85551234", "手机号以 1 开头，座机前要写区号，如 027"),
    ("027-855", "座机应为区号加 7 或 8 位号码，如 027-85551234"),
    ("没有", "电话号码只有数字")])
def test_what_is_wrong_with_a_number_is_said_in_words(app, typed, said):
    with app.test_request_context(), pytest.raises(WrongPhone) as wrong:
        normal(typed)
    assert str(wrong.value) == said
