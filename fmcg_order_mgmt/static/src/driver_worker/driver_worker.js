// @odoo-module ignore

/* Keeps the driver's page on the phone: without a network it opens as it was seen last. */
const CACHE = "fmcg-driver";
const PAGE = "/fmcg/driver";

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

/** From the network where there is one, else as it was kept. */
async function networkFirst(request, name) {
    const cache = await caches.open(CACHE);
    try {
        const response = await fetch(request);
        if (response.ok && !response.redirected) {
            await cache.put(name, response.clone());
        }
        return response;
    } catch (error) {
        const kept = await cache.match(name);
        if (kept) {
            return kept;
        }
        throw error;
    }
}

/** Bundles never change under their address. */
async function keptFirst(request) {
    const cache = await caches.open(CACHE);
    return (await cache.match(request)) || fetch(request);
}

self.addEventListener("fetch", (event) => {
    const {request} = event;
    const {pathname} = new URL(request.url);
    if (request.method !== "GET") {
        return;
    }
    if (request.mode === "navigate") {
        event.respondWith(networkFirst(request, PAGE));
    } else if (pathname === "/web/webclient/translations") {
        event.respondWith(networkFirst(request, pathname));
    } else if (pathname.startsWith("/web/assets/")) {
        event.respondWith(keptFirst(request));
    }
});
