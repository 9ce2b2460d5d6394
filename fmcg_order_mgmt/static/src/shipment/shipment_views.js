import {registry} from "@web/core/registry";
import {KanbanController} from "@web/views/kanban/kanban_controller";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {ListController} from "@web/views/list/list_controller";
import {listView} from "@web/views/list/list_view";
import {useShipmentNews} from "./shipment_news";

/** Let a list or board read itself anew when shipments change, unless somebody is choosing records in it. */
const live = (Controller) =>
    class extends Controller {
        setup() {
            super.setup();
            useShipmentNews(() => this.model.root.selection?.length || this.model.load());
        }
    };

registry
    .category("views")
    .add("fmcg_shipment_kanban", {...kanbanView, Controller: live(KanbanController)})
    .add("fmcg_shipment_list", {...listView, Controller: live(ListController)});
