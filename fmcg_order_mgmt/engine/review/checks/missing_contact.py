"""Customers whom nobody could ask, and addresses that nobody could find."""

from collections.abc import Iterator
from dataclasses import dataclass

from .. import wording
from ..check import Check, Found
from ..facts import OrderFacts


@dataclass(frozen=True)
class Contact:
    """What is known of the customer and of the delivery address, by its name."""

    address: str
    reachable: bool
    street: bool
    town: bool


class MissingContact(Check):
    code = "missing_contact"
    sentences = {
        "no_contact": wording._lt("Neither a telephone nor an e-mail address of %(address)s is known."),
        "no_street": wording._lt("The delivery address %(address)s has no street."),
        "no_town": wording._lt("The delivery address %(address)s has no town."),
    }

    questions = {
        "no_contact": wording._lt("At which telephone number or e-mail address can we reach you?"),
        "no_street": wording._lt("We have no street for %(address)s. Where shall we deliver?"),
        "no_town": wording._lt("We have no town for %(address)s. Where shall we deliver?"),
    }

    def find(self, order: OrderFacts) -> Iterator[Found]:
        """Yield what is missing; without a telephone the goods still arrive, so that is only told."""
        contact = order.part(Contact)
        if contact is None:
            return
        figures = {"address": contact.address}
        if not contact.reachable:
            yield Found("no_contact", "contact", figures, at_most="info")
        if not contact.street:
            yield Found("no_street", "address", figures)
        elif not contact.town:
            yield Found("no_town", "address", figures)
