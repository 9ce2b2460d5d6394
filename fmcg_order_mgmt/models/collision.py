"""What scheduled jobs do when other processes are in their way: nobody else does it again for them."""

import logging
import random
import time

from odoo.exceptions import ConcurrencyError, LockError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)

# Another process changed or held the same rows.
COLLISIONS = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError, LockError)
# The waits grow from some milliseconds to some seconds: longer than anybody stores answers.
TRIES = 9
FIRST_WAIT = 0.02


def again(env, act):
    """Return what ``act()`` returns, begun anew after each collision; raises one that does not end.

    Each attempt is a transaction of its own: what was not committed before is dropped.
    """
    for attempt in range(TRIES):
        env.cr.rollback()
        try:
            result = act()
            env.flush_all()
        except COLLISIONS as error:
            env.cr.rollback()
            if attempt == TRIES - 1:
                raise
            _logger.debug("begun anew after %s", type(error).__name__)
            time.sleep(random.uniform(0.5, 1) * FIRST_WAIT * 2**attempt)
        else:
            return result
    raise AssertionError("unreachable")
