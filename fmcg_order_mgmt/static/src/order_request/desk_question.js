import {Component} from "@odoo/owl";

/** One precise question with its ready answers; those of the current question have number keys. */
export class DeskQuestion extends Component {
    static template = "fmcg_order_mgmt.DeskQuestion";
    static props = {
        text: String,
        answers: Array,
        current: Boolean,
        blocked: Boolean,
        choose: Function,
    };
}
