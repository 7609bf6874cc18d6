"""Product and customer files of WooCommerce, Magento and no platform; which format a file is."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from comptoir.connectors.known import REGISTRY
from comptoir.connectors.sdk.canonical import CustomerRecord
from comptoir.connectors.sdk.detection import check_format, fits_of
from comptoir.connectors.sdk.errors import WrongFormat
from comptoir.connectors.sdk.files.inspection import inspect_file
from comptoir.connectors.sdk.files.rows import Row
from comptoir.connectors.sdk.formats import Built
from comptoir.connectors.sdk.grouping import group_rows
from comptoir.kernel.errors import Unknown
from tests.unit.connectors.reading import outcomes, products_of, rejects_of, write

WOO = (
    "ID,Type,SKU,Name,Published,Is featured?,Visibility in catalog,Backorders allowed?,Sold individually?,Weight (kg),"
    "Sale price,Regular price,Categories,Tags,Parent,Attribute 1 value(s),Attribute 2 value(s)\n"
)


def test_woocommerce_variations_join_their_parent(tmp_path: Path) -> None:
    rows = (
        "12,variation,TEE-S,Tee - S,1,0,visible,0,0,0.2,,20,,,TEE,S,\n"
        '11,variable,TEE,"Tee\\nof wool",1,0,visible,0,0,,,,"Clothing, Clothing > Shirts",a,,"S, M",\n'
        "13,variation,TEE-M,Tee - M,1,0,visible,0,0,0.2,18,20,,,TEE,M,\n"
        "20,variation,,Cap - L,1,0,visible,0,0,,,9,,,id:19,L,Red\n"
        "19,variable,,Cap,-1,0,visible,0,0,,,,,,,L,Red\n"
        "30,simple,MUG,Mug,1,0,visible,0,0,,,7,Kitchen,,,,\n"
    )
    products = products_of(write(tmp_path, "\ufeff" + WOO + rows), "woocommerce-products")
    tee, cap, mug = products["11"], products["19"], products["30"]
    assert (tee.title, tee.category, tee.subcategory, tee.status) == ("Tee of wool", "Clothing", "Shirts", "active")
    assert {one.sku: one.price for one in tee.variants} == {"TEE-S": 20, "TEE-M": 18}
    assert tee.variants[0].weight_grams == 200
    assert (cap.variants[0].title, cap.status) == ("L / Red", "draft")
    assert mug.variants[0].sku == "MUG"


def test_magento_variants_join_their_configurable(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "sku,store_view_code,attribute_set_code,product_type,categories,product_websites,name,price,cost,"
        "configurable_variations,additional_attributes\n"
        'T-S,,Top,simple,"Default/Men,Default/Men/Tops",base,Tee S,20.0000,8,,\n'
        'T,,Top,configurable,"Default/Men,Default/Men/Tops",base,Tee,,,"sku=T-S,size=S|sku=T-M,size=M","manufacturer=Acme, Inc,color=red"\n'
        "T-M,,Top,simple,,base,Tee M,21,,,\n"
        "T,german,Top,configurable,,base,Hemd,,,,\n"
        "M,,Default,simple,Default/Kitchen,base,Mug,7,,,\n",
    )
    products = products_of(path, "magento-products")
    tee = products["T"]
    assert (tee.title, tee.category, tee.subcategory, tee.vendor) == ("Tee", "Men", "Tops", "Acme, Inc")
    assert {(one.sku, one.title, one.price, one.cost) for one in tee.variants} == {
        ("T-S", "S", 20, 8),
        ("T-M", "M", 21, None),
    }
    assert products["M"].variants[0].sku == "M"


def test_mapped_products_and_customers(tmp_path: Path) -> None:
    path = write(
        tmp_path, "Artikelnummer;Bezeichnung;Preis;Einkaufspreis;Kategorie\nA;Tasse;1.234,50;3,2;Küche\nB;Teller;x;1;\n"
    )
    product = next(one.record for one in outcomes(path, "products") if isinstance(one, Built))
    assert product.source_id == "A"
    assert product.variants[0].price == Decimal("1234.5")  # type: ignore[union-attr]
    assert [(one.line, one.reason) for one in rejects_of(path, "products")] == [(3, "price is not a number")]
    path = write(
        tmp_path,
        "E-Mail,Vorname,Nachname,Land,Kunde seit\nKim@example.test,Kim,E,Österreich,31.12.2023\nnobody,,,,\n",
        "c.csv",
    )
    kim, bad = outcomes(path, "customers")
    assert isinstance(kim, Built)
    assert isinstance(kim.record, CustomerRecord)
    assert kim.record.address is not None
    assert (kim.record.source_id, kim.record.address.country) == (None, "AT")
    assert not isinstance(bad, Built)
    assert bad.reason == "email is not an e-mail address"


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.csv", WOO + "1,simple,A,A,1,0,visible,0,0,,,5,,,,,\n", "woocommerce-products"),
        ("b.csv", "order no;date;amount\n1;2024-01-01;5\n", "transactions"),
        ("c.csv", "sku,title,price\nA,Tee,5\n", "products"),
        ("d.csv", "email,first name,last name\na@b.example,A,B\n", "customers"),
        (
            "e.json",
            json.dumps(
                {"items": [{"increment_id": "1", "grand_total": 1, "items": [], "created_at": "x", "state": "new"}]}
            ),
            "magento-orders",
        ),
        (
            "f.jsonl",
            json.dumps({"id": 1, "status": "x", "line_items": [], "date_created": "x", "billing": {}}),
            "woocommerce-orders",
        ),
    ],
)
def test_the_format_is_found(tmp_path: Path, name: str, content: str, form: str) -> None:
    fits = fits_of(inspect_file(write(tmp_path, content, name)), REGISTRY.formats)
    assert fits[0].form.key == form
    assert fits[0].fits


def test_a_file_of_another_format_is_named(tmp_path: Path) -> None:
    found = inspect_file(write(tmp_path, "sku,title,price\nA,Tee,5\n"))
    fits = fits_of(found, REGISTRY.formats)
    with pytest.raises(WrongFormat) as wrong:
        check_format(found, REGISTRY.format("shopify-orders"), fits)
    assert "'Name'" in wrong.value.message
    assert "3 columns" in wrong.value.message
    assert wrong.value.hint == "It fits: products."
    with pytest.raises(Unknown, match="no import format"):
        REGISTRY.format("shopify-order")


def test_more_rows_of_one_id_than_the_limit_are_handed_out() -> None:
    rows = [Row(number, ["x", str(number)]) for number in range(50_003)]
    left: list[Row] = []
    ((key, group),) = group_rows(rows, lambda cells: cells[0], byte_count=1 << 30, excess=left.append)
    assert (key, len(group), [row.line for row in left]) == ("x", 50_000, [50_000, 50_001, 50_002])
