import {Component, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {Journey} from "../journey/journey";
import {useShipmentNews} from "./shipment_news";

const WRITING = "input, textarea, select, [contenteditable='true']";

/** The journey of the shipments that a form is about; it keeps itself up to date and nothing typed is lost. */
export class JourneyField extends Component {
    static template = "fmcg_order_mgmt.JourneyField";
    static components = {Journey};
    static props = {...standardFieldProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.root = useRef("root");
        // What was read since the form was: it holds until the form itself is read anew.
        this.state = useState({read: null, of: null});
        useShipmentNews(this.onNews);
    }

    get value() {
        return this.props.record.data[this.props.name];
    }

    get shipments() {
        const {read, of} = this.state;
        return (of === JSON.stringify(this.value) ? read : this.value) || [];
    }

    get isOwn() {
        return this.props.record.resModel === "fmcg.shipment";
    }

    openShipment(id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "fmcg.shipment",
            res_id: id,
            views: [[false, "form"]],
        });
    }

    get isWritten() {
        const form = this.root.el?.closest(".o_form_view");
        return this.props.record.dirty || Boolean(form?.querySelector(`:is(${WRITING}):focus`));
    }

    async onNews(ids) {
        const {record, name} = this.props;
        if (!record.resId || !this.shipments.some(({id}) => ids.includes(id))) {
            return;
        }
        if (!this.isWritten && record.model.root === record) {
            await record.load();
            return;
        }
        const [read] = await this.orm.silent.read(record.resModel, [record.resId], [name], {
            context: record.context,
        });
        if (read) {
            Object.assign(this.state, {read: read[name], of: JSON.stringify(this.value)});
        }
    }
}

export const journeyField = {
    component: JourneyField,
    displayName: _t("Journey"),
    supportedTypes: ["json"],
};

registry.category("fields").add("fmcg_journey", journeyField);
