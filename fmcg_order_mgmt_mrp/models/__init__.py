from . import promise
from . import promise_bill
from . import promise_recipe
from . import promise_supply
from . import promise_work_time
from . import res_company
from . import res_config_settings
