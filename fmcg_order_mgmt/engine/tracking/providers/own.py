"""Own vans, and customers who collect: people report, nobody is asked."""

from collections.abc import Sequence

from ..provider import Provider
from ..values import Account, Answer, HttpClient, Waybill


class Own(Provider):
    """The company's own vans; their scans are entered by drivers and dispatchers."""

    code = "own"
    name = "Own vans"
    polled = False

    needs = ()

    def query(self, account: Account, waybills: Sequence[Waybill], http: HttpClient) -> tuple[Answer, ...]:
        """Return answers without events: there is no service to ask."""
        return (Answer(message="Own vans report by themselves; there is nothing to ask."),) * len(waybills)
