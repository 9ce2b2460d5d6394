import {whenReady} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {mountComponent} from "@web/env";
import {DriverPage} from "./driver_page";

const PAGE = "/fmcg/driver";
const CACHE = "fmcg-driver";

/** Keep the page and its bundles on the phone, so that it also opens without a network. */
async function keepPage() {
    await browser.navigator.serviceWorker.register(`${PAGE}/worker.js`, {scope: PAGE});
    const cache = await caches.open(CACHE);
    const parts = [...document.querySelectorAll("script[src], link[rel=stylesheet]")];
    const bundles = parts.map((part) => part.src || part.href).filter((url) => url.includes("/web/assets/"));
    const kept = await cache.keys();
    const old = kept.filter(({url}) => url.includes("/web/assets/") && !bundles.includes(url));
    await Promise.all(old.map((request) => cache.delete(request)));
    const known = new Set(kept.map(({url}) => url));
    await cache.addAll(bundles.filter((url) => !known.has(url)));
    if (!(await cache.match(PAGE))) {
        await cache.add(PAGE);
    }
}

whenReady(() => mountComponent(DriverPage, document.body, {name: "FMCG Driver"}));

// Only pages with encryption have workers.
if (browser.navigator.serviceWorker) {
    browser.addEventListener("load", () => {
        keepPage().catch((error) => console.warn("The page is not kept on this phone:", error.message));
    });
}
