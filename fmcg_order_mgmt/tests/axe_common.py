import importlib.util
from pathlib import Path

from odoo.tests import HttpCase

# ``wait`` for something to show, ``look`` at what is inside an element with the rules that axe calls serious
# or critical.
HELPERS = """
const find = (select) => document.querySelector(select);
const wait = async (what, select) => {
    for (let turn = 0; turn < 200; turn++) {
        const found = document.querySelector(select);
        if (found) { return found; }
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${what}: nothing is ${select}`);
};
const look = async (what, root) => {
    await new Promise((resolve) => setTimeout(resolve, 800));
    const {violations} = await axe.run(find(root), {resultTypes: ["violations"]});
    for (const {id, impact, help, nodes} of violations) {
        if (impact === "serious" || impact === "critical") {
            const where = nodes.map((node) => `${node.target} ${node.failureSummary}`).join("; ");
            console.error(`axe, ${what}: ${id} (${impact}) ${help}: ${where.slice(0, 600)}`);
        }
    }
};
"""


class AxeCase(HttpCase):
    """Nobody is shut out: ``look_at`` goes through a screen step by step, and axe looks at each."""

    def setUp(self):
        super().setUp()
        found = importlib.util.find_spec("axe_core_python")
        if not found:
            self.skipTest("axe is not there: pip install axe-core-python")
        folder = Path(found.submodule_search_locations[0])
        self.axe = (folder / "axe.min.js").read_text(encoding="utf-8")

    def look_at(self, path, steps, root, login):
        """Run ``steps``, JavaScript with ``wait`` and ``look``, once ``root``, a selector, is on ``path``."""
        code = f"""{self.axe};(async () => {{{HELPERS}{steps}
            console.log("test successful");
        }})().catch((error) => console.error(String(error)));"""
        self.browser_js(path, code, f"!!document.querySelector('{root}')", login=login)
