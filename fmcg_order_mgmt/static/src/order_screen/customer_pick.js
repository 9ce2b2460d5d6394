import {Component, onMounted, useEffect, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useDebounced} from "@web/core/utils/timing";
import {plain} from "./quantity_words";
import {asksForChange} from "./screen_keys";

const MOST = 30;

/** Choosing the customer: the rep's own by each key stroke from the device, all others from the server. */
export class CustomerPick extends Component {
    static template = "fmcg_order_mgmt.CustomerPick";
    static props = {};

    setup() {
        this.taking = useState(this.env.taking);
        this.screen = this.env.screen;
        this.state = useState({words: "", current: 0, others: [], searching: false});
        this.ask = useDebounced(() => this.search(), 250);
        this.list = useRef("list");
        onMounted(() => this.screen.focusBox());
        useEffect(
            () => this.list.el?.querySelector(".o_fmcg_os_current")?.scrollIntoView({block: "nearest"}),
            () => [this.state.current]
        );
    }

    get own() {
        return this.taking.begin?.customers || [];
    }

    get rows() {
        const words = plain(this.state.words).toLowerCase().split(/\s+/).filter(Boolean);
        const fits = (row) => {
            const digits = row.phone.replace(/\D/g, "");
            const said = [row.name, row.ref, row.also, row.place, row.sound, row.barcode, row.phone, digits];
            const all = said.join(" ").toLowerCase();
            return words.every((word) => all.includes(word));
        };
        const own = this.own.filter(fits);
        const known = new Set(own.map((row) => row.id));
        const others = words.length ? this.state.others.filter((row) => !known.has(row.id)) : [];
        return [...own, ...others].slice(0, MOST);
    }

    get visits() {
        return this.state.words ? [] : this.taking.begin?.visits || [];
    }

    onInput(ev) {
        Object.assign(this.state, {words: ev.target.value, current: 0});
        this.ask();
    }

    async search() {
        const {words} = this.state;
        if (!plain(words)) {
            return;
        }
        this.state.searching = true;
        await this.taking.attempt(async () => {
            const others = await this.taking.server.findCustomers(words);
            if (words === this.state.words) {
                this.state.others = others;
            }
        });
        this.state.searching = false;
    }

    /** The marked row, for those who hear the page. */
    get marked() {
        const row = this.state.words && this.rows[this.state.current];
        return row ? this.screen.joined(row.name, row.place) : "";
    }

    get movedText() {
        const {lines, customer} = this.taking.begun.moved;
        return _t("Whose are the %(lines)s of %(customer)s? Choose the customer.", {
            lines: this.screen.linesText(lines.length),
            customer: customer.name,
        });
    }

    move(kept) {
        this.taking.begun.moved = kept;
        this.screen.focusBox();
    }

    choose(row) {
        return this.taking.opening.choose(row);
    }

    async changeLatest(row) {
        const opened = await this.taking.opening.changeLatest(row);
        const here = opened && this.taking.card?.id === row.id;
        if (here && !this.taking.cart.order) {
            const {name} = this.taking.card;
            this.screen.notification.add(_t("No order of %s that is under way can be changed.", name));
        }
    }

    resume(kept) {
        const {opening} = this.taking;
        return kept.order ? opening.change(kept.order) : opening.choose(kept.customer);
    }

    onKeydown(ev) {
        const {rows} = this;
        if (ev.isComposing) {
            return;
        }
        if (ev.key === "ArrowDown" || ev.key === "ArrowUp") {
            ev.preventDefault();
            const by = ev.key === "ArrowDown" ? 1 : -1;
            this.state.current = Math.max(0, Math.min(rows.length - 1, this.state.current + by));
        } else if (rows[this.state.current] && (ev.key === "Enter" || asksForChange(ev))) {
            ev.preventDefault();
            const act = ev.key === "Enter" ? "choose" : "changeLatest";
            this[act](rows[this.state.current]);
        }
    }
}
