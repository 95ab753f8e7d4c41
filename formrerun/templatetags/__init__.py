"""``{% formrerun_page %}``, and the filters that the templates of elements use."""
