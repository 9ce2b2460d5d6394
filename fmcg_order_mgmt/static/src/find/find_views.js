import {registry} from "@web/core/registry";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {listView} from "@web/views/list/list_view";
import {FindSearchModel} from "./find_search_model";

registry.category("views").add("fmcg_find_list", {...listView, SearchModel: FindSearchModel});
registry.category("views").add("fmcg_find_kanban", {...kanbanView, SearchModel: FindSearchModel});
