"""A clock that is moved by hand, which Odoo's tracking and the carrier's server both go by.

freezegun would replace the time of the whole program, and slow down what is to be measured. So only what
tracking reads the time from is replaced: its own ``utc_now``, ``fields.Datetime.now``, and the ``time``
of the job that asks, whose sleeping moves the clock.
"""

import datetime as dt
import math
import sys

from odoo import fields
from odoo.tools import SQL

from odoo.addons.fmcg_order_mgmt.engine.tracking import PROVIDERS

ADDON = "odoo.addons.fmcg_order_mgmt.models."
# A real sleep ends late rather than early.
TICK = 0.001


class Clock:
    """Stands still until it is moved; ``monotonic`` and ``sleep`` are those of the module ``time``."""

    def __init__(self, start: dt.datetime):
        self._start = start
        self._seconds = 0.0

    def now(self) -> dt.datetime:
        """Return the time, aware."""
        return self._start + dt.timedelta(seconds=self._seconds)

    def naive(self) -> dt.datetime:
        """Return the time as the ORM has it."""
        return self.now().astimezone(dt.timezone.utc).replace(tzinfo=None, microsecond=0)

    def monotonic(self) -> float:
        return self._seconds

    def sleep(self, seconds: float):
        if seconds > 0:
            self._seconds = math.ceil((self._seconds + seconds) / TICK) * TICK

    def move_to(self, moment: dt.datetime):
        """Move to a moment, unless it has passed."""
        self._seconds = max(self._seconds, (moment - self._start).total_seconds())

    def rule(self):
        """Let all of tracking go by this clock, for the rest of the program."""
        fields.Datetime.now = staticmethod(lambda *_args: self.naive())
        for name, module in list(sys.modules.items()):
            if name.startswith(ADDON) and hasattr(module, "utc_now"):
                module.utc_now = self.now
        for name in ("poll_run", "tracking_turn"):
            sys.modules[ADDON + name].time = self
        turns = sys.modules[ADDON + "tracking_turn"].FmcgTrackingTurn
        turns._now = lambda _turns: SQL("%s::float8", self._seconds)
        PROVIDERS["sf"].clock = self.now
