"""The import tool: a file with hundreds of orders, taken in while one looks on."""

from __future__ import annotations

import csv
import time
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from io import StringIO
from random import Random

from django.core.exceptions import ValidationError
from django.db import transaction

import formrerun as fr
from project.shop.models import Customer, Order, OrderLine

#: What the numbers of imported orders begin with.
PREFIX = "IMP-"
COLUMNS = ("number", "placed", "name", "email", "product", "quantity", "price")
PRODUCTS = {"Oak side table": "149.00", "Ceramic mug": "14.50", "Wool throw": "64.00", "Desk lamp": "79.00"}
NAMES = ("Ada Lindqvist", "Hugo Lefèvre", "Mei Tanaka", "Noor van Dijk", "Samuel Weiss", "Zoë Claes")
#: Seconds per order, as if each were checked at another system.
PAUSE = 0.03
#: Lines of the log that are shown.
LAST = 8


@fr.page(title="Import orders", permission_required="shop.change_order", template="page.html", atomic=False)
def import_orders() -> None:
    """
    Take in a file of orders, one after the other.

    Each order is a transaction of its own (``atomic=False``): others write meanwhile, and what is in stays in. An order
    that is there already is left alone, so a file that was stopped or cut short is simply imported again.
    """
    fr.title("Import orders")
    fr.caption("Stop it when you like, and import the same file again: it goes on where it was.")
    with fr.form("file"):
        count = fr.slider("Orders in the file", 20, 500, 120, step=20, key="count")
        faulty = fr.checkbox("Some of them with mistakes", value=True, key="faulty")
        started = fr.form_submit_button("Import", type="primary", icon=":material/upload_file:")
    text = make_file(count, faulty)
    with fr.expander("Look at the file"):
        fr.code("\n".join([*text.splitlines()[:6], "…"]), language=None)
    fr.text_area("Notes", key="notes", placeholder="Write on while the import runs: nothing of it is lost")
    if started:
        take_in(list(csv.DictReader(StringIO(text))))
    if imported := Order.objects.filter(number__startswith=PREFIX).count():
        fr.write(f"{imported} imported orders are in the shop.")
        fr.button("Remove them", icon=":material/delete:", on_click=remove_imported)


def make_file(count: int, faulty: bool) -> str:
    """Return a file of orders, always the same for the same wishes."""
    random, file = Random(count), StringIO()
    rows = csv.writer(file)
    rows.writerow(COLUMNS)
    for number in range(1, count + 1):
        name, product = random.choice(NAMES), random.choice(list(PRODUCTS))
        price = PRODUCTS[product]
        if faulty and number % 37 == 11:
            price = random.choice(["free", "-5.00", ""])
        email = f"{name.split()[0].lower()}@example.com"
        day = date(2026, 1, 5) + timedelta(days=random.randrange(270))
        rows.writerow([f"{PREFIX}{number:05}", day, name, email, product, random.randint(1, 4), price])
    return file.getvalue()


def take_in(rows: list[dict[str, str]]) -> None:
    """Take in the rows, and show how far it has come."""
    bar, log, ends = fr.progress(0.0, "Reading the file"), [], Counter()
    with fr.status("Importing", expanded=True) as status:
        place = fr.empty()
        for done, row in enumerate(rows, start=1):
            end, line = take_in_one(row)
            ends[end] += 1
            log.append(line)
            bar.progress(done / len(rows), f"{done} of {len(rows)} orders")
            place.code("\n".join(log[-LAST:]), language=None)
    said = ", ".join(f"{count} {end}" for end, count in ends.items())
    status.update(label=f"Done: {said}", state="error" if ends["refused"] else "complete")
    for line in [line for line in log if "refused" in line]:
        fr.warning(line)
    fr.toast(f"Import finished: {said}", icon=":material/check_circle:")


def take_in_one(row: dict[str, str]) -> tuple[str, str]:
    """Take in one order; return what became of it, and a line for the log."""
    number = row["number"]
    if Order.objects.filter(number=number).exists():
        return "there already", f"{number}  there already"
    time.sleep(PAUSE)
    try:
        with transaction.atomic():
            customer, _new = Customer.objects.get_or_create(email=row["email"], defaults={"name": row["name"]})
            order = Order(number=number, customer=customer, placed_on=row["placed"])
            order.full_clean()
            order.save()
            line = OrderLine(
                order=order, product=row["product"], quantity=row["quantity"], unit_price=Decimal(row["price"])
            )
            line.full_clean()
            line.save()
    except InvalidOperation:
        return "refused", f"{number}  refused: {row['price'] or 'nothing'!r} is no price"
    except ValidationError as error:
        return "refused", f"{number}  refused: {' '.join(error.messages)}"
    return "new", f"{number}  {row['quantity']} × {row['product']} for {row['name']}"


def remove_imported() -> None:
    """Take the imported orders out of the shop again, but for those that were refunded meanwhile."""
    Order.objects.filter(number__startswith=PREFIX, refunds__isnull=True).delete()
