"""Documents of components in their frames, which have an origin of their own: no cookies and no storage."""

from __future__ import annotations

import re

#: Where a browser refuses both, packages that ask for them fail at the first line. They find nothing kept instead, and
#: what they keep until the frame is gone.
MEMORY = b"""<script>
{
  class Memory {
    getItem(key) { return Object.hasOwn(this, key) ? this[key] : null; }
    setItem(key, value) { this[key] = String(value); }
    removeItem(key) { delete this[key]; }
    clear() { for (const key of Object.keys(this)) delete this[key]; }
    key(at) { return Object.keys(this)[at] ?? null; }
    get length() { return Object.keys(this).length; }
  }
  const refused = ask => { try { ask(); return false; } catch { return true; } };
  for (const name of ['localStorage', 'sessionStorage']) {
    if (refused(() => self[name])) Object.defineProperty(self, name, { value: new Memory() });
  }
  if (refused(() => document.cookie)) {
    const kept = new Map();
    Object.defineProperty(document, 'cookie', {
      get: () => [...kept].map(pair => pair.join('=')).join('; '),
      set(text) {
        const [pair, ...said] = String(text).split(';').map(part => part.trim());
        const [name, ...value] = pair.split('=');
        const over = said.some(part => {
          const [what, when] = part.split('=');
          return /^max-age$/i.test(what) ? +when <= 0 : /^expires$/i.test(what) && Date.parse(when) <= Date.now();
        });
        if (over) kept.delete(name);
        else kept.set(name, value.join('='));
      },
    });
  }
}
</script>"""
_HEAD = re.compile(rb"<head\b[^>]*>|<html\b[^>]*>|<!doctype\b[^>]*>", re.IGNORECASE)


def with_memory(document: bytes) -> bytes:
    """Return a document with the script before every other."""
    places = list(_HEAD.finditer(document[:2000]))
    at = places[-1].end() if places else 0
    return document[:at] + MEMORY + document[at:]


__all__ = ["with_memory"]
