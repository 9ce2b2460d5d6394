import {SearchModel} from "@web/search/search_model";

const FIND_FIELDS = ["find", "fmcg_find"];

/**
 * A search that looks through everything once something is to be found, and shows it at once.
 *
 * The filter that a screen begins with, such as Open, goes; whoever chooses it again keeps it. What is found
 * stands in no columns: on a telephone one sees a single one of them.
 */
export class FindSearchModel extends SearchModel {
    addAutoCompletionValues(searchItemId, autocompleteValue) {
        if (this.isFind(searchItemId) && !this.hasFound) {
            this.hasFound = true;
            this.query = this.query.filter((element) => {
                const {isDefault, type} = this.searchItems[element.searchItemId];
                return !(isDefault && type === "filter");
            });
        }
        return super.addAutoCompletionValues(searchItemId, autocompleteValue);
    }

    isFind(searchItemId) {
        return FIND_FIELDS.includes(this.searchItems[searchItemId].fieldName);
    }

    _getGroupBy(options = {}) {
        const finds = this.query.some(({searchItemId}) => this.isFind(searchItemId));
        return super._getGroupBy(finds ? {...options, fallbackOnDefault: false} : options);
    }
}
