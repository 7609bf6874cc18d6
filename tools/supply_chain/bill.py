"""The bill of materials in CycloneDX 1.6: the same locks give the same bytes."""

import json
from collections.abc import Iterable

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

import comptoir
from tools.supply_chain.inventory import Package


def bill_of(packages: Iterable[Package]) -> str:
    """Return the bill as JSON."""
    components = [component(one) for one in packages]
    bom = Bom(components=components)
    ours = bom.metadata.component = Component(
        name="comptoir",
        version=comptoir.__version__,
        type=ComponentType.APPLICATION,
        licenses=[LicenseFactory().make_from_string("Apache-2.0")],
        bom_ref="comptoir",
    )
    bom.register_dependency(ours, components)
    found = json.loads(JsonV1Dot6(bom).output_as_string())
    found.pop("serialNumber", None)
    found["metadata"].pop("timestamp", None)
    return json.dumps(found, indent=1, sort_keys=True) + "\n"


def component(package: Package) -> Component:
    """Return one package as a component."""
    namespace, _, name = package.name.rpartition("/")
    purl = PackageURL(type=package.ecosystem, namespace=namespace or None, name=name, version=package.version)
    return Component(
        name=name,
        group=namespace or None,
        version=package.version,
        purl=purl,
        bom_ref=str(purl),
        licenses=[LicenseFactory().make_from_string(package.licence)] if package.licence else None,
        hashes=[HashType(alg=HashAlgorithm(algorithm), content=digest) for algorithm, digest in package.hashes],
        properties=[Property(name="comptoir:place", value=package.place)],
    )


def wrong_with(bill: str) -> str | None:
    """Return what the schema of CycloneDX 1.6 finds wrong with a bill, None for nothing."""
    found = JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill)
    return None if found is None else str(found)
