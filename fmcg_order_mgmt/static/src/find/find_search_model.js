import {SearchModel} from "@web/search/search_model";

const FIND_FIELDS = ["find", "fmcg_find"];

/**
 * A search that looks through everything once something is to be found: the filter that a screen begins
 * with, such as Open, goes. Whoever chooses it again keeps it.
 */
export class FindSearchModel extends SearchModel {
    addAutoCompletionValues(searchItemId, autocompleteValue) {
        if (FIND_FIELDS.includes(this.searchItems[searchItemId].fieldName) && !this.hasFound) {
            this.hasFound = true;
            this.query = this.query.filter((element) => {
                const {isDefault, type} = this.searchItems[element.searchItemId];
                return !(isDefault && type === "filter");
            });
        }
        return super.addAutoCompletionValues(searchItemId, autocompleteValue);
    }
}
