"""Words of the two languages that steer reading: fillers, actions, kinds of message, sound-alikes."""

import re
import unicodedata

SOUND_ALIKE = str.maketrans("了壁差叉全蒜相", "乐碧茶茶泉酸箱")
SYNONYMS = {"coke": "cola", "colla": "cola", "wtr": "water", "spr": "sprite", "mi1k": "milk", "tin": "can"}
FILLERS = sorted(
    "要货 订货 多加 退货 退 店里来电 店里 来电 拜访 "
    "上次说的那种 麻烦 谢谢 老板 老板娘 你好 您好 帮我 给我 请送 请 还要 另外 再来 再加 再补 再要 再 来 要 "
    "加 补 送 发 拿 都 各 改成 改为 改到 写错了 是 多 的 了 啊 呢 吧 嗯 呃 喂 那个 那 个 个的 和 跟 与 装 "
    "先 上午 下午 早上 晚上 前 到 按这个 昨天的订单 昨天的单 订单 把 刚才说 刚才 昨天那单 昨天 早上那单 "
    "上午那单 那单 减少 减 少 预留 备着 着 也 毫升 升 味 买 我 今天 次 上".split(),
    key=len,
    reverse=True,
)
FILLER_WORDS = set(
    "hi hello pls please send me us i we need want order to for of the a an and n x plus also boss thx "
    "thanks tq ty add deliver delivery morning afternoon by on in at this that our my your should be make "
    "it change change into get give more another yeah uh s is have po no extra ok cans keep hold will with "
    "each both all yesterday this called call says said wants ordered good but take instead".split()
)
NOT_ORDER = re.compile(
    r"有货吗|不订货|盘点|对账单|签收|请忽略|付款通知|批发价|招商|少了\d+箱|没见车|送货单|"
    r"not an order|please quote|request for quotation|automatic reply|price list|i would take|"
    r"in stock\?|all good|broken cartons|到哪了"
)
HOLD = re.compile(
    r"先别发|等我通知|等我电话|预留|备着|on hold|don'?t (?:ship|send)|"
    r"hold \w+ (?:cartons|cases|ctn)|until further"
)
CANCEL = re.compile(r"取消|作废|不要了|cancel")
SET = re.compile(r"改成|改为|换成|写错|不是|change|make it|instead|should be")
REPLACED = re.compile(
    r"(?:单|单子|订单)(?:都|全部?|先|就|给我|帮我|麻烦)?\s*(?:作废|取消|不要了)|(?:作废|取消|cancel)[^,，。;\n]{0,24}(?:那单|订单|order)"
)
SENT_BACK = re.compile(r"(?:拉走|收回|回收|退回|take back|pick up)\W*$")
REDUCE = re.compile(r"减少|减|少\s*$|reduce|less")
RETURN = re.compile(r"退|破损|回收|收回|拉走|damaged|take back")
FREE = re.compile(r"赠|搭|免费|送$|foc|free|get$")
MORE = re.compile(r"加|再|补|add|extra|more|plus|also")
USUAL = re.compile(r"老样子|照旧|same as (?:last time|usual)|as usual")
REMOVE_AFTER = re.compile(r"不要了?|取消|\[划掉\]")
REMOVE_BEFORE = re.compile(r"不要(?!了)|(?<!\w)(?:cancel|drop|no|without)\s+(?:the\s+)?(?=[a-z])")
THAT_ORDER = re.compile(r"那单|的单|那个单|的订单|(?:our|yesterday's|morning's) order|那张单|上次的|上一封")
UNSURE = re.compile(r"还是|记不清|not sure|\?")
VAGUE = re.compile(r"来箱|几[箱瓶件提罐]|一车|半托|左右|a few|around|about|some\s")


def flat(text: str) -> str:
    """Return the text in half width and lower case, character for character: offsets stay the same."""
    return "".join(_one(c) for c in text)


def _one(c: str) -> str:
    folded = unicodedata.normalize("NFKC", c).lower()
    return folded if len(folded) == 1 else c


def blank(text: str, pattern: re.Pattern) -> str:
    """Return the text with what the pattern matches replaced by spaces, line breaks kept."""
    return pattern.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
