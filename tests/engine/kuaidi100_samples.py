"""A parcel as kuaidi100 tells of it, and how the tests tell it of one."""

from engine.tracking import Account, Waybill, provider
from tracking_http import Http

ACCOUNT = Account("CUSTOMER", "KEY", secret="SECRET")
NUMBER = "YT9693083639795"
WAYBILL = Waybill(NUMBER, "YuanTong", "13800138000")
CALLBACK = "https://shop.example.com/fmcg/track/kuaidi100/token"
ROWS = [
    {"time": "2026-03-17 18:30:00", "ftime": "2026-03-17 18:30:00", "context": "签收", "statusCode": "301"},
    {"time": "2026-03-16 09:00:00", "ftime": "2026-03-16 09:00:00", "context": "揽收", "statusCode": "103"},
]
RESULT = {"message": "ok", "nu": NUMBER, "com": "yuantong", "status": "200", "state": "3", "data": ROWS}
KUAIDI100 = provider("kuaidi100")


def tell(*args, account=ACCOUNT, waybill=WAYBILL, **kwargs):
    http = Http(*args, **kwargs)
    (answer,) = KUAIDI100.subscribe(account, [waybill], CALLBACK, http)
    return answer, http
