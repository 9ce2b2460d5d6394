"""What a person types to find an order, and how the words of a message are kept to be found by them."""

from .grams import grams, index_words, is_dense
from .phones import phone_fits
from .typed import Word, readings

__all__ = ["Word", "grams", "index_words", "is_dense", "phone_fits", "readings"]
