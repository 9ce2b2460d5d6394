import {Component, useEffect, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {LineQuantity} from "./line_quantity";
import {named} from "./order_lines";

const ICONS = {block: "fa-ban", warn: "fa-exclamation-triangle", info: "fa-info-circle"};
const MOST_MUST = 3;
const MOST_FINDINGS = 5;
// More gifts to choose from than these are a list that opens.
const MOST_CHIPS = 4;
const COLOURS = {block: "danger", warn: "warning", info: "info"};

/** What the order says before it is sent: its lines, what comes free, what the checks found, day and note. */
export class OrderReview extends Component {
    static template = "fmcg_order_mgmt.OrderReview";
    static components = {LineQuantity};
    static props = {};

    setup() {
        this.taking = useState(this.env.taking);
        this.screen = this.env.screen;
        this.icons = ICONS;
        this.colours = COLOURS;
        this.mostChips = MOST_CHIPS;
        this.state = useState({versions: null, allFindings: false});
        this.place = -1;
        useEffect(
            () => this.cart.order && this.screen.focusStart(),
            () => [this.cart.place]
        );
        useEffect(
            () => this.keepPlace(),
            () => [this.cart.lines.map((line) => `${line.product}-${line.unit}`).join()]
        );
    }

    mark(place) {
        this.place = place;
    }

    /** Where the line with the focus was taken away, or is of another unit, go on at its place. */
    keepPlace() {
        if (this.place >= 0 && document.activeElement === document.body) {
            this.screen.focusLine(this.place);
        }
    }

    get conflictText() {
        const {orderName} = this.cart;
        return _t("%s was changed by somebody else since you opened it. It now says:", orderName);
    }

    lineText(line) {
        const {name, quantity, unit_name: unit} = named(line, this.taking.index);
        return this.screen.amountText(quantity, unit, name);
    }

    get historyText() {
        return _t("History of %s", this.cart.orderName);
    }

    rowText({product, was, will, goes}) {
        return goes
            ? _t("%(product)s: %(was)s, taken off", {product, was})
            : _t("%(product)s: %(was)s → %(will)s", {product, was, will});
    }

    get taxText() {
        const net = this.screen.money(this.quote.untaxed);
        return _t("%(net)s + tax %(tax)s", {net, tax: this.screen.money(this.quote.tax)});
    }

    /** Show or hide what the order said before, and who changed it. */
    async toggleVersions() {
        if (this.state.versions) {
            this.state.versions = null;
            return;
        }
        await this.taking.attempt(async () => {
            this.state.versions = await this.taking.server.versions(this.cart.order);
        });
    }

    get cart() {
        return this.taking.cart;
    }

    get quote() {
        return this.taking.quote;
    }

    /** The lines with what the server says of them, as soon as it has. */
    get lines() {
        const place = ({product, unit}) => `${product}-${unit}`;
        const quoted = new Map(this.quote?.lines.map((each) => [place(each), each]));
        return this.cart.lines.map((line) => {
            const found = quoted.get(place(line));
            const sold = this.taking.index.get(line.product);
            const known = found && found.quantity === line.quantity ? found : null;
            const price = this.taking.shown.rows[line.product]?.prices[line.unit];
            const local = price === undefined ? "" : this.screen.money(price * line.quantity);
            return {
                ...line,
                own: line,
                product_id: line.product,
                gone: !sold,
                detail: this.detail(line.unit_name, known?.price ?? price, known?.discount || 0),
                amount: known ? this.screen.money(known.subtotal) : local,
                promise: known?.promise,
            };
        });
    }

    detail(unit, price, discount) {
        const off = discount ? ` − ${this.screen.quantity(discount)} %` : "";
        return price === undefined ? unit : `${unit} × ${this.screen.money(price)}${off}`;
    }

    /** What an order that is changed loses altogether. */
    get removed() {
        const ordered = new Set(this.cart.lines.map((line) => line.product));
        return this.cart.base.filter((line) => !ordered.has(line.product));
    }

    /** What the customer should carry always and does not order now: the first three. */
    get mustStock() {
        const {card, index} = this.taking;
        const missing = this.cart.order || !this.cart.lines.length ? [] : card.must;
        return missing
            .filter((id) => !this.cart.has(id) && index.get(id))
            .slice(0, MOST_MUST)
            .map((id) => index.get(id));
    }

    addOne(product) {
        return this.taking.add(product, this.taking.usualUnit(product), 1);
    }

    get days() {
        return this.taking.card.delivery?.days || [];
    }

    get today() {
        return luxon.DateTime.now().toISODate();
    }

    get isOtherDay() {
        return this.cart.date && !this.days.some((day) => day.date === this.cart.date);
    }

    /** What the checks found, the worst first; so many that they would bury the lines wait for a touch. */
    get findings() {
        const found = this.quote?.findings || [];
        return this.state.allFindings ? found : found.slice(0, MOST_FINDINGS);
    }

    get moreFindings() {
        const more = (this.quote?.findings.length || 0) - this.findings.length;
        return more > 0 ? _t("Show %s more findings", more) : "";
    }

    /** What is asked: of a cart that was sent, else of one that would be. */
    get question() {
        const {outcome} = this.taking;
        if (outcome && outcome.state !== "done") {
            return outcome;
        }
        return this.quote?.question ? this.quote : null;
    }

    get sendText() {
        return this.cart.order ? _t("Change %s", this.cart.orderName) : _t("Send order");
    }

    get ahead() {
        return (this.quote?.ahead || []).filter((each) => !each.products.length || each.amount);
    }

    aheadText({amount, quantity, reward, name}) {
        const more = quantity ? this.screen.quantity(quantity) : this.screen.money(amount);
        return _t("%(more)s more for %(name)s", {more, name: name || reward});
    }

    /** What there is to choose of a promotion: one of its rewards, and one of a reward's products. */
    choicesOf({program, reward, product, instead = [], choices = []}) {
        const rewards = instead.map((each) => ({value: each.reward, name: each.name}));
        const gifts = choices.map((each) => ({value: each.product, name: each.name}));
        return [
            this.choice("reward", _t("Which reward"), `p${program}`, rewards, reward),
            this.choice("gift", _t("Which gift"), String(reward), gifts, product),
        ].filter(({options}) => options.length);
    }

    /** What was chosen a moment ago is shown until the server says what can be given. */
    choice(kind, label, key, options, given) {
        const wanted = this.taking.quoting && this.cart.gifts[key];
        return {kind, label, key, options, chosen: wanted || given};
    }

    choose(key, value) {
        return this.taking.setField("gifts", {...this.cart.gifts, [key]: Number(value)});
    }

    productOf(line) {
        return this.taking.index.get(line.product);
    }

    unitOf(line) {
        return this.productOf(line)?.units.find((unit) => unit.id === line.unit);
    }

    remove(line) {
        this.cart.setLine(line, 0);
        this.taking.touched();
    }

    chooseDay(date) {
        return this.taking.setField("date", this.cart.date === date ? "" : date);
    }
}
