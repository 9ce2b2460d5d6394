import {Component, whenReady, xml} from "@odoo/owl";
import {MainComponentsContainer} from "@web/core/main_components_container";
import {mountComponent} from "@web/env";
import {OrderScreen} from "../order_screen/order_screen";

/** The order screen on a page of its own, with the dialogs and notices of Odoo's web client. */
class OrderPage extends Component {
    static template = xml`
        <OrderScreen />
        <MainComponentsContainer />`;
    static components = {MainComponentsContainer, OrderScreen};
    static props = {};
}

whenReady(() => mountComponent(OrderPage, document.body, {name: "FMCG Orders"}));
