import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {late} from "./promise";
import {QuantityField} from "./quantity_field";

const QUICK = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30];
const SHOWN_UNITS = 2;

/** One product: its pack and its piece side by side, each with its price and its quantity. */
export class ProductRow extends Component {
    static template = "fmcg_order_mgmt.ProductRow";
    static components = {QuantityField};
    static props = {product: Object, current: Boolean};

    setup() {
        this.taking = useState(this.env.taking);
        this.screen = this.env.screen;
        this.state = useState({pad: 0, all: false});
        this.quick = QUICK;
    }

    get product() {
        return this.props.product;
    }

    /** The packs before the single piece; others than the first two are shown when they are asked for. */
    get units() {
        const units = [...this.product.units].reverse();
        const packs = units.filter((unit) => unit.kind === "case");
        const own = units.find((unit) => unit.size === 1);
        const first = [...new Set([packs[0] || units[0], own || units.at(-1)])].slice(0, SHOWN_UNITS);
        const ordered = units.filter((unit) => this.quantityOf(unit));
        return this.state.all
            ? units
            : units.filter((unit) => first.includes(unit) || ordered.includes(unit));
    }

    get hasMore() {
        return !this.state.all && this.units.length < this.product.units.length;
    }

    get row() {
        return this.taking.shown.rows[this.product.id];
    }

    get usual() {
        return this.taking.usualById.get(this.product.id);
    }

    get usualText() {
        const words = this.usual.last.map(({unit, quantity}) => {
            const name = this.product.units.find((each) => each.id === unit)?.name || "";
            return `${this.screen.quantity(quantity)} ${name}`;
        });
        return words.join(" + ");
    }

    get usualTimes() {
        const {times, of, day} = this.usual;
        return _t("%(times)s of %(of)s orders, last on %(day)s", {times, of, day});
    }

    get stock() {
        const free = this.row?.free;
        if (free === null || free === undefined) {
            return null;
        }
        const {ordered} = this;
        const unit = this.taking.usualUnit(this.product);
        const shown =
            unit.size > 1 && free >= unit.size ? [Math.floor(free / unit.size), unit] : [free, this.own];
        const text = `${this.screen.quantity(shown[0])} ${shown[1].name}`;
        const state = free <= 0 || ordered > free ? "danger" : ordered * 2 > free ? "warning" : "muted";
        return {state, text: free <= 0 ? _t("out of stock") : _t("%s free", text)};
    }

    get ordered() {
        return this.product.units.reduce((sum, unit) => sum + this.quantityOf(unit) * unit.size, 0);
    }

    /** When what is ordered can be there, or a first piece, where the next van does not bring it. */
    get when() {
        const found = late(this.row?.steps, this.ordered || 1, this.taking.cart.date);
        if (found?.label) {
            return this.ordered ? _t("all on %s", found.label) : _t("from %s", found.label);
        }
        return found?.most ? _t("%s at most", this.screen.amountText(found.most, this.own.name)) : "";
    }

    get own() {
        return this.product.units.find((unit) => unit.size === 1) || this.product.units[0];
    }

    /** What is still missing for a promotion, or its name. */
    get offers() {
        const {quote, begin} = this.taking;
        const ahead = (quote?.ahead || []).filter((each) => each.products.includes(this.product.id));
        const earned = new Set((quote?.rewards || []).map((reward) => reward.program));
        const began = new Set(ahead.map((each) => each.program));
        const named = (begin?.promotions || []).filter(
            (each) => each.products?.includes(this.product.id) && !began.has(each.id)
        );
        return [
            ...ahead.map((each) => ({key: `rule-${each.rule}`, text: this.missing(each)})),
            ...named.map((each) => ({
                key: `program-${each.id}`,
                text: each.name,
                earned: earned.has(each.id),
            })),
        ];
    }

    missing({quantity, unit, amount, reward}) {
        if (quantity) {
            return _t("%(quantity)s more: %(reward)s", {
                quantity: this.screen.amountText(quantity, unit),
                reward,
            });
        }
        return _t("%(amount)s more: %(reward)s", {amount: this.screen.money(amount), reward});
    }

    get outside() {
        const {listed, ended} = this.taking.card;
        if (ended.includes(this.product.id)) {
            return _t("listing ended");
        }
        return listed && !listed.includes(this.product.id) ? _t("not in the assortment") : "";
    }

    quantityOf(unit) {
        return this.taking.cart.quantity(this.product.id, unit.id);
    }

    price(unit) {
        const price = this.row?.prices[unit.id];
        return price === undefined ? "" : this.screen.money(price);
    }

    /** The usual numbers of a unit: the second touch chooses one. */
    togglePad(unit) {
        this.state.pad = this.state.pad === unit.id ? 0 : unit.id;
    }

    choose(unit, quantity) {
        this.state.pad = 0;
        this.taking.setQuantity(this.product, unit, quantity);
    }

    /** Any other number: the keyboard comes up. */
    type(unit, ev) {
        this.state.pad = 0;
        ev.target.closest(".o_fmcg_os_row").querySelector(`[data-unit="${unit.id}"] input`).focus();
    }
}
