import {Component, onWillUnmount, useState} from "@odoo/owl";
import {LOOKS} from "../journey/shipment_looks";
import {Journey} from "../journey/journey";

const LOOK_AGAIN = 60000;

/** Where an order's goods are, in a row; one touch shows their journey and keeps it up to date. */
export class OrderJourney extends Component {
    static template = "fmcg_order_mgmt.OrderJourney";
    static components = {Journey};
    static props = {order: {type: Object}};

    setup() {
        this.taking = useState(this.env.taking);
        this.screen = this.env.screen;
        this.state = useState({open: false, shipments: null});
        const timer = setInterval(() => this.state.open && this.read(), LOOK_AGAIN);
        onWillUnmount(() => clearInterval(timer));
    }

    get travel() {
        return this.props.order.travel;
    }

    get icon() {
        return (LOOKS[this.travel.state] || LOOKS.unknown).icon;
    }

    async toggle() {
        this.state.open = !this.state.open;
        if (this.state.open) {
            await this.read();
        }
    }

    async read() {
        await this.taking.attempt(async () => {
            this.state.shipments = await this.taking.server.journey(this.props.order.id);
        });
    }
}
