"""Carriers' words in three languages, and what they must not be taken for."""

import pytest
from engine.tracking import REASONS, STATES
from engine.tracking.wording import DONE, FAILED, MOVING, RULES, read_wording

MOVES = {
    "out for delivery": """Shipment is out with courier for delivery
        With delivery courier
        Out for delivery
        The shipment has been loaded onto the delivery vehicle
        Die Sendung wurde in das Zustellfahrzeug geladen.
        快件正在派送,请保持电话畅通
        派件中""",
    "pickup": """Awaiting collection by recipient as requested
        The shipment is ready for pick-up at the PARCELSHOP
        Held at DHL service point
        Available for collection
        Ready to be picked up
        Die Sendung liegt in der Filiale zur Abholung bereit.
        快件已到达自提点,请取件
        待自提""",
    "customs": """Clearance processing complete at LEIPZIG
        Released by customs
        Die Sendung befindet sich in der Zollabfertigung.
        快件正在清关
        报关中""",
    "customs hold": """Customs inspection
        Clearance delay
        Shipment held at customs
        海关查验""",
    "customs papers": """Clearance: further documents are required
        清关需要提供资料""",
    "refused": """Recipient refused delivery
        Der Empfänger hat die Annahme der Sendung verweigert.
        收件人拒收""",
    "returning": """Returned to shipper
        The shipment is being returned
        Return to sender
        Being delivered to the sender
        Die Sendung wird zurückgesandt.
        Rücksendung eingeleitet
        快件退回寄件人""",
    "absent": """Delivery attempted; recipient not home
        Business closed
        Customer not available
        Der Empfänger wurde nicht angetroffen.
        派送失败,收件人不在
        无人签收""",
    "attempt": """Delivery attempt could not be completed
        Die Sendung konnte nicht zugestellt werden.
        投递未成功""",
    "address": """Address information needed; contact DHL
        Incorrect delivery address
        Die Adresse ist unvollständig.
        地址不详""",
    "moved": """Recipient has moved
        Empfänger verzogen""",
    "damaged": """Shipment damaged
        Die Sendung wurde beschädigt.
        外包装破损""",
    "lost": """The parcel is lost
        Die Sendung ist verloren gegangen.
        快件遗失""",
    "picked up": """Shipment picked up
        Die Sendung wurde abgeholt.
        快件已揽收""",
    "": """Processed at HONG KONG - HONG KONG SAR, CHINA
        Departed Facility in LEIPZIG - GERMANY
        Arrived at Delivery Facility in SHANGHAI
        Scheduled for delivery
        Returned to delivery facility
        The shipment is being returned to the depot
        The shipment has moved within the network
        Lost time in traffic
        Die Bearbeitung ist abgeschlossen.
        Die Sendung wurde im Ziel-Paketzentrum bearbeitet.
        无人机运输
        快件已从上海发出""",
}


@pytest.mark.parametrize(
    ("words", "name"), [(line.strip(), name) for name, lines in MOVES.items() for line in lines.splitlines()]
)
def test_words_beside_a_code_that_only_says_that_it_moves(words, name):
    rule = read_wording(words, MOVING)
    assert (rule.name if rule else "") == name


@pytest.mark.parametrize(
    ("words", "kind", "state", "reason"),
    [
        ("Held by customs", FAILED, "exception", "customs_delay"),
        ("Delayed by weather", FAILED, "exception", "weather_delay"),
        ("Out for delivery", FAILED, None, ""),
        ("Picked up", FAILED, None, ""),
        ("Delivered to sender", DONE, "returned", ""),
        ("An den Absender zugestellt", DONE, "returned", ""),
        ("寄件人已签收", DONE, "returned", ""),
        ("Delivered to recipient, shipment damaged", DONE, None, ""),
    ],
)
def test_words_beside_other_codes(words, kind, state, reason):
    rule = read_wording(words, kind)
    assert ((rule.state, rule.reason) if rule else (None, "")) == (state, reason)


def test_rules_lead_to_states_and_reasons_that_exist():
    assert all(rule.state in STATES and rule.when <= {MOVING, FAILED, DONE} for rule in RULES)
    assert {rule.reason for rule in RULES} <= {*REASONS, ""}
    assert len({rule.name for rule in RULES}) == len(RULES)
