from . import test_order_request
