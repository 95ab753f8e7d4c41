"""Live updates: topics, who hears of them, and what of it is left behind."""
