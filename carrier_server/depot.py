"""Everything behind the counter: parcels, services, faults, limits, pushes."""

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from .faults import Faults
from .journal import Journal
from .limits import Limits
from .outbox import Outbox, Watch
from .parcels import Parcels
from .protocol import Protocol, Shop
from .protocols import PROTOCOLS


@dataclass(frozen=True)
class Webhook:
    """Where a service's pushes go, the secret that signs them, headers to add, and json or xml."""

    url: str
    secret: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    format: str = "json"


class Depot:
    """What all services share; ``ticking`` is the clock of rates per second, where that is another one."""

    def __init__(
        self,
        shop: Shop,
        parcels: Parcels,
        *,
        seed: int = 0,
        retry_scale: float = 1,
        enforce: bool = True,
        ticking: Callable[[], dt.datetime] | None = None,
    ):
        self.shop = shop
        self.retry_scale = retry_scale
        self.enforce = enforce
        self.closing = threading.Event()
        self.faults = Faults(seed)
        self.journal = Journal()
        self.limits = Limits(self.clock, ticking or self.clock)
        self.outbox = Outbox(self)
        self.webhooks: dict[str, Webhook] = {}
        self.protocols: dict[str, Protocol] = {code: each(self) for code, each in PROTOCOLS.items()}
        self.parcels = parcels

    @property
    def parcels(self) -> Parcels:
        return self._parcels

    @parcels.setter
    def parcels(self, parcels: Parcels):
        self._parcels = parcels
        parcels.listeners.append(self.outbox.moved)

    def clock(self) -> dt.datetime:
        """Return the time of the parcels."""
        return self._parcels.clock()

    def protocol(self, path: str) -> Protocol | None:
        """Return the service that answers at this path."""
        for protocol in self.protocols.values():
            if path.startswith(protocol.paths):
                return protocol
        return None

    def address(self, watch: Watch) -> str:
        """Return where the pushes of a watch go, '' when nowhere."""
        return watch.extra.get("url", "") or self.webhook(watch.provider).url

    def webhook(self, provider: str) -> Webhook:
        """Return a service's webhook; one without address when none is set."""
        return self.webhooks.get(provider) or Webhook("")

    def secret(self, provider: str) -> str:
        """Return what a service signs its pushes with."""
        return self.webhook(provider).secret or self.shop.login(provider).secret

    def set_webhook(self, provider: str, webhook: Webhook):
        """Send a service's pushes there from now on, first of all what was never told; '' ends them."""
        self.webhooks[provider] = webhook
        self.outbox.look_again(provider)

    def unheard(self, provider: str):
        """Do what a service does when a push was not acknowledged to the end."""
        if self.protocols[provider].disables:
            self.webhooks.pop(provider, None)

    def reset(self):
        """Begin anew, with the same accounts and clock."""
        for each in (self.faults, self.journal, self.limits, self.outbox, self.parcels):
            each.reset()
        self.webhooks.clear()
        for protocol in self.protocols.values():
            protocol.reset()
