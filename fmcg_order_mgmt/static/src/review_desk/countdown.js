import {Component, onWillUnmount, useState, xml} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const TICK = 30000;
const SOON = 60;

/** A number of minutes as people say it. */
function lasting(minutes) {
    const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
    if (days) {
        return hours ? _t("%(days)s d %(hours)s h", {days, hours}) : _t("%s d", days);
    }
    if (hours) {
        return rest ? _t("%(hours)s h %(minutes)s min", {hours, minutes: rest}) : _t("%s h", hours);
    }
    return _t("%s min", rest);
}

/** How much time is left until a moment, or since when it is over. */
export class Countdown extends Component {
    static template = xml`
        <span
            class="o_fmcg_countdown text-nowrap"
            t-att-class="colour"
            t-att-data-late="minutes &lt; 0 ? 'true' : 'false'"
            t-att-title="title"
        ><i class="fa fa-clock-o me-1" aria-hidden="true"/><t t-out="text"/></span>`;
    static props = {until: Object};

    setup() {
        this.state = useState({now: luxon.DateTime.now()});
        const timer = browser.setInterval(() => (this.state.now = luxon.DateTime.now()), TICK);
        onWillUnmount(() => browser.clearInterval(timer));
    }

    get minutes() {
        return Math.floor(this.props.until.diff(this.state.now, "minutes").minutes);
    }

    get text() {
        const {minutes} = this;
        return minutes < 0 ? _t("%s late", lasting(-minutes)) : _t("%s left", lasting(minutes));
    }

    get title() {
        const moment = this.props.until.toLocaleString(luxon.DateTime.DATETIME_MED);
        return _t("Cut-off: %s", moment);
    }

    get colour() {
        const {minutes} = this;
        return minutes < 0 ? "text-danger fw-bold" : minutes < SOON ? "text-warning fw-bold" : "text-muted";
    }
}

/** The countdown to a moment as the server writes it. */
export function momentOf(text) {
    return text ? deserializeDateTime(text) : null;
}

/** A moment in a list or on a card, as the time that is left until it. */
export class CountdownField extends Component {
    static template = xml`<Countdown t-if="until" until="until"/>`;
    static components = {Countdown};
    static props = {...standardFieldProps};

    get until() {
        return this.props.record.data[this.props.name];
    }
}

registry.category("fields").add("fmcg_countdown", {
    component: CountdownField,
    displayName: _t("Countdown"),
    supportedTypes: ["datetime"],
});
