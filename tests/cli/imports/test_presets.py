"""Order exports of well-known shops come to what the shop says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.imports.shop_files import PERIOD, revenue
from tests.cli.running import Beheld, Said

SHOPIFY = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,"
    "Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Refunded Amount,"
    "Lineitem discount\n"
)
AT = "2026-03-10 10:00:00 +0100"
FIELD = f"""\
#1001,a@x,paid,{AT},fulfilled,EUR,27.00,4.90,5.10,31.90,SPRING,3.00,{AT},1,Thing,20.00,sku-1,0.00,0.00
#1001,a@x,,,,,,,,,,,{AT},2,Other,5.00,sku-2,,0.00
#1002,b@x,refunded,{AT},unfulfilled,EUR,20.00,0.00,3.80,20.00,,0.00,{AT},1,Thing,20.00,sku-1,20.00,0.00
#1003,c@x,voided,,unfulfilled,EUR,20.00,0.00,3.80,20.00,,0.00,{AT},1,Thing,20.00,sku-1,0.00,0.00
#1004,d@x,paid,{AT},fulfilled,EUR,12.00,0.00,1.90,12.00,,0.00,{AT},1,Thing,10.00,sku-1,0.00,0.00
#1004,d@x,,,,,,,,,,,{AT},1,Gift wrap,2.00,,,0.00
"""


def shopify(beheld: Beheld, rows: str, *arguments: str, code: int = 0, header: str = SHOPIFY) -> Said:
    Path("orders_export.csv").write_text(header + rows)
    return beheld("import", "orders_export.csv", "--preset", "shopify", *arguments, code=code)


def order(number: str, **given: str) -> str:
    """One order of one line, as Shopify writes it: one thing for 20.00."""
    cells = {"Name": number, "Email": "a@x", "Financial Status": "paid", "Currency": "EUR", "Created at": AT}
    cells |= {"Lineitem quantity": "1", "Lineitem name": "Thing", "Lineitem price": "20.00", "Lineitem sku": "sku-1"}
    cells |= {name.replace("_", " "): value for name, value in given.items()}
    return ",".join(cells.get(name, "") for name in SHOPIFY.strip().split(",")) + "\n"


def test_a_shopify_file_comes_to_what_the_shop_says(shop: Beheld) -> None:
    output = shopify(shop, FIELD)
    assert revenue(shop) == ("39.00", 3)
    assert "1 left out: voided" in output.err
    assert "4 rows: 4 stored" in output.out


def test_it_is_shown_beforehand(shop: Beheld) -> None:
    output = shopify(shop, FIELD, "--dry-run")
    assert "  orders: 3, 59.00 EUR\n  refunds: 1, 1 of whole orders\n" in output.out
    assert shop("export").out == ""


def test_a_shopify_file_imported_again_adds_nothing(shop: Beheld) -> None:
    shopify(shop, FIELD)
    assert "0 stored, 4 duplicates" in shopify(shop, FIELD).out
    assert revenue(shop) == ("39.00", 3)


def test_tax_and_shipping_are_kept_and_are_no_revenue(shop: Beheld) -> None:
    shopify(shop, FIELD)
    first = json.loads(shop("export").out.splitlines()[0])
    assert (first["tax"], first["shipping"], first["discount"]) == ("5.10", "4.90", "3.00")


WITH_TAX = {"Subtotal": "119.00", "Shipping": "5.95", "Taxes": "19.95", "Total": "124.95", "Lineitem_price": "119.00"}
TAX_ADDED = {"Subtotal": "100.00", "Shipping": "5.00", "Taxes": "19.95", "Total": "124.95", "Lineitem_price": "100.00"}
BEFORE = {"Lineitem_price": "130.90"}
PART = {"Financial_Status": "partially_refunded", "Refunded_Amount": "11.90"}


def test_tax_in_prices_is_left_there_and_named(shop: Beheld) -> None:
    rows = order("#1", **WITH_TAX) + order("#2", **TAX_ADDED)
    assert "1 order of this file has tax in the prices" in shopify(shop, rows, "--dry-run").err
    assert shopify(shop, rows, "--json").json["tax_in_prices"] == 1
    assert revenue(shop) == ("219.00", 2)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(WITH_TAX, "100.00", id="in the prices"),
        pytest.param(WITH_TAX | PART, "90.00", id="in a refund, too"),
        pytest.param(WITH_TAX | {"Financial_Status": "refunded"}, "0.00", id="all refunded"),
        pytest.param(WITH_TAX | BEFORE | {"Discount_Amount": "11.90"}, "100.00", id="with a discount of the order"),
        pytest.param(WITH_TAX | BEFORE | {"Lineitem_discount": "11.90"}, "100.00", id="with that of a line"),
        pytest.param(TAX_ADDED, "100.00", id="added to the prices"),
        pytest.param(TAX_ADDED | PART, "90.00", id="added, and refunded with it"),
        pytest.param({"Subtotal": "20.00", "Taxes": "3.19"}, "20.00", id="without a total nobody can tell"),
        pytest.param({"Subtotal": "20.00", "Taxes": "0.00", "Total": "20.00"}, "20.00", id="no tax"),
    ],
)
def test_tax_is_taken_out_where_it_is_to_be(shop: Beheld, given: dict[str, str], expected: str) -> None:
    output = shopify(shop, order("#1", **given), "--without-tax", "--json")
    assert output.json["tax_in_prices"] == 0
    assert revenue(shop)[0].removesuffix("0000") == expected


def test_taking_tax_out_discounts_nothing(shop: Beheld) -> None:
    shopify(shop, order("#1", **WITH_TAX), "--without-tax")
    assert shop("report", "customers", *PERIOD, "--json").json["total"]["full_price_share"] == 1


def test_tax_cannot_be_taken_out_of_a_file_of_no_known_kind(shop: Beheld) -> None:
    Path("rows.csv").write_text("order_id\n1\n")
    assert "--without-tax needs --preset" in shop("import", "rows.csv", "--without-tax", code=2).err


def test_orders_without_a_rate_on_their_day_are_named(shop: Beheld) -> None:
    shop("rate", "set", "USD", "0.9", "--from", "2026-03-10")
    rows = order("#1") + order("#2", Currency="USD") + order("#3", Currency="GBP") + order("#4", Currency="GBP")
    earlier = order("#5", Currency="USD", Created_at="2026-03-09 10:00:00 +0100")
    notes = shopify(shop, rows + earlier, "--dry-run").err
    assert "2 orders in GBP have no rate on their day" in notes
    assert "beheld rate set USD RATE --from 2026-03-09" in notes
    assert shopify(shop, rows + earlier, "--json").json["orders_without_rate"] == {"GBP": 2, "USD": 1}
    shop("rate", "set", "USD", "0.9", "--from", "2026-03-09")
    assert "in USD" not in shopify(shop, rows + earlier, "--dry-run").err


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param({"Discount_Amount": "5.00", "Subtotal": "15.00"}, "15.00", id="discount of the whole order"),
        pytest.param({"Discount_Amount": "5.00"}, "15.00", id="discount without a subtotal"),
        pytest.param({"Discount_Amount": "4.90", "Subtotal": "20.00"}, "20.00", id="discount of the shipping"),
        pytest.param({"Lineitem_discount": "4.00", "Subtotal": "16.00"}, "16.00", id="discount of a line"),
        pytest.param(
            {"Financial_Status": "partially_refunded", "Refunded_Amount": "7.5"}, "12.50", id="refund of a part"
        ),
        pytest.param({"Financial_Status": "partially_refunded", "Refunded_Amount": "24"}, "0.00", id="with shipping"),
        pytest.param({"Financial_Status": "pending"}, "20.00", id="not paid yet"),
    ],
)
def test_discounts_and_refunds_count_as_the_shop_has_them(shop: Beheld, given: dict[str, str], expected: str) -> None:
    shopify(shop, order("#1", **given))
    assert revenue(shop) == (expected, 1)


def test_cancelled_orders_are_none(shop: Beheld) -> None:
    header = SHOPIFY.strip() + ",Cancelled at\n"
    rows = order("#1").strip() + f",{AT}\n" + order("#2").strip() + ",\n"
    assert "1 left out: cancelled" in shopify(shop, rows, header=header).err
    assert revenue(shop) == ("20.00", 1)


def test_removed_lines_of_an_edited_order_are_passed_over(shop: Beheld) -> None:
    shopify(shop, order("#1") + order("#1", Lineitem_quantity="0", Lineitem_sku="sku-2"))
    assert revenue(shop) == ("20.00", 1)


def test_an_order_that_names_nobody_is_somebody_of_its_own(shop: Beheld) -> None:
    shopify(shop, order("#1", Email="") + order("#2", Email=""))
    assert revenue(shop) == ("40.00", 2)
    assert shop("visitor", "order #2", "--json").json["orders"] == 1


def test_the_command_line_stands_before_the_preset(shop: Beheld) -> None:
    shopify(shop, order("#1", Discount_Code="X-9"), "--map", "order_id=Discount Code", "--set", "user_id=u7")
    event = json.loads(shop("export").out)
    assert (event["order_id"], event["user_id"]) == ("X-9", "u7")


def test_an_address_typed_with_capitals_is_of_the_same_customer(shop: Beheld) -> None:
    shopify(shop, order("#1", Email="Ann@Shop.example") + order("#2", Email="ann@shop.example"))
    total = shop("report", "customers", *PERIOD, "--json").json["total"]
    assert (total["customers"], total["orders"]) == (1, 2)


def test_a_broken_line_rejects_its_order_with_its_refund(shop: Beheld) -> None:
    shopify(shop, FIELD.replace("#1002,b@x,", "#1002,b@x,,", 1).replace("Other,5.00", "Other,five"), code=1)
    assert revenue(shop) == ("12.00", 1)
    assert shop("report", "recommendations", *PERIOD, "--json").json["total"]["refunds_booked"] == "0.00"


def test_a_file_of_another_kind_is_recognized(shop: Beheld) -> None:
    output = shopify(shop, "a\n", header="Order\n", code=2)
    assert "There is no column 'Lineitem price' for items.price: --map items.price=COLUMN" in output.err


WOO_ITEMS = (
    "order_id,order_number_formatted,date,status,discount_total,refunded_total,order_currency,billing_email,"
    "item_name,item_sku,item_quantity,item_subtotal,item_total\n"
)
WOO_ROWS = """\
11,W-11,2026-03-10 10:00:00,completed,3.00,0,EUR,a@x,Thing,sku-1,1,20.00,18.00
11,W-11,2026-03-10 10:00:00,completed,3.00,0,EUR,a@x,Other,sku-2,3,10.00,9.00
12,W-12,2026-03-10 11:00:00,refunded,0,20.00,EUR,b@x,Thing,sku-1,1,20.00,20.00
13,W-13,2026-03-10 12:00:00,cancelled,0,0,EUR,c@x,Thing,sku-1,1,20.00,20.00
14,W-14,2026-03-10 12:00:00,failed,0,0,EUR,c@x,Thing,sku-1,1,20.00,20.00
15,W-15,2026-03-10 13:00:00,processing,0,-2.00,EUR,d@x,Gift wrap,,1,2.00,2.00
15,W-15,2026-03-10 13:00:00,processing,0,-2.00,EUR,d@x,Thing,sku-1,1,10.00,10.00
"""
WOO_ORDERS = "Order Number,Order Status,Order Date,Email (Billing),Cart Discount Amount,Order Subtotal Amount,SKU,Item Name,Quantity,Item Cost\n"  # noqa: E501


def test_a_woocommerce_file_with_totals_of_lines_comes_to_what_the_shop_says(shop: Beheld) -> None:
    Path("woo.csv").write_text(WOO_ITEMS + WOO_ROWS)
    output = shop("import", "woo.csv", "--preset", "woocommerce")
    assert revenue(shop) == ("37.00", 3)
    assert "1 left out: cancelled\n1 left out: failed" in output.err
    assert json.loads(shop("export").out.splitlines()[0])["order_id"] == "W-11"


@pytest.mark.parametrize("cost", ["10.00", "9.00"], ids=["before the discount", "after it"])
def test_a_woocommerce_file_with_prices_of_items_comes_to_what_the_shop_says(shop: Beheld, cost: str) -> None:
    other = "20.00" if cost == "10.00" else "18.00"
    Path("woo.csv").write_text(
        f"{WOO_ORDERS}21,Completed,2026-03-10 10:00,a@x,4.00,40.00,sku-1,Thing,2,{cost}\n"
        f"21,Completed,2026-03-10 10:00,a@x,4.00,40.00,sku-2,Other,1,{other}\n"
        "22,Pending payment,2026-03-10 10:00,a@x,0,20.00,sku-2,Other,1,20.00\n"
    )
    shop("import", "woo.csv", "--preset", "woocommerce", "--set", "currency=EUR")
    assert revenue(shop) == ("36.00", 1)
