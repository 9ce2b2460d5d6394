"""What a message changes of the order that it follows, in few words."""

import pytest
from phrasing_shop import ORDERS, drafts, open_order, said

FOLLOWED = (*ORDERS, open_order(51, (1, 10), (4, 5), (17, 3)))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        # all but what is named
        ("除了可乐330ml都不要了", "remove:SPRITE remove:DISH"),
        ("只留可乐330ml", "remove:SPRITE remove:DISH"),
        ("可乐330ml留着，其他取消", "remove:SPRITE remove:DISH"),
        ("cancel everything except the cola can", "remove:SPRITE remove:DISH"),
        ("cola can 8, cancel the rest", "set:8箱COLA remove:SPRITE remove:DISH"),
        ("洗洁精2kg留着，其他取消", "?remove:- ?remove:COLA ?remove:SPRITE ?remove:DISH"),
        # something was wrong
        ("雪碧写错了是15", "set:15箱SPRITE"),
        ("刚才雪碧说错了，15箱", "set:15箱SPRITE"),
        ("typo - 15 sprite", "set:15箱SPRITE"),
        ("上面雪碧手误了,应该是20箱,不是5箱", "set:20箱SPRITE"),
        ("the sprite is wrong, it must be 13 cases and not 30", "set:13箱SPRITE"),
        # no more than that, and the others as they are
        ("可乐330ml8箱就够", "set:8箱COLA"),
        ("only 8 cola can", "set:8箱COLA"),
        ("雪碧 15箱，可乐330ml 不变", "set:15箱SPRITE"),
        ("leave the sprite out", "remove:SPRITE"),
        ("sprite 3 ctn will do", "set:3箱SPRITE"),
        # more
        ("雪碧+2", "2箱SPRITE"),
        ("also 2 dish soap 2kg", "2箱DISH2"),
        ("sorry, also 2 sprite", "2箱SPRITE"),
        ("forgot the dish soap 2kg, 2 pls", "2箱DISH2"),
        ("另外洗洁精2kg2箱", "2箱DISH2"),
        ("少写了洗洁精2kg2箱", "2箱DISH2"),
        # out of the order of a day, and less of it
        ("雪碧从那单里头取消", "remove:SPRITE"),
        ("可乐330ml不要那么多改成6箱雪碧不要了", "set:6箱COLA remove:SPRITE"),
        # a person must say what that comes to
        ("第一行不要", "?remove:-"),
        ("cancel the rest", "?remove:-"),
        ("可乐330ml减半", "?remove:-"),
        ("每样加1箱", "?remove:-"),
        ("全部加倍", "?remove:-"),
        ("cola can only", "?remove:-"),
    ],
)
def test_a_follow_up_changes_its_order(text, lines):
    made = drafts(text, orders=FOLLOWED, follows=51)
    assert [(d.kind, d.target) for d in made] == [("amend", 51)]
    assert " ".join(said(text, orders=FOLLOWED, follows=51)) == lines


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("先别送", "hold", None),
        ("not tomorrow, friday", "amend", 18),
        ("整单取消", "cancel", None),
        ("雪碧莫送了，整单取消", "cancel", None),
    ],
)
def test_a_follow_up_without_lines_is_about_its_order(text, kind, day):
    [draft] = drafts(text, orders=FOLLOWED, follows=51)
    assert (draft.kind, draft.target, draft.date and draft.date.day) == (kind, 51, day)
    assert not draft.lines and draft.question is None


def test_a_new_order_with_nothing_else_takes_nothing_off_another():
    [draft] = drafts("可乐330ml5箱，其他不要了", orders=FOLLOWED)
    assert draft.kind == "order"
    assert said("可乐330ml5箱，其他不要了", orders=FOLLOWED) == ["5箱COLA"]


@pytest.mark.parametrize("text", ["谢谢", "好的收到", "ok thanks", "sorry for the late reply"])
def test_thanks_change_nothing(text):
    assert not drafts(text, orders=FOLLOWED, follows=51)


@pytest.mark.parametrize(
    ("text", "held"), [("雪碧不要了", True), ("cancel the sprite can", True), ("白砂糖不要了", False)]
)
def test_goods_of_an_open_order_that_are_taken_off_without_a_word_of_it_are_asked_about(text, held):
    found = drafts(text, orders=FOLLOWED)
    asked = [(d.kind, d.question.code, [x.verdict for x in d.lines]) for d in found]
    assert asked == ([("amend", "which_order", ["ask"])] if held else [])
