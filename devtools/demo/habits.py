"""What the demo company's customers would have ordered, and how it went: seeded chance, no Odoo.

Each shop has a basket, an amount for each product in it, delivery days, channels and a growth of its own. Two
runs of one day with the same shops and products give the same orders.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

DAYS = 120
# Days that are planned ahead: their orders have come in already.
AHEAD = 2
# Per outlet class: how often it orders, cases per line, what it sells.
HABITS = {
    "kiosk": (0.20, (1, 2), "soft water tea snack candy"),
    "convenience": (
        0.235,
        (1, 5),
        "soft water tea juice beer noodle snack biscuit candy milk yogurt paper care",
    ),
    "supermarket": (
        0.345,
        (4, 12),
        "soft water tea juice beer noodle snack biscuit milk yogurt paper clean care",
    ),
    "canteen": (0.235, (2, 8), "soft water tea juice milk yogurt noodle paper clean"),
    "wholesale": (0.40, (20, 60), "soft water tea beer noodle biscuit paper clean"),
    "chain": (0.41, (8, 24), "soft water tea juice noodle snack biscuit milk yogurt paper clean care"),
}
CHANNELS = {
    "chain": {"edi": 50, "email": 25, "sheet": 25},
    "zh": {"chat": 60, "phone": 14, "rep": 12, "voice": 6, "photo": 5, "portal": 3},
    "en": {"email": 30, "phone": 20, "rep": 20, "chat": 18, "portal": 7, "photo": 5},
}
# Product, first and last day of a promotion counted back from today, how much more is bought.
PROMOTIONS = (("TE-301", 68, 54, 2.6), ("SN-511", 40, 30, 2.2), ("TE-301", 12, 0, 1.8))
# A shop that counts in pieces or inner packs takes so many of them where another takes a case.
PER_CASE = {"piece": 12, "inner": 3, "case": 1}
SHORT_SHARE, LATE_SHARE, ANSWER_SHARE, OVERDUE_SHARE = 0.05, 0.08, 0.42, 0.07
WORDS = (
    "",
    "",
    "",
    "Driver was friendly.",
    "一切都好，谢谢！",
    "All good, as always.",
    "送货很快",
    "Boxes a bit dented.",
)


@dataclass(frozen=True)
class Product:
    """A product by its code, its category's key, and the pieces in each kind of unit."""

    code: str
    category: str
    units: Mapping[str, int]


@dataclass(frozen=True)
class Shop:
    """A customer by its reference; ``weekdays`` and ``cut_off`` are those of its route."""

    ref: str
    outlet_class: str
    language: str
    unit: str
    weekdays: Sequence[int]
    cut_off: float


@dataclass(frozen=True)
class Opinion:
    """A customer's answer: stars for product, speed, packaging, service; hours after the delivery."""

    stars: Sequence[int]
    receipt: str
    text: str
    hours: float
    device: str


@dataclass(frozen=True)
class Plan:
    """One order: lines are (product code, kind of unit, quantity), hours are local, with fractions."""

    shop: str
    channel: str
    lines: Sequence[tuple[str, str, int]]
    ordered_on: date
    ordered_hour: float
    due_on: date
    delivered_on: date
    delivered_hour: float
    minutes_to_decide: int
    reviewer: str
    missing: Mapping[str, int] = field(default_factory=dict)
    opinion: Opinion | None = None
    stays_unpaid: bool = False
    pays_days_after_due: int = 0


def plan_all(shops: Sequence[Shop], products: Sequence[Product], today: date) -> list[Plan]:
    """Return the orders of the last 120 days and the newest ones, in the order in which they came."""
    found = [plan for shop in shops for plan in _Habit(shop, products, today).plans()]
    return sorted(found, key=lambda plan: (plan.ordered_on, plan.ordered_hour, plan.shop))


class _Habit:
    """What one shop buys."""

    def __init__(self, shop: Shop, products: Sequence[Product], today: date):
        self.shop, self.today = shop, today
        self.chance = random.Random(shop.ref)
        self.share, cases, categories = HABITS[shop.outlet_class]
        mine = [product for product in products if product.category in categories.split()]
        basket = self.chance.sample(mine, min(len(mine), self.chance.randint(9, 14)))
        # The first ones are bought nearly each time, the last ones now and then.
        self.basket = [(product, self.chance.uniform(*cases)) for product in basket]
        self.growth = self.chance.gauss(1.1, 0.2)
        self.channels = CHANNELS.get(shop.outlet_class) or CHANNELS[shop.language]

    def plans(self) -> Iterator[Plan]:
        """Yield the shop's orders, the oldest first."""
        # A shop with more delivery days orders more often, though not on each of them.
        share = self.share / len(self.shop.weekdays) ** 0.5
        for back in range(DAYS, -AHEAD, -1):
            day = self.today - timedelta(days=back)
            if day.weekday() in self.shop.weekdays and self.chance.random() < share:
                yield self._plan(day)

    def _plan(self, day: date) -> Plan:
        chance = self.chance
        lines = self._lines(day)
        late = chance.random() < LATE_SHARE
        missing = self._missing(lines) if chance.random() < SHORT_SHARE else {}
        return Plan(
            shop=self.shop.ref,
            channel=chance.choices(list(self.channels), list(self.channels.values()))[0],
            lines=lines,
            ordered_on=day - timedelta(days=1),
            ordered_hour=chance.uniform(7.5, self.shop.cut_off - 0.1),
            due_on=day,
            delivered_on=day + timedelta(days=late),
            delivered_hour=chance.uniform(8, 15.5),
            minutes_to_decide=chance.randint(3, 50),
            reviewer=chance.choice(("rui", "dana")),
            missing=missing,
            opinion=self._opinion(bool(missing), late) if chance.random() < ANSWER_SHARE else None,
            stays_unpaid=chance.random() < OVERDUE_SHARE,
            pays_days_after_due=chance.randint(-4, 9),
        )

    def _lines(self, day: date) -> list[tuple[str, str, int]]:
        age = (self.today - day).days
        size = min(len(self.basket), self.chance.randint(4, 8))
        ranks = {n: n + self.chance.gauss(0, 3) for n in range(len(self.basket))}
        return [self._line(*self.basket[n], age) for n in sorted(ranks, key=ranks.get)[:size]]

    def _line(self, product: Product, cases: float, age: int) -> tuple[str, str, int]:
        kind = self.shop.unit if self.shop.unit in product.units else "case"
        amount = cases * PER_CASE[kind] * (1 + (self.growth - 1) * (DAYS - age) / DAYS)
        for code, first, last, factor in PROMOTIONS:
            if code == product.code and last <= age <= first:
                amount *= factor
        return product.code, kind, max(1, round(amount * self.chance.lognormvariate(0, 0.25)))

    def _missing(self, lines: Sequence[tuple[str, str, int]]) -> dict[str, int]:
        """Return what was not there, in the line's unit."""
        code, _kind, quantity = self.chance.choice(lines)
        return {code: self.chance.randint(1, quantity)}

    def _opinion(self, short: bool, late: bool) -> Opinion:
        usual = 3.4 if short or late else 4.7
        stars = [min(5, max(1, round(self.chance.gauss(usual, 0.6)))) for _question in range(4)]
        if late:
            stars[1] = min(stars[1], 3)
        return Opinion(
            stars=stars,
            receipt="missing" if short else "complete",
            text=self.chance.choice(WORDS),
            hours=self.chance.uniform(1, 40),
            device=self.chance.choices(("phone", "computer"), (4, 1))[0],
        )
