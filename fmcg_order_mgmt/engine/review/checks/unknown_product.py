"""Products that are not sold any more, and words of the customer that are not on the order."""

from collections.abc import Iterator

from .. import wording
from ..check import Check, Found, Remedy
from ..facts import OrderFacts
from ..substitute import replacements


class UnknownProduct(Check):
    code = "unknown_product"
    sentences = {
        "not_sold": wording._lt("%(product)s is not for sale any more."),
        "words_no_product": wording._lt(
            "The customer wrote “%(words)s”. It matches no product; the order lacks it."
        ),
        "words_left_out": wording._lt("The customer wrote “%(words)s”. It was left out of the order."),
        "words_other_action": wording._lt(
            "The customer wrote “%(words)s”. This is no plain line; see to it by hand."
        ),
    }

    questions = {
        "not_sold": wording._lt(
            "We do not sell %(product)s any more. Shall we leave it out, or would you like something else "
            "instead?"
        ),
        "words_no_product": wording._lt("You wrote “%(words)s”. Which of our products do you mean?"),
        "words_left_out": wording._lt("You wrote “%(words)s”. Do you want it on this order?"),
        "words_other_action": wording._lt("You wrote “%(words)s”. What shall we do about it?"),
    }

    def find(self, order: OrderFacts) -> Iterator[Found]:
        """Yield lines whose product is archived or not for sale, and words that became no line."""
        for line in order.lines:
            if not line.sold:
                subject, remedies = f"line {line.key}", (Remedy("remove"), *replacements(order, line))
                yield Found("not_sold", subject, line=line.key, product=line.product, remedies=remedies)
        for words in order.words:
            yield Found(f"words_{words.why}", f"words {words.key}", {"words": words.text}, at_most="warn")
