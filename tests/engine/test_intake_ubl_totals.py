"""UBL orders: what they state about their own money, right, wrong, left out, rounded and hostile."""

from decimal import Decimal

import hostile_numbers
import pytest
from engine.intake.questions import render
from hypothesis import given
from hypothesis import strategies as st
from test_intake_ubl import COLA, change, document, line, lines, only, reading

WATER = COLA.replace("0001", "0006")


def tag(name, value, currency="CNY"):
    return f"<cbc:{name} currencyID='{currency}'>{value}</cbc:{name}>"


def price(amount, per="", code="", currency="CNY"):
    unit = f" unitCode='{code}'" if code else ""
    base = f"<cbc:BaseQuantity{unit}>{per}</cbc:BaseQuantity>" if per else ""
    return f"<cac:Price>{tag('PriceAmount', amount, currency)}{base}</cac:Price>"


def allowance(amount, charge="false", more=""):
    return (
        f"<cac:AllowanceCharge><cbc:ChargeIndicator>{charge}</cbc:ChargeIndicator>"
        f"{tag('Amount', amount)}{more}</cac:AllowanceCharge>"
    )


def goods(amount="", unit_price="", more="", item=COLA, quantity="20", **said):
    said = {"quantity": quantity, "name": "Cola can 330ml", **said}
    amount = tag("LineExtensionAmount", amount) if amount else ""
    return line(item, more=amount + more + (price(unit_price) if unit_price else ""), **said)


def tax(*amounts):
    return "".join(f"<cac:TaxTotal>{tag('TaxAmount', x)}</cac:TaxTotal>" for x in amounts)


def total(currency="CNY", **amounts):
    inside = "".join(tag(name, value, currency) for name, value in amounts.items())
    return f"<cac:AnticipatedMonetaryTotal>{inside}</cac:AnticipatedMonetaryTotal>"


def told(*parts, **values):
    """The question about an order: its code, what was found and what the document says; None without one."""
    draft = only(document(*parts, **values))
    if draft.question is None:
        return None
    assert {x.verdict for x in draft.lines} == {"ask"} and render(draft.question)
    return (draft.question.code, *(draft.question.values[name] for name in ("found", "claimed")))


FULL = {
    "LineExtensionAmount": "6525.00",
    "TaxExclusiveAmount": "6272.50",
    "TaxInclusiveAmount": "6683.58",
    "AllowanceTotalAmount": "652.50",
    "ChargeTotalAmount": "400.00",
    "PrepaidAmount": "10.00",
    "PayableRoundingAmount": "0.42",
    "PayableAmount": "6674",
}


def full(lines_stated=("6300.00", "225.00"), taxes=("411.08",), **changed):
    """An order with every amount that there is, some of them changed or (None) left out."""
    stated = {name: value for name, value in {**FULL, **changed}.items() if value is not None}
    first = goods(lines_stated[0], "50.000", allowance("600", "true") + allowance("300.00"), quantity="120")
    second = goods(lines_stated[1], "15", item=WATER, quantity="15", name="Water")
    return allowance("400.00", "true") + allowance("652.50") + tax(*taxes) + total(**stated) + first + second


def test_an_order_whose_amounts_all_agree_is_accepted():
    draft = only(document(full()))
    assert draft.question is None and [x[1:] for x in lines(draft)] == [
        (2880, "add", "ok"),
        (360, "add", "ok"),
    ]


@pytest.mark.parametrize(
    ("changed", "question"),
    [
        ({"LineExtensionAmount": "6525.02"}, ("total_conflict", "6525.00", "6525.02")),
        ({"TaxExclusiveAmount": "6272.51"}, ("net_conflict", "6272.50", "6272.51")),
        ({"TaxInclusiveAmount": "6683.59"}, ("gross_conflict", "6683.58", "6683.59")),
        ({"AllowanceTotalAmount": "652.00"}, ("discount_conflict", "652.50", "652.00")),
        ({"ChargeTotalAmount": "40.00"}, ("charge_conflict", "400.00", "40.00")),
        ({"PrepaidAmount": "11.00"}, ("payable_conflict", "6673.00", "6674")),
        ({"PayableRoundingAmount": None}, ("payable_conflict", "6673.58", "6674")),
        ({"PayableAmount": "-6674"}, ("payable_conflict", "6674.00", "-6674")),
        ({"taxes": ("411.08", "5")}, ("gross_conflict", "6688.58", "6683.58")),
        ({"lines_stated": ("6200.00", "225.00")}, ("amount_conflict", "6300.00", "6200.00")),
        ({"lines_stated": ("6200.00", "22.50")}, ("amount_conflict", "6300.00 / 225.00", "6200.00 / 22.50")),
    ],
)
def test_an_amount_that_does_not_agree_is_asked_with_both_figures(changed, question):
    assert told(full(**changed)) == question


