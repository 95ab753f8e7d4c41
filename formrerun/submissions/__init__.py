"""From lock to commit: one submission, one run, one transaction."""
