import logging
import re

from odoo.tests import HttpCase, no_retry, tagged


def _is_failure(message):
    return "[HOOT]" not in message


class _Console(logging.Handler):
    """Keeps what the browser writes to its console."""

    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())


@tagged("post_install", "-at_install")
class TestOrderDeskUnit(HttpCase):
    @no_retry
    def test_the_components_hold(self):
        """The unit tests of this addon's components run in the browser, and there are some."""
        console = _Console()
        logger = logging.getLogger(f"{__name__}.TestOrderDeskUnit.{self._testMethodName}.browser")
        logger.addHandler(console)
        self.addCleanup(logger.removeHandler, console)
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={_suite('@fmcg_order_mgmt')}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=_is_failure,
        )
        self.assertTrue(any(re.search(r"Passed [1-9]\d* tests", line) for line in console.lines))


def _suite(name):
    """Return the id by which the browser's test runner knows a suite: a 32-bit hash of its name."""
    found = 0
    for letter in name:
        found = ((found << 5) - found + ord(letter)) & 0xFFFFFFFF
    return f"{found:08x}"
