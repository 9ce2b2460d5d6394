"""``python -m carrier_server --port 8071``: serve until interrupted."""

import argparse
import logging

from .parcels import Parcels
from .protocol import Shop
from .server import HOST, QUERY, CarrierServer

_logger = logging.getLogger("carrier_server")


def main(arguments: list[str] | None = None) -> int:
    """Serve; return 1 when the port is taken."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    shop = Shop(options.customer, options.key, options.lock_seconds)
    try:
        server = CarrierServer(options.port, shop, Parcels(options.step_seconds))
    except OSError as error:
        _logger.error("cannot listen on %s:%s: %s", HOST, options.port, error.strerror)
        return 1
    with server:
        _logger.info("serving http://%s:%s%s", HOST, server.server_port, QUERY)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            _logger.info("stopped")
    return 0


def _parser() -> argparse.ArgumentParser:
    shop = Shop()
    parser = argparse.ArgumentParser(prog="carrier_server", description="A local carrier for tests and demo.")
    parser.add_argument("--port", type=_port, default=8071, help="default: %(default)s; 0 takes a free one")
    parser.add_argument("--customer", default=shop.customer, help="account; default: %(default)s")
    parser.add_argument("--key", default=shop.key, help="its secret; default: %(default)s")
    parser.add_argument(
        "--step-seconds", type=_seconds, default=20, help="time from step to step; default: %(default)s"
    )
    parser.add_argument(
        "--lock-seconds",
        type=_seconds,
        default=0,
        help="how soon a number may not be asked for again; default: never locked; kuaidi100: 1800",
    )
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


if __name__ == "__main__":
    raise SystemExit(main())
