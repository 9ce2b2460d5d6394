from . import token_filter
from . import customer_page
from . import offer_page
from . import order_sheet
from . import pick_list
from . import order_page
from . import order_api
from . import chat_gateway
