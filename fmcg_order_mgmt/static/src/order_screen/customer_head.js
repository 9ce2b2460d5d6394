import {Component, onWillUnmount, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {OrderJourney} from "./order_journey";

/** Who is ordered for: what is under way, what is owed, and how long the next delivery can still be had. */
export class CustomerHead extends Component {
    static template = "fmcg_order_mgmt.CustomerHead";
    static components = {OrderJourney};
    static props = {};

    setup() {
        this.taking = useState(this.env.taking);
        this.screen = this.env.screen;
        this.state = useState({open: false, now: luxon.DateTime.now()});
        const tick = setInterval(() => (this.state.now = luxon.DateTime.now()), 30000);
        onWillUnmount(() => clearInterval(tick));
    }

    get card() {
        return this.taking.card;
    }

    get repeatable() {
        const {last} = this.card;
        const begun = this.taking.cart.order || this.taking.cart.lines.length;
        return last?.lines.length && !begun ? last : null;
    }

    get repeatText() {
        return _t("Repeat last (%s)", this.repeatable.lines.length);
    }

    get changeText() {
        return _t("Changes %s", this.taking.cart.orderName);
    }

    get daysText() {
        const {route, days} = this.card.delivery;
        return [route, ...days.slice(0, 4).map((day) => day.label)].join(", ");
    }

    get balanceText() {
        const {owes, limit} = this.card.balance;
        return limit ? _t("Owes %(owes)s of %(limit)s", {owes, limit}) : _t("Owes %s", owes);
    }

    change(order) {
        this.state.open = false;
        return this.taking.opening.change(order.id);
    }

    underWay({day, promised, hold}) {
        const due = promised && _t("delivery %s", promised);
        return this.screen.joined(day, due, hold && _t("on hold"));
    }

    get countdown() {
        const {delivery} = this.card;
        if (!delivery?.closes || !delivery.days.length) {
            return "";
        }
        const left = deserializeDateTime(delivery.closes).diff(this.state.now, ["hours", "minutes"]);
        const day = delivery.days[0].label;
        if (left.toMillis() <= 0) {
            return _t("The cut-off has just passed");
        }
        if (left.hours >= 24) {
            return _t("Next delivery %s", day);
        }
        const {hours, minutes} = left;
        const time = hours
            ? _t("%(hours)s h %(minutes)s min", {hours, minutes: Math.floor(minutes)})
            : _t("%s min", Math.ceil(minutes));
        return _t("%(time)s left for delivery %(day)s", {time, day});
    }

    get isUrgent() {
        const {delivery} = this.card;
        return (
            delivery?.closes && deserializeDateTime(delivery.closes).diff(this.state.now).as("minutes") < 60
        );
    }
}
