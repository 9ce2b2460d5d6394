"""Plain text: chat, phone notes, transcripts and e-mail bodies in Chinese and English."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from .. import dates, language, units
from ..documents import asked
from ..language import blank
from ..lines import Desk, once, repeated, replaced, staged
from ..matcher import index_of
from ..model import Customer, Draft, File, Knowledge, Line, Message, OpenOrder, Question, Reading
from ..quantities import Quantities, Quantity
from ..usual import usual

QUOTED = re.compile(
    r"^\s*>.*$|^-{3,}\s*(?:原始邮件|original message)[\s\S]*|^on .{4,80} wrote:[\s\S]*|"
    r"^(?:subject|主题|发件人|时间)\s*[:：].*$|^(?:best )?regards[\s\S]*|<[^>]{0,200}>|"
    r"^采购部.*$|^\[\d[^\]]{5,30}\]\s*[^:\n]{1,40}:|^#接龙|^\s*\d{1,2}:\d\d\s",
    re.M,
)
NOISE = re.compile(
    r"(?:送到\S{0,12}?\d+号)|(?:电话|手机|回电|call)\s*[:：]?\s*[\d-]{7,}|(?<!\d)(?:1\d{10}|0\d{2,3}-\d{7,8})(?!\d)|"
    r"^\s*\d{1,2}[.、)](?!\d)|\d+号仓|gate \d+|\d{1,2}点(?:半|前)?",
    re.M,
)
REFERENCE = re.compile(r"(?<![a-z])(?:po|so)[ -]?#?([a-z]*\d[\w-]{2,})")
PRICE = re.compile(r"@\s*(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)\s*(?:元|块)?(?:一|每|/)(?:箱|件|瓶)")
BREAK = re.compile(
    r"[,，](?!\d{3}(?!\d))|[;；。!?！？\n]|(?<!\d)\.(?=\s|$)|\s/\s|(?<!\w)(?:and|n|plus)(?!\w)|另外"
)
CORRECTION = re.compile(r"呃?不对|no,?\s+sorry|sorry i mean")


class PlainText:
    """Reader of text files."""

    def takes(self, file: File) -> bool:
        """Return whether the file is plain text by name or type."""
        return file.mimetype == "text/plain" or file.name.lower().endswith(".txt")

    def read(self, file: File, message: Message, knowledge: Knowledge) -> Reading:
        """Return the reading of the file's text."""
        body = file.data.decode("utf-8", errors="replace")
        reading = read(replace(message, text=body, files=()), knowledge)
        return replace(
            reading,
            drafts=tuple(
                replace(d, lines=tuple(replace(x, source_name=file.name) for x in d.lines))
                for d in reading.drafts
            ),
        )


def read(message: Message, knowledge: Knowledge) -> Reading:
    """Return the drafts that a message's text holds."""
    flat = blank(language.flat(message.text), QUOTED)
    if not flat.strip():
        return Reading("none", (), Question("empty"))
    if language.NOT_ORDER.search(flat):
        return Reading("none")
    drafts = []
    for start, end, customer in _sections(flat, message, knowledge):
        draft = _Section(message, knowledge, customer, flat, start, end).draft()
        if draft:
            drafts.append(draft)
    if not drafts and _amounts(flat, message, knowledge):
        words = re.sub(r"\s+", " ", message.text).strip()[:60]
        return Reading("none", (), Question("not_understood", {"words": words}))
    return Reading(drafts[0].kind if drafts else "none", tuple(drafts))


def _amounts(flat: str, message: Message, knowledge: Knowledge) -> bool:
    """Whether amounts with a unit stand in a text: it may be an order that was not understood."""
    desk = Desk(message, knowledge, None)
    found = Quantities(desk, None, units.words(knowledge.unit_words)).find(blank(flat, NOISE), 0, len(flat))
    return any(word for q in found for _n, word, _kind in q.amount.parts)


