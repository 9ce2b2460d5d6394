"""What carriers' own words say where a provider's codes are too coarse: English, German, Chinese."""

import re
from typing import NamedTuple

# Kinds of code: those that say where a parcel is, that something went wrong, that it was handed over.
MOVING, FAILED, DONE = "moving", "failed", "done"


class Rule(NamedTuple):
    """Words that mean a state, where the code says one of the kinds ``when``."""

    name: str
    words: re.Pattern
    state: str
    reason: str
    when: frozenset[str]


def _rule(name: str, words: str, state: str, reason: str = "", *when: str) -> Rule:
    return Rule(name, re.compile(words, re.IGNORECASE), state, reason, frozenset(when or (MOVING, FAILED)))


# In this order: what went wrong is said beside what happens next, and only the first match counts.
RULES = (
    _rule(
        "refused",
        r"\brefus(?:ed|al)|annahme.{0,30}verweiger|verweigert die annahme|拒收|拒绝(?:接收|签收)",
        "exception",
        "consignee_refused",
    ),
    # Until it is handed over, a parcel for the sender is only on its way back.
    _rule(
        "returned",
        r"delivered (?:back )?to (?:the )?(?:sender|shipper|consignor)"
        r"|(?:an|beim) (?:den )?absender (?:zurück)?zugestellt|(?:寄|发)件人已?签收",
        "returned",
        "",
        DONE,
    ),
    _rule(
        "returning",
        r"(?:return(?:ing|ed)?|delivered)(?: back)? to (?:the )?(?:sender|shipper|consignor|origin)"
        r"|being returned(?! to (?:the )?(?:\w+ )?(?:depot|facility|station))|return shipment"
        r"|rücksendung|retoure|zurück an (?:den )?absender|an (?:den )?absender zurück|zurückgesandt"
        r"|退回|退件|返回(?:寄|发)件",
        "returning",
    ),
    # Words alone are not enough to give a parcel up for good.
    _rule(
        "lost",
        r"\blost\b(?! time)|missing shipment|verloren ?gegangen|遗失|丢失",
        "exception",
        "carrier_parcel_lost",
    ),
    _rule("damaged", r"damage|beschädig|破损|损坏", "exception", "carrier_damaged_parcel"),
    _rule(
        "moved",
        r"(?:recipient|consignee|customer|receiver|addressee) (?:has |have )?moved|moved away"
        r"|verzogen|已搬",
        "exception",
        "consignee_moved",
    ),
    _rule(
        "address",
        r"(?:incorrect|incomplete|wrong|bad|insufficient|invalid) (?:\w+ )?address"
        r"|address (?:\w+ )?(?:is |was )?(?:needed|required|incorrect|incomplete|unknown|not found)"
        r"|(?:adresse|anschrift)\w* .{0,40}(?:unvollständig|fehlerhaft|falsch|nicht)"
        r"|empfänger .{0,30}nicht (?:ermittelt|gefunden)|地址(?:不详|错误|不完整|有误|不清)",
        "exception",
        "consignee_incorrect_address",
    ),
    _rule(
        "absent",
        r"(?:not|no ?one|nobody) (?:at )?home|(?:recipient|consignee|customer|receiver|addressee) "
        r"(?:was |is )?(?:not (?:available|present|in)\b|absent|unavailable)|business (?:was |is )?closed"
        r"|(?:premises|office|shop) (?:was |is |were )?closed|closed on arrival"
        r"|nicht angetroffen|nicht zu ?hause|\bgeschlossen|无人(?!机)|收件人不在|联系不上|无法联系",
        "attempt_failed",
        "consignee_not_available",
    ),
    _rule(
        "attempt",
        r"delivery (?:was )?attempt|attempted delivery|unsuccessful (?:delivery|attempt)"
        r"|card left|notice left"
        r"|could not be delivered|not (?:be )?delivered|zustellversuch|nicht zugestellt|zustellung nicht"
        r"|派送(?:失败|不成功|未成功)|投递(?:失败|不成功|未成功|未妥)|未能(?:派送|投递)|尝试(?:派送|投递)",
        "attempt_failed",
    ),
    _rule(
        "pickup",
        r"to be (?:picked up|collected)|(?:ready|available|awaiting|held|waiting) (?:for |at )?(?:\w+ ){0,3}"
        r"(?:pick.?up|collection|packstation|parcel ?shop|service ?point|locker)"
        r"|(?:arrived|delivered) at (?:the |a )?(?:parcel ?shop|service ?point)"
        r"|abholbereit|zu[rm] abhol|bereit zur abholung|(?:待|等待|可|请)(?:自提|取件|自取)"
        r"|已到达?(?:自提|服务|取件)点",
        "ready_for_pickup",
    ),
    _rule(
        "customs papers",
        r"(?:customs|clearance|zoll|清关|海关|报关).{0,60}(?:document|paperwork|information|unterlagen|资料|文件|单证)",
        "customs",
        "customs_documentation",
        MOVING,
    ),
    _rule(
        "customs hold",
        r"(?:customs|clearance|zoll).{0,40}(?:delay|hold|held|inspection|verzöger|prüfung|beschau)"
        r"|(?:delay|held|hold).{0,30}(?:customs|clearance)|(?:清关|海关|报关).{0,10}(?:延误|查验|扣留|异常)",
        "customs",
        "customs_delay",
        MOVING,
    ),
    _rule("customs", r"customs|clearance|\bzoll|verzoll|清关|海关|报关|通关", "customs", "", MOVING),
    _rule(
        "customs trouble",
        r"customs|clearance|\bzoll|verzoll|清关|海关|报关|通关",
        "exception",
        "customs_delay",
        FAILED,
    ),
    _rule("weather", r"weather|wetter|unwetter|天气|台风|暴雨", "exception", "weather_delay", FAILED),
    _rule(
        "out for delivery",
        r"out (?:for|with) (?:\w+ (?:for )?)?delivery|out with (?:the )?courier"
        r"|with (?:the )?delivery (?:courier|driver)"
        r"|with courier for delivery|(?:onto|on|in) (?:the )?delivery vehicle|zustellfahrzeug"
        r"|in (?:der )?zustellung|派(?:送|件)中|正在(?:派送|派件|投递)|外出派送|安排(?:派送|投递)|开始派送",
        "out_for_delivery",
        "",
        MOVING,
    ),
    _rule(
        "picked up",
        r"\b(?:picked up|collected)\b|abgeholt"
        r"|(?:已|快递员)?(?:揽收|揽件|取件成功|收寄)",
        "picked_up",
        "",
        MOVING,
    ),
)


def read_wording(words: str, kind: str) -> Rule | None:
    """Return the first rule for a code of this kind whose words are in a text."""
    return next((rule for rule in RULES if kind in rule.when and rule.words.search(words)), None)
