"""Counts the messages of a gold set that were understood to the letter: score.py GOLD_DIR PREDICTIONS."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from devtools.gold import tables  # noqa: E402


def main(folder: str, predictions: str) -> None:
    """Print the counts as JSON on the last line."""
    lines = Path(predictions).read_text(encoding="utf-8").splitlines()
    found = {row["id"]: tables.meaning(row) for row in map(json.loads, lines)}
    messages = tables.load(Path(folder)).messages
    wrong = [row["id"] for row in messages if found.get(row["id"]) != tables.meaning(row["expect"])]
    print(json.dumps({"messages": len(messages), "right": len(messages) - len(wrong), "wrong": wrong}))


if __name__ == "__main__":
    main(*sys.argv[1:3])
