"""What a finding offers, as it is carried out: a file for each kind of remedy, known from here on."""

from . import amount, delivery_day, remove, replace, split  # noqa: F401
from .remedy import KINDS, RemedyKind  # noqa: F401
