"""Keeps the secret part of public links out of the server's access log."""

import logging
import re

SECRET_PATH = re.compile(r"(/fmcg/(?:status|chat|offer/\d+|track/\w+)/)[^\s/?#\"]+")


class TokenFilter(logging.Filter):
    """Replaces the token in logged paths by three dots."""

    def filter(self, record):
        if isinstance(record.args, tuple):
            record.args = tuple(
                SECRET_PATH.sub(r"\1...", arg) if isinstance(arg, str) else arg for arg in record.args
            )
        return True


logging.getLogger("werkzeug").addFilter(TokenFilter())
