  // ----------------------------------------------------------------------------------------- kinds of fields

  const chosen = el => [...el.options].filter(option => option.selected).map(option => option.value);
  const attributes = (el, names) => names.map(name => [name, el.getAttribute(name)]);
  const radiosOf = el => (el.isConnected ? byName(el.name) : snap.radios.get(el.name));
  const optionsOf = el => {
    const slider = el.closest('[data-fr-options]');
    return JSON.parse(slider.dataset.frWires ?? slider.dataset.frOptions);
  };

  /** Where an option stands now, whose label or value may be others: by both, by its value, by its label. */
  function placeAmong(offered, wire) {
    const at = offered.indexOf(wire);
    if (at >= 0 || !wire?.includes('\u2063')) return at;
    const [value, label] = wire.split('\u2063');
    const parts = offered.map(one => one.split('\u2063'));
    const same = parts.findIndex(part => part[0] === value);
    if (same >= 0 || parts.filter(part => part[1] === label).length !== 1) return same;
    return parts.findIndex(part => part[1] === label);
  }

  /**
   * The server's value as a field of this type shows it: a browser writes "#FFF" or "8:30" in its own way.
   */
  function cleaned(el) {
    if (el.tagName === 'TEXTAREA' || el.value === el.defaultValue) return el.defaultValue;
    const same = document.createElement('input');
    for (const name of ['type', 'min', 'max', 'step', 'value']) {
      if (el.hasAttribute(name)) same.setAttribute(name, el.getAttribute(name));
    }
    return same.value;
  }

  /**
   * What each kind of field can do:
   *
   * - `read`: what it shows now
   * - `base`: the server's value, in the page or in new markup
   * - `graft`: write into new markup what the field shows, so that the morph leaves it
   * - `fit`: what a kept value becomes in new markup, whose options may be others
   * - `write`: show a value
   * - `rebase`: let it know the server's value without changing what it shows
   *
   * `view` marks what belongs to the browser and is no value; `always` what the morph must never change.
   */
  const KIND = {
    text: {
      read: el => el.value,
      base: cleaned,
      graft: (el, value) => {
        if (el.tagName === 'TEXTAREA') el.textContent = value;
        else el.setAttribute('value', value);
      },
      write: (el, value) => {
        if (el.value === value) return; // caret, undo and IME stay as they are
        const at = el === document.activeElement ? el.selectionStart : null;
        el.value = value;
        if (at !== null) {
          try {
            el.setSelectionRange(at, at);
          } catch {
            // not a text field
          }
        }
      },
      rebase: (el, base) => {
        if (el.defaultValue === base) return;
        const value = el.value;
        el.defaultValue = base;
        if (el.value !== value) el.value = value;
      },
    },
    // A handle at one of several options: the option stays, wherever it stands now.
    place: {
      read: el => optionsOf(el)[+el.value],
      base: el => optionsOf(el)[+el.defaultValue],
      graft: (el, option) => KIND.text.graft(el, String(optionsOf(el).indexOf(option))),
      fit: (el, option, base) => optionsOf(el)[placeAmong(optionsOf(el), option)] ?? base,
      write: (el, option) => KIND.text.write(el, String(optionsOf(el).indexOf(option))),
      rebase: (el, base) => KIND.text.rebase(el, String(optionsOf(el).indexOf(base))),
    },
    check: {
      read: el => el.checked,
      base: el => el.defaultChecked,
      graft: (el, on) => el.toggleAttribute('checked', on),
      write: (el, on) => {
        if (el.checked !== on) el.checked = on;
      },
      rebase: (el, base) => {
        const on = el.checked;
        el.defaultChecked = base;
        if (el.checked !== on) el.checked = on;
      },
    },
    // One value of several elements, which may come in another order.
    radio: {
      read: el => radiosOf(el).find(one => one.checked)?.value ?? null,
      base: el => radiosOf(el).find(one => one.defaultChecked)?.value ?? null,
      fit: (el, value, base) => {
        if (value === null) return value;
        const all = radiosOf(el).map(one => one.value);
        return all[placeAmong(all, value)] ?? base;
      },
      write: (el, value) => {
        for (const one of radiosOf(el)) {
          if (one.checked !== (one.value === value)) one.checked = one.value === value;
        }
      },
      rebase: (el, base) => {
        const value = KIND.radio.read(el);
        for (const one of radiosOf(el)) one.defaultChecked = one.value === base;
        KIND.radio.write(el, value);
      },
    },
    select: {
      read: chosen,
      base: el => {
        const set = [...el.options].filter(option => option.defaultSelected).map(option => option.value);
        return set.length || el.multiple ? set : [el.options[0]?.value];
      },
      graft: (el, values) => {
        for (const option of el.options) option.toggleAttribute('selected', values.includes(option.value));
      },
      fit: (el, values, base) => {
        // a choice whose option is gone becomes the server's
        const offered = [...el.options].map(option => option.value);
        const left = values
          .map(value => offered[placeAmong(offered, value)])
          .filter(value => value !== undefined);
        return left.length || el.multiple ? left : base;
      },
      write: (el, values) => {
        for (const option of el.options) {
          const on = values.includes(option.value);
          if (option.selected !== on) option.selected = on;
        }
      },
      rebase: (el, base) => {
        const values = chosen(el);
        for (const option of el.options) option.defaultSelected = base.includes(option.value);
        KIND.select.write(el, values);
      },
    },
    file: {
      read: el => [...el.files].map(file => file.name + file.size).join(),
      base: () => null,
      graft() {},
      write: (el, value) => {
        if (value === null) el.value = '';
      },
    },
    html: {
      read: el => el.innerHTML,
      base: el => el.innerHTML,
      graft: (el, value) => {
        el.innerHTML = value;
      },
      write: (el, value) => {
        if (el.innerHTML !== value) el.innerHTML = value;
      },
    },
    details: {
      view: true,
      read: el => el.open,
      base: el => el.open,
      graft: (el, open) => el.toggleAttribute('open', open),
      write: (el, open) => {
        if (el.open !== open) el.open = open;
      },
    },
    // Only close() and showModal() put a dialog over the page and take it away: the attribute alone does not.
    dialog: {
      view: true,
      always: true,
      read: el => el.open,
      base: el => el.hasAttribute('open'),
      graft: (el, open) => el.toggleAttribute('open', open),
      write: (el, open) => {
        if (open === el.open) return;
        if (open) el.showModal();
        else el.close();
      },
    },
    // Attributes that belong to the browser, as which tab is open.
    own: {
      view: true,
      read: el => attributes(el, el.dataset.frOwn.split(' ')),
      base: el => attributes(el, el.dataset.frOwn.split(' ')),
      graft: (el, list) => {
        for (const [name, value] of list) setOrRemove(el, name, value);
      },
      write: (el, list) => KIND.own.graft(el, list),
    },
    // A component with a value of its own.
    island: {
      read: el => el.value,
      base: el => JSON.parse(el.dataset.frValue ?? 'null'),
      graft() {},
      write: (el, value) => {
        if (!alike(el.value, value)) el.value = value;
      },
    },
  };
  function kindOf(el) {
    if (el.dataset.frOwn) return KIND.own;
    if (el.tagName === 'SELECT') return KIND.select;
    if (el.tagName === 'DETAILS') return KIND.details;
    if (el.tagName === 'DIALOG') return KIND.dialog;
    if (el.hasAttribute('contenteditable')) return KIND.html;
    if (el.type === 'checkbox') return KIND.check;
    if (el.type === 'radio') return KIND.radio;
    if (el.type === 'file') return KIND.file;
    if (el.tagName.includes('-')) return KIND.island;
    if (el.type === 'range' && el.closest('[data-fr-options]')) return KIND.place;
    return KIND.text;
  }

  /** What a field shows, as a text: two of them tell whether it was changed in between. */
  const markOf = el => JSON.stringify(kindOf(el).read(el));
  /** True if a field differs from what the server last rendered. */
  function edited(el) {
    const kind = kindOf(el);
    const now = kind.read(el);
    return now !== undefined && !alike(now, kind.base(el)); // undefined: a component that is still loading
  }

