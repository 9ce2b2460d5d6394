"""Every question of the engine has its twin that Odoo translates, word for word."""

import ast
from pathlib import Path

from engine.intake.questions import TEXTS

MODEL = Path(__file__).resolve().parents[2] / "fmcg_order_mgmt" / "models" / "intake_question.py"


def test_the_model_holds_the_same_texts():
    tree = ast.parse(MODEL.read_text(encoding="utf-8"))
    table = next(n.value for n in tree.body if isinstance(n, ast.Assign) and n.targets[0].id == "TEXTS")
    twins = {key.value: call.args[0].value for key, call in zip(table.keys, table.values, strict=True)}
    assert twins == TEXTS


def test_every_code_that_the_engine_asks_has_a_text():
    folder = MODEL.parents[1] / "engine" / "intake"
    asked = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(getattr(node, "func", None), "id", "")
            if name in ("Question", "Refused") and node.args and isinstance(node.args[0], ast.Constant):
                asked.add(node.args[0].value)
    assert asked and asked <= set(TEXTS)
