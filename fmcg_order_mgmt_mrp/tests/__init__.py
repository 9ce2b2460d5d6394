from . import test_promise
from . import test_promise_bill
from . import test_promise_recipe
