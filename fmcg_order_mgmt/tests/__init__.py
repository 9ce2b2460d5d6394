from . import test_message_tour
from . import test_intake_question
from . import test_order_feedback
from . import test_order_request
from . import test_order_request_screen
from . import test_outlet_class
from . import test_route
from . import test_sale_order_gate
