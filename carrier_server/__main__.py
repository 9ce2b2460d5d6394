"""``python -m carrier_server --port 8071``: serve until interrupted."""

import argparse
import logging

from .journeys import MIX
from .parcels import Parcels
from .protocol import Login, Shop
from .protocols import PROTOCOLS
from .server import HOST, QUERY, CarrierServer

_logger = logging.getLogger("carrier_server")


def main(arguments: list[str] | None = None) -> int:
    """Serve; return 1 when the port is taken."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    shop = Shop(options.customer, options.key, options.lock_seconds, options.secret, dict(options.login))
    mix = MIX if options.mix else None
    parcels = Parcels(options.step_seconds, seed=options.seed, mix=mix, spread=options.spread)
    try:
        server = CarrierServer(
            options.port, shop, parcels, seed=options.seed, retry_scale=options.retry_scale
        )
    except OSError as error:
        _logger.error("cannot listen on %s:%s: %s", HOST, options.port, error.strerror)
        return 1
    with server:
        _logger.info("serving %s%s", server.url, QUERY)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            _logger.info("stopped")
    return 0


def _parser() -> argparse.ArgumentParser:
    shop = Shop()
    parser = argparse.ArgumentParser(prog="carrier_server", description="A local carrier for tests and demo.")
    add = parser.add_argument
    add("--port", type=_port, default=8071, help="default: %(default)s; 0 takes a free one")
    add("--customer", default=shop.customer, help="account at all services; default: %(default)s")
    add("--key", default=shop.key, help="its secret; default: %(default)s")
    add("--secret", default=shop.secret, help="what pushes are signed with; default: %(default)s")
    add(
        "--login",
        type=_login,
        action="append",
        default=[],
        metavar="PROVIDER=CUSTOMER:KEY[:SECRET]",
        help="another account for one service; may be repeated",
    )
    add("--step-seconds", type=_seconds, default=20, help="time from step to step; default: %(default)s")
    add(
        "--lock-seconds",
        type=_seconds,
        default=0,
        help="how soon a number may not be asked for again; default: never locked; kuaidi100: 1800",
    )
    add("--retry-scale", type=_seconds, default=1, help="shortens the waits between attempts of a push")
    add("--mix", action="store_true", help="numbers without a word for it go different ways by chance")
    add("--spread", type=_share, default=0, help="how much the time from step to step differs, 0 to 1")
    add("--seed", type=int, default=0, help="another seed, other chances; default: %(default)s")
    return parser


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port < 65536:
        raise argparse.ArgumentTypeError(f"no such port: {text}")
    return port


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds < 1e6:
        raise argparse.ArgumentTypeError(f"not between 0 and 1,000,000 seconds: {text}")
    return seconds


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"not between 0 and 1: {text}")
    return share


def _login(text: str) -> tuple[str, Login]:
    provider, _, account = text.partition("=")
    parts = account.split(":")
    if provider not in PROTOCOLS or len(parts) not in (2, 3):
        raise argparse.ArgumentTypeError(
            f"not PROVIDER=CUSTOMER:KEY[:SECRET]: {text}; the providers are {', '.join(PROTOCOLS)}"
        )
    return provider, Login(parts[0], parts[1], parts[2] if len(parts) == 3 else Shop().secret)


if __name__ == "__main__":
    raise SystemExit(main())
