import {useRef} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {KanbanController} from "@web/views/kanban/kanban_controller";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {ListController} from "@web/views/list/list_controller";
import {listView} from "@web/views/list/list_view";
import {FindSearchModel} from "../find/find_search_model";
import {useIntake} from "./intake_hook";
import {PasteBox} from "./paste_box";

/** The board of messages with a box to paste into; files can be dropped anywhere on it. */
export class IntakeKanbanController extends KanbanController {
    static template = "fmcg_order_mgmt.IntakeKanban";
    static components = {...KanbanController.components, PasteBox};

    setup() {
        super.setup();
        this.intake = useIntake(useRef("root"), this);
    }
}

/** The list of messages with the same box. */
export class IntakeListController extends ListController {
    static template = "fmcg_order_mgmt.IntakeList";
    static components = {...ListController.components, PasteBox};

    setup() {
        super.setup();
        this.intake = useIntake(useRef("root"), this);
    }
}

registry.category("views").add("fmcg_intake_kanban", {
    ...kanbanView,
    Controller: IntakeKanbanController,
    SearchModel: FindSearchModel,
});
registry.category("views").add("fmcg_intake_list", {
    ...listView,
    Controller: IntakeListController,
    SearchModel: FindSearchModel,
});
