import {Component, onWillUnmount, useExternalListener, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {user} from "@web/core/user";
import {DriverServer} from "./driver_server";
import {DriverStore} from "./driver_store";
import {DriverTours} from "./driver_tours";
import {NotAccepted} from "./not_accepted";
import {isOpen} from "./tour_state";

const EVERY = 60000;

/** A driver's tour on a phone: the stops in their order, and what happened at each. */
export class DriverPage extends Component {
    static template = "fmcg_order_mgmt.DriverPage";
    static components = {NotAccepted};
    static props = {};

    setup() {
        const asked = Number(new URLSearchParams(browser.location.search).get("tour")) || false;
        this.tours = useState(new DriverTours(new DriverServer(asked), new DriverStore(user.userId)));
        this.state = useState({selected: null, asking: false, now: Date.now()});
        this.isOpen = isOpen;
        const sync = () => this.tours.sync();
        const timer = browser.setInterval(() => {
            this.state.now = Date.now();
            sync();
        }, EVERY);
        onWillUnmount(() => browser.clearInterval(timer));
        useExternalListener(window, "online", sync);
        useExternalListener(window, "storage", () => this.tours.refresh());
        useExternalListener(document, "visibilitychange", () => document.hidden || sync());
        sync();
    }

    get kinds() {
        return {
            arrived: _t("Arrived"),
            delivered: _t("Delivered"),
            partly: _t("Partly delivered"),
            refused: _t("Refused"),
            nobody: _t("Nobody there"),
            cancelled: _t("Cancelled"),
        };
    }

    // Which stop it is about -------------------------------------------------------------------------------

    /** The stop that the buttons are for: the one that was tapped, else the next. */
    get current() {
        const {selected} = this.state;
        return (selected && this.tours.find(selected.tour, selected.stop)) || this.tours.next;
    }

    isCurrent(stop, tour) {
        return this.current?.stop.id === stop.id && this.current.tour.id === tour.id;
    }

    isNext(stop, tour) {
        return this.tours.next?.stop.id === stop.id && this.tours.next.tour.id === tour.id;
    }

    select(stop, tour) {
        this.state.selected = {tour: tour.id, stop: stop.id};
    }

    numberOf(stop, tour) {
        return tour.stops.findIndex((each) => each.id === stop.id) + 1;
    }

    /** The stop whose report can be taken back: the one that was reported last, for some minutes. */
    get undoable() {
        const open = this.tours.tours.flatMap((tour) => tour.stops.map((stop) => ({tour, stop})));
        const able = open.filter(({stop}) => this.tours.canUndo(stop));
        return able.sort((a, b) => Date.parse(b.stop.last.at) - Date.parse(a.stop.last.at))[0];
    }

    // What the driver does ---------------------------------------------------------------------------------

    report(kind, more) {
        this.tours.report(this.current, kind, more);
        this.state.asking = false;
        this.state.now = Date.now();
        if (kind !== "arrived") {
            this.state.selected = null;
        }
    }

    /** Ask what was not accepted at this stop, whatever another phone reports meanwhile. */
    ask() {
        this.select(this.current.stop, this.current.tour);
        this.state.asking = true;
    }

    move(step) {
        const {current} = this;
        this.state.selected = step === "later" ? null : {tour: current.tour.id, stop: current.stop.id};
        this.tours.move(current, step);
    }

    undo() {
        const {tour, stop} = this.undoable;
        this.tours.undo({tour, stop});
        this.state.selected = {tour: tour.id, stop: stop.id};
    }

    // Words ------------------------------------------------------------------------------------------------

    time(iso) {
        return luxon.DateTime.fromISO(iso).toLocaleString(luxon.DateTime.TIME_SIMPLE);
    }

    reported(stop) {
        const label = this.kinds[stop.last?.kind || stop.outcome] || "";
        return stop.last ? `${label} ${this.time(stop.last.at)}` : label;
    }

    /** Whatever the phone has opens it: Android any map app, an iPhone its own, a desk a page. */
    mapOf(stop) {
        const words = encodeURIComponent([stop.name, stop.place].filter(Boolean).join(", "));
        const spot = stop.latitude || stop.longitude ? `${stop.latitude},${stop.longitude}` : "";
        const agent = browser.navigator.userAgent;
        if (agent.includes("Android")) {
            return `geo:${spot || "0,0"}?q=${spot || words}`;
        }
        if (/iPhone|iPad/.test(agent)) {
            return `https://maps.apple.com/?q=${words}${spot ? `&ll=${spot}` : ""}`;
        }
        return `https://www.openstreetmap.org/search?query=${encodeURIComponent(stop.place || stop.name)}`;
    }

    callOf(stop) {
        return `tel:${stop.phone.replace(/[^+0-9]/g, "")}`;
    }

    get loginUrl() {
        const {pathname, search} = browser.location;
        return `/web/login?redirect=${encodeURIComponent(pathname + search)}`;
    }
}
