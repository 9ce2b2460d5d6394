"""Telephones that a person types to find a customer: any spelling, with or without country and area."""

from ..intake.sender import TAIL, phone_digits


def phone_fits(typed: str, stored: str) -> bool:
    """Return whether ``typed`` may be the telephone ``stored``: one ends with the other.

    Finding is generous where taking orders is not: a number without its area finds all that it may be.
    """
    said, known = phone_digits(typed), phone_digits(stored)
    return min(len(said), len(known)) >= TAIL and (known.endswith(said) or said.endswith(known))