@pytest.mark.parametrize("name", FULL)
def test_an_amount_that_is_left_out_is_not_missed(name):
    # without prepayment or rounding what is to be paid is another amount
    left_out = {name: None}
    if name in ("PrepaidAmount", "PayableRoundingAmount"):
        left_out["PayableAmount"] = None
    assert told(full(**left_out)) is None


def test_an_order_that_states_sums_alone_or_prices_alone_is_accepted():
    assert told(goods(), total(PayableAmount="100")) is None
    assert told(goods("", "5"), goods("", "3.10", item=WATER)) is None
    assert told(goods("100"), goods("62", item=WATER)) is None


def test_lines_without_an_amount_count_with_quantity_and_price():
    both = goods("100.00"), goods("", "3.10", item=WATER)
    assert told(*both, total(LineExtensionAmount="162")) is None
    assert told(*both, total(LineExtensionAmount="262")) == ("total_conflict", "162.00", "262")
    assert told(both[0], goods(item=WATER), total(LineExtensionAmount="262")) is None


@pytest.mark.parametrize(
    ("amount", "unit_price", "per", "code", "agrees"),
    [
        ("10.00", "1", "2", "", True),
        ("20.00", "1", "2", "", False),
        ("20.00", "1", "0", "", True),
        ("66.67", "10", "3", "", True),
        ("66.66", "10", "3", "", True),
        ("66.68", "10", "3", "", False),
        ("10.00", "1", "2", "CS", True),
        # pieces in a case are not for the document to know
        ("999.00", "1", "2", "PCE", True),
        ("40.00", "-2", "-1", "", True),
        ("-40.00", "2", "", "", False),
    ],
)
def test_the_amount_of_a_line_is_quantity_by_price_by_base_quantity(amount, unit_price, per, code, agrees):
    question = told(line(more=tag("LineExtensionAmount", amount) + price(unit_price, per, code)))
    assert (question is None) == agrees
    assert question is None or question[0] == "amount_conflict"


@pytest.mark.parametrize(
    ("amount", "more", "agrees"),
    [
        ("90.00", allowance("10"), True),
        ("110.00", allowance("10", "true"), True),
        ("107.50", allowance("10", "true") + allowance("2.50"), True),
        ("100.00", allowance("10"), False),
        # nobody can say what is meant here
        ("90.00", allowance("10", "perhaps"), True),
        (
            "90.00",
            "<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator></cac:AllowanceCharge>",
            True,
        ),
    ],
)
def test_allowances_and_charges_of_a_line_are_in_its_amount(amount, more, agrees):
    assert (told(goods(amount, "5", more)) is None) == agrees


def test_an_allowance_inside_the_price_is_in_the_price_already():
    net = f"<cac:Price>{tag('PriceAmount', '5')}{allowance('1', more=tag('BaseAmount', '6'))}</cac:Price>"
    assert told(goods("100.00", more=net)) is None


def test_free_goods_keep_their_price():
    free = "<cbc:FreeOfChargeIndicator>true</cbc:FreeOfChargeIndicator>"
    for amount in ("0", ""):
        paid = goods("15", item=WATER)
        assert (
            only(document(goods(amount, "5", free), paid, total(LineExtensionAmount="15"))).question is None
        )


def test_lines_rounded_one_by_one_may_be_half_a_cent_off_each():
    three = [goods(amount, "", item=item) for amount, item in (("3.33", COLA), ("3.33", WATER))]
    assert told(*three, total(LineExtensionAmount="6.67")) is None
    assert told(*three, total(LineExtensionAmount="6.68")) == ("total_conflict", "6.66", "6.68")


@pytest.mark.parametrize(
    ("currency", "claimed", "agrees"),
    [("JPY", "101", True), ("CNY", "101", False), ("KWD", "100.002", False)],
)
def test_the_smallest_coin_is_that_of_the_currency(currency, claimed, agrees):
    ordered = line(more=tag("LineExtensionAmount", "100", currency))
    assert (told(ordered, total(currency, LineExtensionAmount=claimed)) is None) == agrees


