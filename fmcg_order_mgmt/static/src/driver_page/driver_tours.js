import {markRaw} from "@odoo/owl";
import {newKey} from "./driver_store";
import {isOpen, moved, withReports} from "./tour_state";

const KINDS_WITH_UNDO = ["arrived", "delivered", "partly", "refused", "nobody"];

/**
 * The tours and what was reported on them. Nothing waits for the network: what is reported counts here at
 * once, is kept on the phone, and sent as soon as that works, in its order and each once.
 */
export class DriverTours {
    constructor(server, store) {
        this.server = markRaw(server);
        this.store = markRaw(store);
        this.place = `seen.${server.tourId || "own"}`;
        const seen = this.store.read(this.place);
        this.known = markRaw(seen || {tours: [], reasons: [], undo: 600});
        this.isLoaded = Boolean(seen);
        this.trouble = null;
        this.isSending = false;
        this.isForgetful = false;
        this.refresh();
    }

    refresh() {
        this.kept = this.store.reports;
        this.refused = this.store.refused;
        this.tours = withReports(this.known.tours, this.kept);
    }

    get stops() {
        return this.tours.flatMap((tour) => tour.stops);
    }

    get doneCount() {
        return this.stops.filter((stop) => !isOpen(stop)).length;
    }

    /** The first stop that is still open, with its tour. */
    get next() {
        for (const tour of this.tours) {
            const stop = tour.stops.find(isOpen);
            if (stop) {
                return {tour, stop};
            }
        }
        return null;
    }

    find(tourId, stopId) {
        const tour = this.tours.find((each) => each.id === tourId);
        const stop = tour?.stops.find((each) => each.id === stopId);
        return stop ? {tour, stop} : null;
    }

    // What the driver does -----------------------------------------------------------------------------------

    report({tour, stop}, kind, more = {}) {
        const {shipments} = stop;
        return this.add({kind, tour: tour.id, stop: stop.id, shipments, ...more});
    }

    move({tour, stop}, step) {
        const stops = moved(tour, stop, step);
        if (!stops) {
            return;
        }
        // Only the last order counts.
        this.store.drop(
            this.kept.filter((each) => each.kind === "arrange" && each.tour === tour.id && !each.tried)
        );
        this.add({kind: "arrange", tour: tour.id, stops});
    }

    undo({tour, stop}) {
        const {key} = stop.last;
        const kept = this.kept.find((each) => each.key === key);
        if (kept && !kept.tried) {
            this.store.drop([kept]);
            this.refresh();
            return;
        }
        this.add({kind: "undo", of: key, tour: tour.id, stop: stop.id});
    }

    /** Whether the last report of a stop can still be taken back here. */
    canUndo(stop) {
        const {last} = stop;
        const age = (Date.now() - Date.parse(last?.at)) / 1000;
        return Boolean(last?.own) && KINDS_WITH_UNDO.includes(last.kind) && age < this.known.undo;
    }

    forget(report) {
        this.store.forget(report);
        this.refresh();
    }

    add(report) {
        const kept = this.store.keep({...report, key: newKey(), at: new Date().toISOString()});
        this.isForgetful = this.isForgetful || !kept;
        this.refresh();
        this.sync();
    }

    // The network --------------------------------------------------------------------------------------------

    /** Send what is kept and fetch what is new; what fails is tried again by whoever calls next. */
    async sync() {
        if (this.isSending) {
            return;
        }
        this.isSending = true;
        try {
            await this.exchange();
            this.trouble = null;
        } catch (error) {
            this.trouble = {kind: error.kind || "refused", text: error.message};
        } finally {
            this.isSending = false;
            this.refresh();
        }
    }

    async exchange() {
        let news = null;
        do {
            const reports = this.store.reports;
            this.store.markTried(reports);
            news = reports.length ? await this.server.send(reports) : await this.server.start();
            this.settle(reports, news.results || []);
        } while (this.store.reports.some((report) => !report.tried));
        const {tours, reasons, undo} = news;
        this.known = markRaw({tours, reasons, undo});
        this.isLoaded = true;
        this.store.write(this.place, this.known);
    }

    settle(reports, results) {
        const byKey = new Map(results.map((result) => [result.key, result]));
        this.store.drop(
            reports.filter((report) => ["done", "known", "same"].includes(byKey.get(report.key)?.status))
        );
        for (const report of reports) {
            const result = byKey.get(report.key);
            if (result?.status === "refused") {
                this.store.refuse(report, result.text);
            }
        }
    }
}