def _references(order: OpenOrder) -> set[str]:
    """The names of an order in lower case: ours, and the customer's with and without its letters."""
    names = {n.lower() for n in (order.ref, order.customer_ref) if n}
    return names | {re.sub(r"^(?:so|po)[ -]?", "", n) for n in names}


def _sections(flat: str, message: Message, knowledge: Knowledge):
    """(start, end, customer) of each shop's part; one part where one shop alone is meant."""
    parties = index_of(knowledge).parties
    sender = parties.by_key.get(message.customer)
    named = parties.named_in(flat)
    if sender or len({c.key for _a, _b, c in named}) < 2:
        return [(0, len(flat), sender or (named[0][2] if named else None))]
    starts = [flat.rfind("\n", 0, a) + 1 for a, _b, _c in named]
    return [
        (s, e, c) for s, e, (_a, _b, c) in zip(starts, [*starts[1:], len(flat)], named, strict=True) if e > s
    ]


class _Section:
    """The part of a text that is about one customer."""

    def __init__(
        self,
        message: Message,
        knowledge: Knowledge,
        customer: Customer | None,
        flat: str,
        start: int,
        end: int,
    ):
        self.message, self.customer = message, customer
        self.desk = Desk(message, knowledge, customer)
        self.quantities = Quantities(self.desk, customer, units.words(knowledge.unit_words))
        # everything outside the part becomes space, so that offsets stay those of the message
        self.flat = " " * start + flat[start:end]
        self.said = self.flat
        self.named: list[Customer] = []
        for a, b, named in self.desk.index.parties.named_in(self.flat):
            self._hide(a, b)
            self.named.append(named)
        self.reference = self._reference()
        self.dates = self._dates()
        self.price = self._prices()
        self.flat = blank(self.flat, NOISE)
        self.flat = CORRECTION.sub(lambda m: "~" * len(m[0]), self.flat)

    def _hide(self, start: int, end: int) -> None:
        self.flat = self.flat[:start] + " " * (end - start) + self.flat[end:]

    def _reference(self) -> str | None:
        known = {r.lower() for o in self.desk.orders() for r in (o.ref, o.customer_ref) if r and len(r) > 3}
        named = "|".join(re.escape(r) for r in sorted(known, key=len, reverse=True))
        m = re.search(rf"(?<![\w-])({named})(?![\w-])", self.flat) if named else None
        m = m or REFERENCE.search(self.flat)
        if m:
            self._hide(*m.span())
        return m[1] if m else None

    def _dates(self) -> list[dates.Found]:
        found = list(
            dates.find(
                self.flat, self.message.received_at.date(), bool(self.customer and self.customer.day_first)
            )
        )
        for x in found:
            self._hide(*x.span)
        return found

    def _prices(self) -> list[tuple[int, Decimal]]:
        found = [(m.start(), Decimal(m[1] or m[2])) for m in PRICE.finditer(self.flat)]
        self.flat = blank(self.flat, PRICE)
        return found

    def draft(self) -> Draft | None:
        """Return the draft of this part, None where nothing is ordered in it."""
        orders = self.desk.orders()
        target = next(
            (
                o
                for o in orders
                if o.key == self.message.follows or (self.reference and self.reference in _references(o))
            ),
            None,
        )
        that = bool(language.THAT_ORDER.search(self.said))
        target = target or (self._earlier(orders) if that else None)
        about = bool(target) or that or bool(language.SET.search(self.said))
        if language.USUAL.search(self.said) and not about:
            return self._usual()
        lines = once([x for start, end in self._clauses() for x in self._lines(start, end, about)])
        if target and lines and language.REPLACED.search(self.said):
            lines = replaced(lines, target)
        if target and self.reference and that:
            lines = tuple(self._of_another(x) for x in lines)
        kind = "hold" if language.HOLD.search(self.said) else "amend" if about else "order"
        if self.message.follows is not None and self._plain():
            kind, target = "order", None
        cancels = language.REPLACED if not about else language.CANCEL
        if not any(x.product for x in lines) and cancels.search(self.said):
            kind, lines = "cancel", ()
        if not lines and kind != "cancel" and not (target and (kind == "hold" or self.dates)):
            return None
        made = self._dated(
            Draft(
                kind,
                self.customer.key if self.customer else None,
                target.key if target else None,
                lines=lines,
                customer_ref=self.reference,
            )
        )
        return self._asked(made, orders)

    def _usual(self) -> Draft:
        """An order like the last one, with what the words change; a person says whether that is meant."""
        self.flat = blank(self.flat, language.USUAL)
        changes = [x for start, end in self._clauses() for x in self._lines(start, end, True)]
        more = bool(language.MORE.search(self.said))
        made = usual(self.desk, changes, more, self.message.text.strip())
        return made if made.date or not self.dates else self._dated(made)

    @staticmethod
    def _of_another(line: Line) -> Line:
        """Ask about a line that speaks of another order than the one whose number stands in the text."""
        other = language.THAT_ORDER.search(language.flat(line.source))
        return asked(line, Question("which_order")) if other else line

    def _earlier(self, orders) -> OpenOrder | None:
        """The order of the day that is spoken of: yesterday's, else today's; None where there are several."""
        days = 1 if re.search("昨天|yesterday", self.said) else 0
        day = self.message.received_at.date() - timedelta(days)
        zone = self.message.received_at.tzinfo
        fit = [o for o in orders if o.ordered_at.astimezone(zone).date() == day]
        return fit[0] if len(fit) == 1 else None

    def _plain(self) -> bool:
        """Whether nothing in the words changes an order: it is a new order, perhaps the same once more."""
        return not any(
            p.search(self.said)
            for p in (
                language.SET,
                language.CANCEL,
                language.REDUCE,
                language.REMOVE_BEFORE,
                language.REMOVE_AFTER,
                re.compile("再|补|加|add|also|刚才|more"),
            )
        )

    def _asked(self, made: Draft, orders) -> Draft:
        question = (
            Question("which_date", {"words": self.message.text[slice(*self.dates[0].span)]})
            if len({x.date for x in self.dates}) > 1 and made.date is None
            else None
        )
        strangers = [c for c in self.named if self.customer and c.key != self.customer.key]
        if self.customer is None:
            question = Question("which_customer")
        elif strangers:
            question = Question("which_shop", {"words": strangers[0].name})
        elif made.kind in ("cancel", "amend") and made.target is None:
            question = Question("which_order")
        if question:
            lines = made.lines or (Line(action="remove", score=0.0),)
            return replace(
                made,
                question=question,
                lines=tuple(
                    x if x.verdict != "ok" else replace(x, verdict="ask", question=question) for x in lines
                ),
            )
        return staged(made, orders) if made.target is not None else repeated(made, self.desk)

    def _dated(self, made: Draft) -> Draft:
        days = {x.date for x in self.dates}
        if len(days) == 1 and None not in days:
            return replace(made, date=days.pop())
        if not days:
            return made
        odd = next((x for x in self.dates if x.date is None), self.dates[0])
        said = {"words": self.message.text[odd.span[0] : odd.span[1]].strip()}
        return replace(made, date_question=Question(odd.code or "which_date", said))

    def _clauses(self):
        start = 0
        for m in BREAK.finditer(self.flat):
            yield start, m.start()
            start = m.end()
        yield start, len(self.flat)

    def _lines(self, start: int, end: int, amending: bool) -> list[Line]:
        clause = self.flat[start:end]
        found = self.quantities.find(self.flat, start, end)
        if not found:
            return self._removed(start, end) if amending else []
        before = self._named(clause[: found[0].span[0] - start])
        lines, position = [], start
        price_from = start
        for i, q in enumerate(found):
            after = found[i + 1].span[0] if i + 1 < len(found) else end
            words, span = (
                ((position, q.span[0]), (position, q.span[1]))
                if before
                else ((q.span[1], after), (q.span[0], after))
            )
            prices = [p for at, p in self.price if price_from <= at < span[1]]
            lines += self._pair(words, span, q, amending, prices[0] if prices else None)
            position, price_from = q.span[1], span[1]
        return lines

    def _named(self, words: str) -> bool:
        return bool(
            re.sub(
                r"[^\w]|_", "", self.desk.index.unexplained("".join(re.findall(r"[\u4e00-\u9fff]", words)))
            )
            or [w for w in re.findall(r"[a-z]+|\d{3,}", words) if w not in language.FILLER_WORDS]
        )

    def _removed(self, start: int, end: int) -> list[Line]:
        clause = self.flat[start:end]
        if not (language.REMOVE_AFTER.search(clause) or language.REMOVE_BEFORE.search(clause)):
            return []
        words = blank(blank(clause, language.REMOVE_AFTER), language.REMOVE_BEFORE)
        if not self._named(words):
            return []
        match = self.desk.index.match(words.strip(), self.customer)
        return [
            Line(
                product=match.product,
                action="remove",
                score=match.score,
                verdict="ask" if match.question else "ok",
                question=match.question,
                answers=match.answers,
                **self._source(start, end),
            )
        ]

    def _source(self, start: int, end: int) -> dict:
        raw = self.message.text[start:end]
        start += len(raw) - len(raw.lstrip())
        source = raw.strip()
        return {"span": (start, start + len(source)), "source": source}

    def _pair(
        self,
        words: tuple[int, int],
        span: tuple[int, int],
        q: Quantity,
        amending: bool,
        price: Decimal | None,
    ) -> list[Line]:
        said = self.flat[words[0] : words[1]]
        removal = language.REMOVE_AFTER.search(said)
        lines = []
        if removal:
            lines = self._removed(words[0], words[0] + removal.end()) if amending else []
            span = (span[0] + removal.end(), span[1])
            said = said[removal.end() :]
        action = self._action(self.flat[span[0] : span[1]], amending, q)
        if re.match(r"[^\n]{0,3}\[划掉\]", self.flat[q.span[1] :]):
            return lines
        cleaned = re.sub(r"[~@:：*×\[\]()（）【】'\"]|改成|改为|(?<!\w)x(?=\s)|instead of \d+", " ", said)
        if not self._named(cleaned) or (q.amount.parts[0][0] == 0 and action == "add"):
            return lines
        values = {"action": action, "price_claim": price, **self._source(*span)}
        parts = [p for p in re.split(r"[和、]|\s+", cleaned.strip()) if self._named(p)]
        if len(parts) > 1 and re.search(r"各|都", said):
            return lines + [self.desk.line(p, q.amount, **values) for p in parts]
        return lines + [self._safe(cleaned.strip(), q, values)]

    def _safe(self, words: str, q: Quantity, values: dict) -> Line:
        """A line; goods called free are asked about, since the customer's word alone grants none."""
        amount = replace(q.amount, vague=q.amount.vague or bool(language.UNSURE.search(values["source"])))
        line = self.desk.line(words, amount, **values)
        if language.FREE.search(words) or re.match(r"\s*(?:\+|送\s*\d|赠)", self.flat[q.span[1] :]):
            return replace(
                line,
                verdict="ask" if line.verdict == "ok" else line.verdict,
                question=line.question or Question("free_claim", {"words": line.source}),
            )
        return line

    def _alone(self, at: tuple[int, int]) -> bool:
        """Whether a clause holds one quantity, not counting what it is instead of."""
        found = self.quantities.find(self.flat, *at)
        return (
            sum(not re.search(r"(?:instead of|不是)\s*$", self.flat[at[0] : q.span[0]]) for q in found) == 1
        )

    def _action(self, said: str, amending: bool, q: Quantity) -> str:
        at = next(((a, b) for a, b in self._clauses() if a <= q.span[0] < b), q.span)
        clause = self.flat[slice(*at)]
        if language.RETURN.search(said) or language.SENT_BACK.search(clause):
            return "return"
        # the only quantity of a clause takes its verb from all of it: make it 15, 8 instead of 5
        if amending and self._alone(at):
            said = clause
        if amending and language.SET.search(said):
            return "set"
        return "remove" if amending and language.REDUCE.search(said) else "add"