def test_amounts_in_several_currencies_are_not_added():
    ordered = line(more=tag("LineExtensionAmount", "100", "EUR") + price("7", currency="USD"))
    assert told(ordered, total(LineExtensionAmount="780", PayableAmount="780")) is None


@pytest.mark.parametrize(
    ("payable", "parts", "question"),
    [
        ("100", "", None),
        ("119", tax("19"), None),
        ("100", tax("19"), None),
        ("110", tax("19"), ("payable_conflict", "119.00", "110")),
        ("119", "", ("payable_conflict", "100.00", "119")),
    ],
)
def test_without_an_amount_with_tax_the_tax_may_be_left_out_of_what_is_paid(payable, parts, question):
    assert told(goods("100"), parts, total(LineExtensionAmount="100", PayableAmount=payable)) == question


@pytest.mark.parametrize(("payable", "agrees"), [("119", True), ("100", True), ("90", False)])
def test_taxes_named_by_rate_alone_may_be_in_what_is_paid(payable, agrees):
    rate = "<cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID></cac:ClassifiedTaxCategory>"
    stated = total(LineExtensionAmount="100", PayableAmount=payable)
    assert (told(goods("100", item=COLA + rate), stated) is None) == agrees


def test_the_taxes_of_the_lines_add_up():
    taxed = goods("100", more=tag("TotalTaxAmount", "19"))
    stated = total(LineExtensionAmount="100", PayableAmount="119")
    assert told(taxed, tax("19"), stated) is None
    assert told(taxed, stated) is None
    assert told(taxed, tax("18"), total(LineExtensionAmount="100")) == ("tax_conflict", "19.00", "18")
    # what the whole document adds is taxed too
    assert told(allowance("5", "true"), taxed, tax("20"), total(LineExtensionAmount="100")) is None


def test_a_change_states_the_sums_of_the_whole_order():
    changed = goods("600.00", "20", quantity="30")
    gone = goods("1", "20", "<cbc:LineStatusCode>Cancelled</cbc:LineStatusCode>", item=WATER)
    assert only(change(changed, gone, total(LineExtensionAmount="9000"))).question is None
    wrong = only(change(goods("60.00", "20", quantity="30"))).question
    assert (wrong.code, wrong.values["found"]) == ("amount_conflict", "600.00")
    taxed = total(LineExtensionAmount="9000", TaxExclusiveAmount="8000")
    assert only(change(changed, taxed)).question.code == "net_conflict"


HOSTILE = [*hostile_numbers.HOSTILE, "1,5", "."]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["PayableAmount", "LineExtensionAmount", "PrepaidAmount"])
def test_what_is_no_amount_is_told(text, name):
    question = only(document(goods("100", "5"), total(**{name: text}))).question
    assert (question.code, question.values["claimed"]) == ("bad_amount", text[:40]) and render(question)
    assert only(document(goods(text, "5"))).question.code == "bad_amount"
    assert only(document(goods("100", text))).question.code == "bad_amount"


def test_very_large_amounts_are_compared():
    most = "9" * 15 + "." + "9" * 12
    ordered = goods(most, most, quantity="9" * 12)
    assert only(document(ordered, total(LineExtensionAmount=most))).question.code == "amount_conflict"


@given(st.lists(st.sampled_from([*HOSTILE, "0", "-3", "12.50", "1.005", ""]), min_size=6, max_size=6))
def test_no_amounts_make_reading_fail(texts):
    amount, unit_price, per, off, taxed, pays = texts
    ordered = line(more=tag("LineExtensionAmount", amount) + allowance(off) + price(unit_price, per))
    draft = reading(document(ordered, tax(taxed), total(PayableAmount=pays, TaxExclusiveAmount=off))).drafts[
        0
    ]
    assert draft.lines[0].product == 1
    assert draft.question is None or render(draft.question)


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(1, 99999)), min_size=1, max_size=3))
def test_sums_made_with_care_are_never_asked_about(ordered):
    cents = Decimal("0.01")
    items = [COLA, WATER, COLA.replace("0001", "0004")]
    made = [
        (
            goods(str((n * p * cents).quantize(cents)), str(p * cents), item=item, quantity=str(n)),
            n * p * cents,
        )
        for (n, p), item in zip(ordered, items, strict=False)
    ]
    sum_of = str(sum(value for _line, value in made).quantize(cents))
    assert told(*(x for x, _value in made), total(LineExtensionAmount=sum_of, PayableAmount=sum_of)) is None
