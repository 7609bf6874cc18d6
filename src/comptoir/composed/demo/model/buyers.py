"""Who buys at the invented merchant: names, addresses and habits, a pure function of (seed, store, number)."""

from dataclasses import dataclass

from comptoir.composed.demo.model.seasons import rng
from comptoir.composed.demo.model.stores import DemoStore
from comptoir.connectors.sdk.canonical import Address, CustomerRef, Person

_GIVEN = [
    "Anna",
    "Ben",
    "Clara",
    "David",
    "Elin",
    "Felix",
    "Greta",
    "Hugo",
    "Ines",
    "Jonas",
    "Kira",
    "Leo",
    "Mila",
    "Noah",
    "Olga",
    "Paul",
    "Rosa",
    "Samuel",
    "Tilda",
    "Umut",
    "Vera",
    "Willem",
    "Yuki",
    "Zoe",
    "Amélie",
    "Björn",
    "Chiara",
    "Dariusz",
    "Eóin",
    "Fatima",
    "Haruto",
    "Jürgen",
    "Kaja",
    "Łukasz",
    "Mei",
    "Nils",
    "Priya",
    "Søren",
]
_FAMILY = [
    "Abel",
    "Becker",
    "Carter",
    "Dubois",
    "Eriksson",
    "Fischer",
    "García",
    "Hoffmann",
    "Ito",
    "Jansen",
    "Kowalski",
    "Laurent",
    "Meyer",
    "Nowak",
    "Okafor",
    "Patel",
    "Quinn",
    "Rossi",
    "Sato",
    "Tanaka",
    "Urban",
    "Vogel",
    "Weber",
    "Young",
    "Ziegler",
    "Andersson",
    "Brown",
    "Clarke",
    "Dupont",
    "Evans",
    "Fontaine",
    "Gruber",
    "Hughes",
    "Ivanova",
    "Johnson",
    "Keller",
    "Lindqvist",
    "Martin",
    "Nguyen",
    "O'Brien",
    "Petit",
    "Richter",
    "Smith",
    "Thomas",
    "Wagner",
]
_STREETS = ("Hafenstraße", "High Street", "Rue du Port", "Maple Avenue", "Storgatan", "Station Road", "Ringweg")


@dataclass(frozen=True, slots=True)
class Buyer:
    """A person of the demo. ``tax_rate`` is the rate of the country the parcel goes to."""

    reference: CustomerRef
    address: Address
    tax_rate: str


def buyer(seed: int, store: DemoStore, number: int) -> Buyer:
    """Return buyer ``number`` of a store; every fortieth is the same person as in the neighbouring store."""
    random = rng(seed, store.slug, "buyer", number)
    country, _, cities, tax_rate = random.choices(store.countries, weights=[row[1] for row in store.countries])[0]
    given, family = random.choice(_GIVEN), random.choice(_FAMILY)
    shared = random.random() < 0.025 and country in {"DE", "US"}
    mailbox = f"{given}.{family}.{number}".lower().replace("'", "")
    domain = f"{country.lower() if shared else store.slug}.example.com"
    person = Person(
        name=f"{given} {family}",
        email=f"{mailbox}@{domain}",
        phone=f"+00 555 {random.randrange(10**7):07d}" if random.random() < 0.6 else None,
        address_lines=(f"{random.choice(_STREETS)} {random.randrange(1, 180)}",),
        postal_code=f"{random.randrange(10000, 99999)}",
    )
    return Buyer(
        reference=CustomerRef(source_id=f"C{number:07d}", person=person),
        address=Address(country=country, region=None, city=random.choice(cities)),
        tax_rate=tax_rate,
    )


def guest(seed: int, store: DemoStore, order: str) -> Buyer:
    """Return the unknown buyer of an order: an address to ship to and no more."""
    known = buyer(seed, store, 10**6 + rng(seed, store.slug, order, "guest").randrange(10**6))
    return Buyer(reference=CustomerRef(), address=known.address, tax_rate=known.tax_rate)
