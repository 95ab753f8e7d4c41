"""The import of a file: which column holds what is chosen, and rows that will not do are given back."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

import formrerun as fr
from project.shop.models import Customer, Order

EXAMPLE = Path(__file__).with_name("example_orders.csv")
FIELDS = {"number": "Number", "customer": "Customer's e-mail", "placed_on": "Placed on", "status": "Status"}
REQUIRED = {"number", "customer"}
MISTAKE = "Mistake"
MOST = 1000


@fr.page(title="Import a file", permission_required="shop.change_order", template="page.html")
def import_file() -> None:
    """Take in the orders of a CSV file: all rows that will do, in one transaction; the others are given back."""
    fr.title("Import a file")
    fr.caption("What will not do comes back as a file: put it right, and import it again.")
    fr.download_button("An example with mistakes", EXAMPLE, on_click="ignore", icon=":material/download:")
    file = fr.file_uploader(
        "Orders", type="csv", key="file", max_upload_size=1, validators=[has_rows], on_change=forget
    )
    if file is not None:
        choose_columns(list(rows_of(file)[0]))
    if said := fr.session_state.get("said"):
        fr.info(said)
    if refused := fr.session_state.get("refused"):
        fr.dataframe(refused)
        fr.download_button("Download these rows", as_csv(refused), "refused.csv", on_click="ignore")


def choose_columns(names: list[str]) -> None:
    """Draw which column holds what; one of the same name is chosen already."""
    same = {name.casefold(): position for position, name in enumerate(names, start=1)}
    with fr.form("columns"):
        for field, label in FIELDS.items():
            fr.selectbox(
                label, [None, *names], same.get(label.casefold(), 0), format_func=lambda name: name or "–",
                key=field, required=field in REQUIRED,
            )  # fmt: skip
        fr.form_submit_button("Import", type="primary", on_click=take_in, icon=":material/upload_file:")


def rows_of(file: Any) -> list[dict[str, str]]:
    """Return the rows of a file by the names of their columns."""
    return list(csv.DictReader(StringIO(file.getvalue().decode("utf-8-sig")), restval="", strict=True))


def has_rows(file: Any) -> None:
    """
    Check a file as soon as it is chosen.

    Raises
    ------
    ValidationError
        If it is no table, or one that is empty or too long.
    """
    try:
        rows = rows_of(file)
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValidationError("This is no CSV file in UTF-8.") from error
    if not 1 <= len(rows) <= MOST:
        raise ValidationError(f"The file has {len(rows)} rows; from 1 to {MOST} can be imported.")
    if any(None in row for row in rows) or not all(rows[0]):
        raise ValidationError("Each column needs a name.")
    if b"\0" in file.getvalue():
        raise ValidationError("This is no text.")


def forget() -> None:
    """Forget what became of the file before."""
    fr.session_state.update(said=None, refused=None)


def take_in(values: dict[str, Any]) -> None:
    """Take in the rows; keep those that will not do, each with its mistake."""
    rows = rows_of(fr.session_state.file)
    customers = Customer.objects.in_bulk({row[values["customer"]].strip() for row in rows}, field_name="email")
    refused = []
    for row in rows:
        cells = {field: row[column].strip() for field, column in values.items() if column}
        try:
            order_of({field: cell for field, cell in cells.items() if cell}, customers).save()
        except ValidationError as error:
            told = [f"{FIELDS[field]}: {' '.join(texts)}" for field, texts in error.message_dict.items()]
            row.pop(MISTAKE, None)
            refused.append({MISTAKE: " ".join(told), **row})
    fr.session_state.update(said=f"{len(rows) - len(refused)} of {len(rows)} orders came in.", refused=refused)


def order_of(cells: dict[str, str], customers: dict[str, Customer]) -> Order:
    """
    Return the order that a row says, not saved.

    Raises
    ------
    ValidationError
        By the names of the fields, if it will not do.
    """
    order = Order(**{**cells, "customer": customers.get(cells.get("customer", ""))})
    order.full_clean(exclude=set() if order.customer_id else {"customer"})
    if not order.customer_id:
        raise ValidationError({"customer": "There is no customer with this address."})
    return order


def as_csv(rows: list[dict[str, str]]) -> str:
    """Return rows as the text of a CSV file."""
    file = StringIO()
    writer = csv.DictWriter(file, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()
