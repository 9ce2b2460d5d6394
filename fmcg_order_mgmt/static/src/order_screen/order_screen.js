import {Component, onWillStart, onWillUnmount, useRef, useState, useSubEnv} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {scanBarcode} from "@web/core/barcode/barcode_dialog";
import {isBarcodeScannerSupported} from "@web/core/barcode/barcode_video_scanner";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";
import {session} from "@web/session";
import {CustomerHead} from "./customer_head";
import {CustomerPick} from "./customer_pick";
import {DeviceStore} from "./device_store";
import {inputText, money, quantityText} from "./money";
import {FindOrders} from "./find_orders";
import {OrderReview} from "./order_review";
import {OrderSent} from "./order_sent";
import {OrderTaking} from "./order_taking";
import {ProductList} from "./product_list";
import {useScreenKeys} from "./screen_keys";
import {ScreenServer} from "./screen_server";

/**
 * The order screen: a customer, then products with their quantities, then what the order says, then sent.
 *
 * The same component stands in Odoo and on the page of its own; on a phone one step fills the screen, on a
 * desk products and order stand side by side.
 */
export class OrderScreen extends Component {
    static template = "fmcg_order_mgmt.OrderScreen";
    static components = {CustomerHead, CustomerPick, FindOrders, OrderReview, OrderSent, ProductList};
    static props = {customerId: {type: Number, optional: true}, orderId: {type: Number, optional: true}};

    setup() {
        this.root = useRef("root");
        this.notification = useService("notification");
        const owner = [session.db, user.userId, user.activeCompany?.id || 0].join("/");
        const server = new ScreenServer(this.env.services.orm);
        this.taking = useState(OrderTaking.create(server, new DeviceStore(owner, user.lang)));
        useSubEnv({taking: this.taking, screen: this});
        useScreenKeys(this);
        onWillStart(() => this.open());
        const stop = this.taking.store.listen((place, values) => this.taking.heard(place, values));
        onWillUnmount(stop);
    }

    async open() {
        await this.taking.start();
        if (this.props.orderId) {
            await this.taking.opening.change(this.props.orderId);
        } else if (this.props.customerId) {
            await this.taking.opening.choose({id: this.props.customerId, name: ""});
        }
    }

    get canScan() {
        return isBarcodeScannerSupported();
    }

    get currency() {
        return this.taking.quote?.currency || this.taking.card?.currency || this.taking.begin?.currency;
    }

    money(amount) {
        return money(amount, this.currency);
    }

    quantity(quantity) {
        return quantityText(quantity);
    }

    inputText(quantity) {
        return inputText(quantity);
    }

    linesText(count) {
        return count === 1 ? _t("1 line") : _t("%s lines", count);
    }

    /** A quantity with its unit, and what it is of. */
    amountText(quantity, ...words) {
        return [quantityText(quantity), ...words].filter(Boolean).join(" ");
    }

    /** What there is of these texts, in one line. */
    joined(...texts) {
        return texts.filter(Boolean).join(" · ");
    }

    get loginUrl() {
        return `/web/login?redirect=${encodeURIComponent(location.pathname + location.search)}`;
    }

    /** Whether fingers do what elsewhere a keyboard does: there the focus is left where it is. */
    get isTouch() {
        return matchMedia("(pointer: coarse)").matches;
    }

    /** The box that one types into, where a keyboard is at hand. */
    focusBox() {
        const box = this.root.el?.querySelector("[data-box]");
        if (box && !this.isTouch) {
            box.focus();
            box.select();
        }
    }

    /** The quantities of the order's lines, from above. */
    get lineInputs() {
        return [...(this.root.el?.querySelectorAll(".o_fmcg_os_line[data-line] input") || [])];
    }

    /** Go to a line of the order, the last one where there are not so many; tell whether there is one. */
    focusLine(place = 0) {
        const inputs = this.isTouch ? [] : this.lineInputs;
        inputs[Math.min(place, inputs.length - 1)]?.focus();
        return inputs.length > 0;
    }

    /** Begin where the hand goes first: at the lines of an order that is changed, else in the box. */
    focusStart() {
        if (!this.taking.cart.order || !this.focusLine()) {
            this.focusBox();
        }
    }

    go(view) {
        this.taking.view = view;
    }

    back() {
        if (this.taking.view === "review") {
            this.go("products");
            this.focusBox();
        } else {
            this.taking.leave();
            this.taking.refresh();
        }
    }

    async scan() {
        let code = "";
        try {
            code = await scanBarcode(this.env);
        } catch (error) {
            this.notification.add(error?.message || _t("The camera cannot be used."), {type: "warning"});
        }
        if (code) {
            navigator.vibrate?.(60);
            await this.scanned(code);
        }
    }

    /** Take a barcode: a customer's where one is to be chosen, else a product's, one of which is added. */
    async scanned(code) {
        const {taking} = this;
        if (!taking.isTaking) {
            const has = (row) => row.barcode === code;
            let rows = taking.begin?.customers || [];
            if (!rows.some(has)) {
                await taking.attempt(async () => (rows = await taking.server.findCustomers(code)));
            }
            return rows.some(has) ? taking.opening.choose(rows.find(has)) : this.unknown(code);
        }
        const found = taking.index.scan(code);
        if (!found) {
            return this.unknown(code);
        }
        const {product} = found;
        const unit = product.units.find((each) => each.id === found.unit) || product.units[0];
        await taking.add(product, unit, 1);
        taking.shown.search(product.code || product.name);
        const quantity = quantityText(taking.cart.quantity(product.id, unit.id));
        this.notification.add(`${quantity} ${unit.name} ${product.name}`, {type: "success"});
    }

    unknown(code) {
        this.notification.add(_t("Nothing has the barcode %s.", code), {type: "warning"});
    }

    async send() {
        await this.taking.send();
    }
}
