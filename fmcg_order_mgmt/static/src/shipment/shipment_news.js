import {onWillUnmount, useComponent} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";

export const CHANNEL = "fmcg_shipments";
export const NEWS = "fmcg.shipment/changed";
// Changes come in bursts: so many milliseconds are waited before a screen reads anew.
const CALM = 1500;

let listeners = 0;

/** Call `onNews` with the keys of the shipments that have changed, as long as the component is there. */
export function useShipmentNews(onNews) {
    const bus = useService("bus_service");
    const component = useComponent();
    const changed = new Set();
    let timer = null;
    const tell = () => {
        const ids = [...changed];
        changed.clear();
        timer = null;
        onNews.call(component, ids);
    };
    const listen = ({ids}) => {
        ids.forEach((id) => changed.add(id));
        timer ||= setTimeout(tell, CALM);
    };
    bus.subscribe(NEWS, listen);
    if (listeners++ === 0) {
        bus.addChannel(CHANNEL);
    }
    onWillUnmount(() => {
        clearTimeout(timer);
        bus.unsubscribe(NEWS, listen);
        if (--listeners === 0) {
            bus.deleteChannel(CHANNEL);
        }
    });
}
