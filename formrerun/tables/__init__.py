"""Any data as columns of plain values; encoded once, addressed by its hash."""
