"""Keys: values open only for their context, prefixes are found without being readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.kernel.ids import new_id
from comptoir.platform.secrets import Sealed, SecretBox

BOX = SecretBox(bytes(range(32)))
SHOP, OTHER = new_id(), new_id()


@given(data=st.binary(max_size=200), context=st.text(max_size=20))
def test_what_is_sealed_opens_for_the_same_context_only(data, context):
    sealed = BOX.seal(data, context)
    assert BOX.open(sealed, context) == data
    with pytest.raises(Sealed):
        BOX.open(sealed, context + "x")


@given(place=st.integers(0, 60), bit=st.integers(0, 7))
def test_a_changed_byte_is_noticed(place, bit):
    sealed = bytearray(BOX.seal(b"thirty-two bytes of personal data", "person"))
    sealed[place] ^= 1 << bit
    with pytest.raises(Sealed):
        BOX.open(bytes(sealed), "person")


def test_equal_values_are_sealed_differently():
    assert BOX.seal(b"same", "x") != BOX.seal(b"same", "x")


def test_a_subject_is_forgotten_with_its_key():
    key = BOX.new_key()
    document = BOX.seal_with(key, b"Ada", "person/1")
    wrapped = BOX.wrap(key, "person/1")
    assert BOX.open_with(BOX.unwrap(wrapped, "person/1"), document, "person/1") == b"Ada"
    with pytest.raises(Sealed):
        BOX.open_with(BOX.new_key(), document, "person/1")
    with pytest.raises(Sealed):
        BOX.unwrap(wrapped, "person/2")


@pytest.mark.parametrize("query", ["mül", "MULLER", "muller an", "anna@example", "an mü", "example.org"])
def test_prefixes_of_words_are_found(query):
    index = BOX.blind_index(SHOP, ["Anna Müller", "anna@example.org"])
    assert set(BOX.search_tokens(SHOP, query)) <= set(index)


@pytest.mark.parametrize("query", ["uller", "annabel", "bob"])
def test_other_words_are_not_found(query):
    index = BOX.blind_index(SHOP, ["Anna Müller", "anna@example.org"])
    assert not set(BOX.search_tokens(SHOP, query)) <= set(index)


def test_a_long_word_is_found_whole_and_by_its_beginning():
    index = set(BOX.blind_index(SHOP, "Donaudampfschifffahrt"))
    assert set(BOX.search_tokens(SHOP, "donaudampfschifffahrt")) <= index
    assert set(BOX.search_tokens(SHOP, "Donau")) <= index


def test_a_telephone_number_is_found_however_it_is_written():
    index = set(BOX.blind_index(SHOP, "+49 (30) 1234-567"))
    assert set(BOX.search_tokens(SHOP, "49301234567")) <= index


def test_tokens_fit_a_signed_column_and_differ_between_organisations():
    mine, theirs = BOX.blind_index(SHOP, "Anna"), BOX.blind_index(OTHER, "Anna")
    assert all(0 <= token < 2**63 for token in mine)
    assert not set(mine) & set(theirs)
    assert BOX.fingerprint(SHOP, "a@b.c") != BOX.fingerprint(OTHER, "a@b.c")
