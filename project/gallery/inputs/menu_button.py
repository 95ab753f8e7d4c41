"""A button that opens a list of options; the one that is chosen is there for one run."""

import formrerun as fr


def formats() -> None:
    """It says what was chosen in the run that this causes, and nothing in the next one."""
    chosen = fr.menu_button("Export", ["CSV", "JSON", "PDF"], icon=":material/download:")
    fr.write(f"Exported as {chosen}." if chosen else "Nothing was exported.")


def values() -> None:
    """Options of any type, with labels of their own."""
    days = fr.menu_button("Remind me", [1, 7, 30], format_func=lambda days: f"in {days} day(s)", type="tertiary")
    fr.write(f"You hear from us in {24 * days} hours." if days else "No reminder.")
