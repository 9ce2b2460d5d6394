import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {LOOKS} from "./shipment_looks";

/**
 * Where goods are: for each shipment its state, when it is expected, and its journey, newest first.
 *
 * The texts are the server's, as `_journey_data` of fmcg.shipment gives them. Several shipments stand as one
 * row each and unfold; a single one is unfolded from the start unless it is `folded`.
 */
export class Journey extends Component {
    static template = "fmcg_order_mgmt.Journey";
    static props = {
        shipments: {type: Array},
        folded: {type: Boolean, optional: true},
        openShipment: {type: Function, optional: true},
    };

    setup() {
        this.state = useState({turned: {}});
    }

    /** Whether it stands in a row that can be folded; alone on its own form it cannot. */
    get isRows() {
        return this.props.folded || this.props.shipments.length > 1;
    }

    isOpen({id}) {
        return !this.isRows || Boolean(this.state.turned[id]);
    }

    toggle({id}) {
        this.state.turned[id] = !this.state.turned[id];
    }

    look({state}) {
        return LOOKS[state] || LOOKS.unknown;
    }

    headline({carrier, name}) {
        return [carrier, name].filter(Boolean).join(" ");
    }

    lastText({last}) {
        return last ? _t("%(when)s: %(text)s", last) : "";
    }

    openText({name}) {
        return _t("Open shipment %s", name);
    }

    pageText({name}) {
        return _t("Follow %s at the carrier", name);
    }
}
