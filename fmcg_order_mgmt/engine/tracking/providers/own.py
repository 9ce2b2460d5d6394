"""Own vans, and customers who collect: people report, nobody is asked."""

from ..provider import Account, Answer, HttpClient, Provider, Waybill


class Own(Provider):
    """The company's own vans; their scans are entered by drivers and dispatchers."""

    code = "own"
    name = "Own vans"
    polled = False

    def query(self, account: Account, waybill: Waybill, http: HttpClient) -> Answer:
        """Return an answer without events: there is no service to ask."""
        return Answer(message="Own vans report by themselves; there is nothing to ask.")
