"""
One call of a page function: tree, fields, state, run; knows no HTTP, session, template.

No HTTP, session, template or Channels import in this folder: a request is carried, never opened. Import-linter holds
the rule. Inside, the run and the state are passed as arguments; only what a page author calls reads them from the
context (``context.current_run``).
"""
