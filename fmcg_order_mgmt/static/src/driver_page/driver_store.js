import {browser} from "@web/core/browser/browser";

/** A name of its own for a report; `randomUUID` is not there on pages without encryption. */
export function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * What the page keeps on the phone, apart for each user: the tours as they were seen last, the reports that
 * the server has not confirmed, and those that it refused. Each report is an item of its own, so that two tabs
 * never write over each other's.
 */
export class DriverStore {
    constructor(userId) {
        this.prefix = `fmcg.driver.${userId}.`;
        // What a phone without room cannot keep lives as long as the page.
        this.memory = new Map();
        this.counter = 0;
    }

    read(key) {
        const name = this.prefix + key;
        try {
            return this.memory.get(name) || JSON.parse(browser.localStorage.getItem(name) || "null");
        } catch {
            return null;
        }
    }

    /** Keep a value; return whether the phone took it for longer than the page lives. */
    write(key, value) {
        const name = this.prefix + key;
        try {
            browser.localStorage.setItem(name, JSON.stringify(value));
            this.memory.delete(name);
            return true;
        } catch {
            this.memory.set(name, value);
            return false;
        }
    }

    remove(key) {
        this.memory.delete(this.prefix + key);
        browser.localStorage.removeItem(this.prefix + key);
    }

    /** The keys that begin so, without the user's prefix, in their order. */
    keys(start) {
        const names = new Set([...Object.keys(browser.localStorage), ...this.memory.keys()]);
        const own = [...names].filter((name) => name.startsWith(this.prefix + start));
        return own.map((name) => name.slice(this.prefix.length)).sort();
    }

    // Reports ----------------------------------------------------------------------------------------------

    /** Keep a report until the server has it; return whether it outlives the page. */
    keep(report) {
        this.counter = (this.counter + 1) % 1000;
        const place = `${Date.now()}`.padStart(15, "0") + `${this.counter}`.padStart(3, "0");
        return this.write(`report.${place}.${report.key}`, report);
    }

    /** The kept reports in the order in which they were made. */
    get reports() {
        return this.keys("report.")
            .map((key) => this.read(key))
            .filter((report) => report?.key && report.kind);
    }

    /** Note that these are on their way: from now on nobody knows whether the server has them. */
    markTried(reports) {
        for (const [name, report] of this.namesOf(reports)) {
            this.write(name, {...report, tried: true});
        }
    }

    drop(reports) {
        for (const [name] of this.namesOf(reports)) {
            this.remove(name);
        }
    }

    namesOf(reports) {
        const keys = new Set(reports.map((report) => report.key));
        return this.keys("report.")
            .map((name) => [name, this.read(name)])
            .filter(([, report]) => keys.has(report?.key));
    }

    // What the server refused ------------------------------------------------------------------------------

    refuse(report, text) {
        this.write(`refused.${report.key}`, {...report, text});
        this.drop([report]);
    }

    get refused() {
        return this.keys("refused.")
            .map((key) => this.read(key))
            .filter(Boolean);
    }

    forget(report) {
        this.remove(`refused.${report.key}`);
    }
}
