"""The order screen of this addon on its own page: by taps on a phone, by keys alone on a desk."""

from .hands import Hands, js, one
from .jobs import CHANGE, NEW, REPEAT, Job, Line

BOX = "document.querySelector('[data-box=product]')"
SENT = "document.querySelector('[data-view=sent] [data-part=next]')"
TAKING = one("[data-box=product]")


def _lines(job: Job) -> str:
    """Return JavaScript that tells whether all lines of the order are there."""
    return f"document.querySelectorAll('.o_fmcg_os_line').length === {len(job.lines)}"


class Own:
    """Does the tasks on the order screen; new lines from the list of what the customer usually buys."""

    way = "from the usual goods"
    path = "/fmcg/order"
    ready = one(".o_fmcg_os_customer")

    def __init__(self, hands: Hands):
        self.hands = hands

    def do(self, job: Job) -> None:
        """Do a job from the opened screen until it says that the order was sent."""
        self.choose(job)
        acts = {REPEAT: self.repeat, NEW: self.fill, CHANGE: self.change}
        acts[job.task](job)
        self.send(job)

    def choose(self, job: Job) -> None:
        """Find the customer by number and open it."""
        hands, row = self.hands, f"[data-customer='{job.customer}']"
        found = f"document.querySelector('[data-customer]')?.matches({js(row)})"
        if hands.phone:
            hands.tap(one("[data-box=customer]"), "document.activeElement.dataset.box === 'customer'")
            hands.type(job.ref, found)
            hands.tap(one(row), TAKING)
            return
        hands.type(job.ref, found)
        if job.task == CHANGE:
            hands.press("F2", until=f"{_lines(job)} && document.activeElement.matches('[data-line] input')")
        else:
            hands.press("Enter", until=TAKING)

    def send(self, job: Job) -> None:
        hands = self.hands
        if not hands.phone:
            hands.press("F9", until=SENT)
            return
        if job.task == NEW:
            hands.tap(one("[data-part=review]"), one("[data-part=send]"))
        hands.tap(one("[data-part=send]"), SENT)

    def repeat(self, job: Job) -> None:
        if self.hands.phone:
            self.hands.tap(one("[data-part=repeat]"), _lines(job))
        else:
            self.hands.press("Alt", "r", until=_lines(job))

    def fill(self, job: Job) -> None:
        """Take what the customer usually buys, from the list, in the list's order."""
        rows = "[...document.querySelectorAll('[data-product]')]"
        shown = self.hands.value(f"{rows}.map((el) => +el.dataset.product)")
        for line in sorted(job.lines, key=lambda line: shown.index(line.id)):
            if self.hands.phone:
                self._by_pad(line)
            else:
                self._by_arrows(line)

    def _by_pad(self, line: Line) -> None:
        """Two taps: on the number of the case, and on one of the numbers that come up."""
        case = f"[data-product='{line.id}'] .o_fmcg_os_unit:first-child"
        self.hands.tap(one(f"{case} input"), one(f"{case} .o_fmcg_os_pad"))
        pad = f"[...document.querySelectorAll({js(case + ' .o_fmcg_os_pad button')})]"
        number = f"{pad}.find((el) => el.innerText.trim() === '{line.quantity}')"
        self.hands.tap(number, self._ordered(line))

    def _by_arrows(self, line: Line) -> None:
        row = f"[data-product='{line.id}'].o_fmcg_os_current"
        while not self.hands.value(f"Boolean({one(row)})"):
            self.hands.press("ArrowDown", until="true")
        self.hands.type(str(line.quantity))
        self.hands.press("Enter", until=self._ordered(line))

    def _into_box(self, line: Line) -> None:
        first = f"document.querySelector('[data-product]')?.dataset.product === '{line.id}'"
        self.hands.type(line.code, first)
        self.hands.type(f" {line.quantity}c", first)
        self.hands.press("Enter", until=f"{BOX}.value === '' && {self._taken(line)}")

    def _ordered(self, line: Line) -> str:
        field = f"document.querySelector('[data-product=\"{line.id}\"] .o_fmcg_os_unit input')"
        return f"{field}?.value === '{line.quantity}'"

    def _taken(self, line: Line) -> str:
        # What is read aloud tells what was taken, on a phone too, where the order is a step away.
        said = "document.querySelector('.o_fmcg_os_said').innerText"
        return f"{said}.startsWith('{line.quantity} ')"

    def change(self, job: Job) -> None:
        """Change two lines of the order that is under way; on a desk it is open already."""
        if not self.hands.phone:
            for line in job.changed:
                self._in_line(line)
            return
        about, button = "[aria-label='About this customer']", ".o_fmcg_os_about button"
        self.hands.tap(one(about), one(button))
        self.hands.tap(one(button), _lines(job))
        self._in_review(*job.changed)

    def _in_line(self, line: Line) -> None:
        """Go down to a line; one more by plus, anything else by its number."""
        hands, field = self.hands, "document.activeElement"
        there = f"{field}.closest('[data-line]')?.dataset.line === '{line.id}'"
        while not hands.value(there):
            hands.press("ArrowDown", until="true")
        value = f"{field}.value === '{line.quantity}'"
        if int(hands.value(f"{field}.value")) + 1 == line.quantity:
            hands.press("+", until=value)
        else:
            hands.type(str(line.quantity), value)

    def _in_review(self, first: Line, second: Line) -> None:
        """The second by typing the number, then one more of the first by its plus."""
        hands, row = self.hands, ".o_fmcg_os_line[data-line='{}']"
        field = row.format(second.id) + " input"
        hands.tap(one(field), f"document.activeElement.matches({js(field)})")
        hands.type(str(second.quantity))
        hands.press("Enter", until="document.querySelector('.o_fmcg_os_total .opacity-50')")
        value = f"document.querySelector({js(row.format(first.id) + ' input')}).value === '{first.quantity}'"
        hands.tap(one(row.format(first.id) + " .o_fmcg_os_stepper button:last-child"), value)


class ByCode(Own):
    """New lines by typing code and quantity of each into the one box, whatever the customer bought before."""

    way = "by code"

    def fill(self, job: Job) -> None:
        if self.hands.phone:
            self.hands.tap(one("[data-box=product]"), f"document.activeElement === {BOX}")
        for line in job.lines:
            self._into_box(line)
