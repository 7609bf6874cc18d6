"""`python -m tools.supply_chain`: writes the bill of materials, and says whether licences and advisories are in order."""

import json
import sys
from datetime import UTC, datetime

from tools.supply_chain import advisories
from tools.supply_chain.bill import bill_of, wrong_with
from tools.supply_chain.inventory import ROOT, Package, packages
from tools.supply_chain.policy import is_allowed

BILL = ROOT / "build" / "comptoir.cdx.json"


def wrong_licences(shipped: list[Package]) -> list[str]:
    """Return a sentence for each package whose licence is missing or not allowed."""
    return [
        f"{one.label} ({one.ecosystem}) declares no licence" if one.licence is None
        else f"{one.label} ({one.ecosystem}) is under {one.licence}, which tools/supply_chain/policy.py does not allow"
        for one in shipped
        if one.licence is None or not is_allowed(one.licence)
    ]  # fmt: skip


def main() -> int:
    shipped = packages()
    bill = bill_of(shipped)
    BILL.parent.mkdir(exist_ok=True)
    BILL.write_text(bill, encoding="utf-8")
    flaw = wrong_with(bill)
    copy = json.loads(advisories.COPY.read_text()) if advisories.COPY.exists() else None
    said, affected = advisories.told(copy, shipped, today=datetime.now(UTC).date())
    wrong = [*([f"the bill of materials is not valid: {flaw}"] if flaw else []), *wrong_licences(shipped), *affected]
    print(f"bill of materials: {len(shipped)} packages in {BILL.relative_to(ROOT)} (CycloneDX 1.6)")
    print("\n".join([*said, *wrong]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
