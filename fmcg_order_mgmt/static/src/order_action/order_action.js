import {Component, xml} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {OrderScreen} from "../order_screen/order_screen";

/** The order screen inside Odoo; the customer or the order may come with the action. */
export class OrderAction extends Component {
    static template = xml`
        <div class="o_action o_fmcg_os_action h-100">
            <OrderScreen t-props="screenProps" />
        </div>`;
    static components = {OrderScreen};
    static props = {...standardActionServiceProps};

    get screenProps() {
        const {fmcg_customer_id: customerId, fmcg_order_id: orderId} = this.props.action.context || {};
        return {...(customerId && {customerId}), ...(orderId && {orderId})};
    }
}

registry.category("actions").add("fmcg_order_mgmt.order_screen", OrderAction);
