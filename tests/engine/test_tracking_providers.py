"""The registry: every provider found by being there, each with what the addon needs of it."""

import pytest
from engine.tracking import PROVIDERS, Account, Provider, Waybill, provider
from engine.tracking.providers import collect


class Nobody:
    """An HTTP client that must not be used."""

    def send(self, *args):
        raise AssertionError("asked")


def test_providers_are_found_by_their_modules():
    assert {"kuaidi100", "own"} <= PROVIDERS.keys()
    assert all(PROVIDERS[code].code == code and PROVIDERS[code].name for code in PROVIDERS)
    with pytest.raises(KeyError):
        provider("none")


def test_one_class_is_a_provider():
    class Pigeon(Provider):
        code = "pigeon"
        name = "Pigeons"

    found = collect([Pigeon, type(PROVIDERS["own"])])
    assert list(found) == ["own", "pigeon"]
    assert found["pigeon"].polled and found["pigeon"].carrier_of("YT1234567890123") == ""


def test_two_providers_cannot_share_a_code():
    class Other(Provider):
        code = "own"

    with pytest.raises(ValueError, match="'own'"):
        collect([Other, type(PROVIDERS["own"])])


def test_own_vans_ask_nobody():
    (answer,) = provider("own").query(Account("", ""), [Waybill("WH/OUT/1", "own")], Nobody())
    assert (answer.health, answer.events) == ("ok", ())
    assert not provider("own").polled


@pytest.mark.parametrize(
    ("number", "carrier"),
    [
        ("SF1234567890123", "shunfeng"),
        ("SF12345678901", ""),
        ("YT1234567890123", "yuantong"),
        ("JT5012345678901", "jtexpress"),
        ("JDX012345678901", "jd"),
        ("JD0123456789012", "jd"),
        ("DPK123456789012", "debangkuaidi"),
        ("EA123456789CN", "ems"),
        ("EA123456789US", ""),
        ("1Z999AA10123456784", "ups"),
        ("773012345678901", ""),
        ("XSF1234567890123", ""),
        ("", ""),
    ],
)
def test_kuaidi100_knows_carriers_by_the_letters(number, carrier):
    assert provider("kuaidi100").carrier_of(number) == carrier


def test_kuaidi100_s_probe_is_a_number_that_it_would_accept():
    probe = provider("kuaidi100").probe
    assert 6 <= len(probe.number) <= 32 and provider("kuaidi100").carrier_of(probe.number) == probe.carrier
