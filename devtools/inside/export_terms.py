"""Writes the addon's terms to ``FMCG_I18N``, and brings each translation there up to date.

Translations of terms that are still in use stay; new terms are left empty for a translator.
"""

# ruff: noqa: F821 - env is given by Odoo's shell
import io
import os
from pathlib import Path

import polib

from odoo.tools.translate import trans_export

MODULE = "fmcg_order_mgmt"


def entries(file):
    """Return what makes a difference in a file: not its dates."""
    return [(entry.msgid, entry.msgstr, entry.occurrences, entry.comment) for entry in file]


def update(path, terms):
    """Write the file again where its terms have changed; return how many are not translated."""
    before = polib.pofile(str(path))
    after = polib.pofile(str(path), wrapwidth=0)
    after.merge(terms)
    for entry in after.obsolete_entries():
        after.remove(entry)
    order = {entry.msgid: place for place, entry in enumerate(terms)}
    after.sort(key=lambda entry: order[entry.msgid])
    if entries(before) != entries(after):
        after.metadata["POT-Creation-Date"] = terms.metadata["POT-Creation-Date"]
        after.save(str(path))
    return len(after.untranslated_entries()) + len(after.fuzzy_entries())


def main():
    folder = Path(os.environ["FMCG_I18N"])
    buffer = io.BytesIO()
    trans_export(None, [MODULE], buffer, "po", env)
    text = buffer.getvalue().decode()
    terms = polib.pofile(text)
    path = folder / f"{MODULE}.pot"
    if not path.exists() or entries(polib.pofile(str(path))) != entries(terms):
        path.write_text(text, encoding="utf-8")
    print(f"FOUND {len(terms)} terms in {path.name}")
    for translation in sorted(folder.glob("*.po")):
        print(f"FOUND {translation.name}: {update(translation, terms)} not translated yet")


main()
