"""SF's codes, of which the most exact one counts, and what an account may say of them."""

import pytest
from engine.tracking import REASONS, STATES, Account, fold
from engine.tracking.providers.sf_codes import BY_REMARK, CODES, LOOKUPS
from sf_samples import ROUTES, SF, ask, reply, resp, scan

EXPECTED = {
    "picked_up": "50 54 /1",
    "in_transit": "30 31 36 302 305 603 628 648 517 /2",
    "customs": "//204 //205",
    "out_for_delivery": "44 204 634 /3",
    "ready_for_pickup": "125 218 642 /11 70/11/1101 33+83 33+85",
    "attempt_failed": "70 33 /13 33/13/1301 70/13/1301",
    "exception": "126 126/11/1101 70+83 70+85",
    "delivered": "80 8000 /4",
    "returning": "99 99+2",
    "lost": "8000+6 8000+2",
    "cancelled": "33/5/501 70+46",
}


def test_code_table():
    found = {code: entry.state for code, entry in CODES.items()}
    assert found == {code: state for state, codes in EXPECTED.items() for code in codes.split()}
    for entry in CODES.values():
        assert entry.name and entry.state in STATES and (not entry.reason or entry.reason in REASONS)
    assert all(state in STATES for _key, _terms, state in BY_REMARK) and len(LOOKUPS) == 5


def codes_of(key):
    """The fields of a scan that a key of the table describes."""
    op, plus, reason = key.partition("+")
    if plus:
        return {"opCode": op, "reasonCode": reason}
    parts = dict(zip(("opCode", "firstStatusCode", "secondaryStatusCode"), key.split("/"), strict=False))
    return {name: value for name, value in parts.items() if value}


@pytest.mark.parametrize("key", CODES)
def test_every_code_is_read(key):
    event = scan(**codes_of(key))
    assert (event.state, event.reason) == (CODES[key].state, CODES[key].reason)


@pytest.mark.parametrize(
    ("codes", "state"),
    [
        ({"opCode": "44", "firstStatusCode": "2", "secondaryStatusCode": "201"}, "out_for_delivery"),
        ({"opCode": "9999", "firstStatusCode": "3", "secondaryStatusCode": "301"}, "out_for_delivery"),
        ({"opCode": "9999", "firstStatusCode": "-"}, "unknown"),
        ({"opCode": "99", "firstStatusCode": "-"}, "returning"),
        ({"opCode": "99", "remark": "快件已转寄到新地址"}, "in_transit"),
        ({"opCode": "99", "remark": "快件退回寄件人"}, "returning"),
        ({"opCode": "99", "reasonCode": "2", "remark": "转寄"}, "returning"),
        ({"opCode": "80", "firstStatusCode": "4", "secondaryStatusCode": "401"}, "delivered"),
        (
            {
                "opCode": "80",
                "firstStatusCode": "4",
                "secondaryStatusCode": "401",
                "remark": "已放入顺丰自助柜",
            },
            "ready_for_pickup",
        ),
        ({"opCode": "80", "remark": "已从顺丰自助柜取件"}, "delivered"),
        ({"opcode": 80}, "delivered"),
        ({"opCode": {"x": 1}}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_sources_that_contradict_each_other(codes, state):
    assert scan(**codes).state == state


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ({"70": "in_transit"}, ("in_transit", "")),
        ({"70": ["exception", "not_picked_up"]}, ("exception", "not_picked_up")),
        ({"70/13/1301": "exception"}, ("exception", "")),
        ({"70": "nonsense"}, ("attempt_failed", "")),
        ({"70": ["exception", "nonsense"]}, ("attempt_failed", "")),
        ("nonsense", ("attempt_failed", "")),
    ],
)
def test_account_s_own_meaning_of_codes(codes, expected):
    account = Account("C", "K", options={"codes": codes})
    exact = {"firstStatusCode": "13", "secondaryStatusCode": "1301"} if "70/13/1301" in codes else {}
    event = scan(account, opCode="70", **exact)
    assert (event.state, event.reason) == expected


def test_a_scan_s_codes_as_one():
    assert scan(opCode="9999", firstStatusCode="-", secondaryStatusCode="-").subcode == ""
    assert scan(opCode="9999", firstStatusCode="2").subcode == "9999/2/"
    assert scan(opCode="70", firstStatusCode="13", reasonCode="46").subcode == "70+46"
    assert not SF.is_new("70/13/9999")


def test_times_that_cannot_be_read():
    rows = [ROUTES[0], {**ROUTES[1], "acceptTime": "soon"}, {**ROUTES[1], "acceptTime": None}]
    ((answer,), _http) = ask(reply(resp(routes=rows)))
    assert len(answer.events) == 1 and answer.unread == ("acceptTime='soon'", "acceptTime=None")


@pytest.mark.parametrize(
    ("options", "faults"),
    [
        ({}, ()),
        ({"language": "en", "method": 2, "push_format": "xml", "pushed": True, "codes": {"70": "lost"}}, ()),
        ({"register": {"n": ["{number}"]}}, ()),
        ({"register": {"n": "x"}}, ("register: does not say which {number} is asked for",)),
        ({"push_format": "csv"}, ("push_format: is none of the possible values",)),
        ({"pushed": 1}, ("pushed: has a value of another kind",)),
        ({"codes": {"70": "flying"}}, ("codes.70: is none of the possible values",)),
        ({"codes": []}, ("codes: has a value of another kind",)),
        ({"x": 1}, ("x: is not known",)),
    ],
)
def test_options(options, faults):
    assert SF.faults(options) == faults


def journey(*codes):
    rows = [
        {"acceptTime": f"2026-03-17 {9 + hour:02}:00:00", "remark": remark, "opCode": op}
        for hour, (op, remark) in enumerate(codes)
    ]
    ((answer,), _http) = ask(reply(resp(routes=rows)))
    return answer


def test_signature_after_a_return_is_the_sender_s():
    answer = journey(("50", ""), ("99", "应客户要求退回"), ("80", "已签收"))
    assert answer.state == "returned" and fold(answer.events).state == "returned"


def test_signature_at_a_new_address_is_none_of_the_sender_s():
    assert journey(("50", ""), ("99", "转寄到新地址"), ("80", "已签收")).state == "delivered"
    # Nothing says which of both it was, and a return would be final.
    assert journey(("50", ""), ("99", ""), ("80", "已签收")).state == "delivered"
