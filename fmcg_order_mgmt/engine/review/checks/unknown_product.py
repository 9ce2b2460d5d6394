"""Products that are not sold any more, and words of the customer that are not on the order."""

from collections.abc import Iterator

from ..check import Check, Found
from ..facts import OrderFacts


class UnknownProduct(Check):
    code = "unknown_product"

    def find(self, order: OrderFacts) -> Iterator[Found]:
        """Yield lines whose product is archived or not for sale, and words that became no line."""
        for line in order.lines:
            if not line.sold:
                yield Found("not_sold", f"line {line.key}", line=line.key, product=line.product)
        for words in order.words:
            yield Found(f"words_{words.why}", f"words {words.key}", {"words": words.text}, at_most="warn")
