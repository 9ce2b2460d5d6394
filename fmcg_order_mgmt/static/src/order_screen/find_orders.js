import {Component, onMounted, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useDebounced} from "@web/core/utils/timing";
import {OrderJourney} from "./order_journey";

/** Any order is found: by number, customer, product, day, waybill, reference, or words of its message. */
export class FindOrders extends Component {
    static template = "fmcg_order_mgmt.FindOrders";
    static components = {OrderJourney};
    static props = {};

    setup() {
        this.taking = useState(this.env.taking);
        this.screen = this.env.screen;
        this.state = useState({words: "", favourite: "", found: {orders: [], requests: []}, busy: true});
        this.ask = useDebounced(() => this.search(), 300);
        onWillStart(() => this.search());
        onMounted(() => this.screen.focusBox());
    }

    get favourites() {
        return [
            {key: "today", label: _t("Today")},
            {key: "arriving", label: _t("Arriving Today")},
            {key: "late", label: _t("Late")},
            {key: "waiting", label: _t("Waiting for Me")},
        ];
    }

    onInput(ev) {
        this.state.words = ev.target.value;
        this.ask();
    }

    show(key) {
        this.state.favourite = this.state.favourite === key ? "" : key;
        return this.search();
    }

    async search() {
        const {words, favourite} = this.state;
        this.state.busy = true;
        await this.taking.attempt(async () => {
            const found = await this.taking.server.findOrders(words, favourite || null);
            if (words === this.state.words && favourite === this.state.favourite) {
                this.state.found = found;
            }
        });
        this.state.busy = false;
    }

    openText(order) {
        return _t("Open %s in Odoo", order.name);
    }
}
