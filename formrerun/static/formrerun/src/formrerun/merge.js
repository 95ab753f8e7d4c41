  // ------------------------------------------------------------------------------------------------------ merge
  //
  // Every field carries the revision of the SERVER's value. Same id and same revision: the live state stays, whatever
  // it is. Otherwise the server's value wins, over focus too; unless the revision answers the field's own submit
  // (data-fr-soft) and the field was changed since. From another record (its birth differs) edited fields stay.
  // A field that an IME is composing in is left alone; what came for it is merged when the composition ends. A browser
  // without moveBefore() would end it when the field moves: there the whole page waits.

  const submitted = new WeakMap();  // field → its state when its form was posted
  let after = [], composing = null, waiting = null, missed = false, snap = null, foreign = false;
  const chosen = el => [...el.options].filter(option => option.selected).map(option => option.value);
  const attributes = (el, names) => names.map(name => [name, el.getAttribute(name)]);
  const radiosOf = el => (el.isConnected ? byName(el.name) : snap.radios.get(el.name));
  const optionsOf = el => JSON.parse(el.closest('[data-fr-options]').dataset.frOptions);

  /** The server's value as a field of this type shows it: a browser writes "#FFF" or "8:30" in its own way. */
  function cleaned(el) {
    if (el.tagName === 'TEXTAREA' || el.value === el.defaultValue) return el.defaultValue;
    const same = document.createElement('input');
    for (const name of ['type', 'min', 'max', 'step', 'value']) if (el.hasAttribute(name)) same.setAttribute(name, el.getAttribute(name));
    return same.value;
  }

  /**
   * How to read, keep and write the state of each kind of field. `base` is the server's value in new markup, `view`
   * marks what belongs to the browser and is no value.
   */
  const KIND = {
    text: {
      read: el => el.value, base: cleaned,
      graft: (el, value) => (el.tagName === 'TEXTAREA' ? (el.textContent = value) : el.setAttribute('value', value)),
      write: (el, value) => {
        if (el.value === value) return;  // caret, undo and IME stay as they are
        const at = el === document.activeElement ? el.selectionStart : null;
        el.value = value;
        if (at !== null) try { el.setSelectionRange(at, at); } catch { /* not a text field */ }
      },
      rebase: (el, base) => {
        if (el.defaultValue === base) return;
        const value = el.value;
        el.defaultValue = base;
        if (el.value !== value) el.value = value;
      },
    },
    place: {  // a handle at one of several options: the option stays, wherever it stands now
      read: el => optionsOf(el)[+el.value], base: el => optionsOf(el)[+el.defaultValue],
      graft: (el, option) => KIND.text.graft(el, String(optionsOf(el).indexOf(option))),
      fit: (el, option, base) => (optionsOf(el).includes(option) ? option : base),
      write: (el, option) => KIND.text.write(el, String(optionsOf(el).indexOf(option))),
      rebase: (el, base) => KIND.text.rebase(el, String(optionsOf(el).indexOf(base))),
    },
    check: {
      read: el => el.checked, base: el => el.defaultChecked,
      graft: (el, on) => el.toggleAttribute('checked', on),
      write: (el, on) => { if (el.checked !== on) el.checked = on; },
      rebase: (el, base) => { const on = el.checked; el.defaultChecked = base; if (el.checked !== on) el.checked = on; },
    },
    radio: {  // one value of several elements, which may come in another order
      read: el => radiosOf(el).find(one => one.checked)?.value ?? null,
      base: el => radiosOf(el).find(one => one.defaultChecked)?.value ?? null,
      fit: (el, value, base) => (value === null || radiosOf(el).some(one => one.value === value) ? value : base),
      write: (el, value) => { for (const one of radiosOf(el)) if (one.checked !== (one.value === value)) one.checked = one.value === value; },
      rebase: (el, base) => { const value = KIND.radio.read(el); for (const one of radiosOf(el)) one.defaultChecked = one.value === base; KIND.radio.write(el, value); },
    },
    select: {
      read: chosen,
      base: el => {
        const set = [...el.options].filter(option => option.defaultSelected).map(option => option.value);
        return set.length || el.multiple ? set : [el.options[0]?.value];
      },
      graft: (el, values) => { for (const option of el.options) option.toggleAttribute('selected', values.includes(option.value)); },
      fit: (el, values, base) => {  // a choice whose option is gone becomes the server's
        const offered = [...el.options].map(option => option.value), left = values.filter(value => offered.includes(value));
        return left.length || el.multiple ? left : base;
      },
      write: (el, values) => { for (const option of el.options) { const on = values.includes(option.value); if (option.selected !== on) option.selected = on; } },
      rebase: (el, base) => { const values = chosen(el); for (const option of el.options) option.defaultSelected = base.includes(option.value); KIND.select.write(el, values); },
    },
    file: {
      read: el => [...el.files].map(file => file.name + file.size).join(), base: () => null, graft() {},
      write: (el, value) => { if (value === null) el.value = ''; },
    },
    html: {
      read: el => el.innerHTML, base: el => el.innerHTML, graft: (el, value) => { el.innerHTML = value; },
      write: (el, value) => { if (el.innerHTML !== value) el.innerHTML = value; },
    },
    details: { view: true, read: el => el.open, base: el => el.open, graft: (el, open) => el.toggleAttribute('open', open), write: (el, open) => { if (el.open !== open) el.open = open; } },
    dialog: {  // only close() and showModal() keep the top layer sane
      view: true, always: true, read: el => el.open, base: el => el.hasAttribute('open'), graft: (el, open) => el.toggleAttribute('open', open),
      write: (el, open) => { if (open !== el.open) open ? el.showModal() : el.close(); },
    },
    own: {  // attributes that belong to the browser, as which tab is open
      view: true, read: el => attributes(el, el.dataset.frOwn.split(' ')), base: el => attributes(el, el.dataset.frOwn.split(' ')),
      graft: (el, list) => { for (const [name, value] of list) value === null ? el.removeAttribute(name) : el.setAttribute(name, value); },
      write: (el, list) => KIND.own.graft(el, list),
    },
    island: {  // a component with a value of its own
      read: el => el.value, base: el => JSON.parse(el.dataset.frValue ?? 'null'), graft() {},
      write: (el, value) => { if (!alike(el.value, value)) el.value = value; },
    },
  };
  const kindOf = el =>
    el.dataset.frOwn ? KIND.own : el.tagName === 'SELECT' ? KIND.select : el.tagName === 'DETAILS' ? KIND.details
    : el.tagName === 'DIALOG' ? KIND.dialog : el.hasAttribute('contenteditable') ? KIND.html
    : el.type === 'checkbox' ? KIND.check : el.type === 'radio' ? KIND.radio : el.type === 'file' ? KIND.file
    : el.tagName.includes('-') ? KIND.island : el.type === 'range' && el.closest('[data-fr-options]') ? KIND.place : KIND.text;

  /** What "changed since the submit" compares. */
  const markOf = el => JSON.stringify(kindOf(el).read(el));
  /** True if a field differs from what the server last rendered. */
  function edited(el) {
    const kind = kindOf(el), now = kind.read(el);
    return now !== undefined && !alike(now, kind.base(el));  // undefined: a component that is still loading
  }

  /** Read every field of the targets before the morph touches one: checking r1 would already uncheck r2. */
  function snapshot(targets, fragments = []) {
    const focus = document.activeElement;
    snap = { live: new Map(), mark: new Map(), edited: new Map(), radios: new Map(), steps: [], hold: anchor(), focus: focus && focus !== document.body ? focus : null, selection: null };
    try { snap.selection = [focus.selectionStart, focus.selectionEnd, focus.selectionDirection]; } catch { /* not a text field */ }
    for (const target of targets) {
      for (const el of [...(target.matches('[data-fr-rev]') ? [target] : []), ...target.querySelectorAll('[data-fr-rev]')]) {
        snap.live.set(el, kindOf(el).read(el));
        snap.mark.set(el, markOf(el));
        if (foreign) snap.edited.set(el, edited(el));
      }
    }
    for (const fragment of fragments) {
      for (const el of fragment.querySelectorAll('input[type=radio][data-fr-rev]')) {
        if (snap.radios.has(el.name)) snap.radios.get(el.name).push(el);
        else snap.radios.set(el.name, [el]);
      }
    }
    // Radios are one field together, and the morph does not call for those whose markup did not change.
    for (const [fresh] of snap.radios.values()) {
      const old = byName(fresh.name)[0];
      if (!snap.live.has(old)) continue;
      const base = KIND.radio.base(fresh), keep = keeps(old, fresh), want = keep ? KIND.radio.fit(fresh, snap.live.get(old), base) : base;
      snap.steps.push(() => settle(old, KIND.radio, keep, want, base));
    }
  }

  /** Does a field keep its live state when this markup is merged into it? */
  function keeps(old, fresh) {
    if (foreign && !kindOf(fresh).view) return snap.edited.get(old);
    if (old.getAttribute('data-fr-rev') === fresh.getAttribute('data-fr-rev')) return true;
    return fresh.hasAttribute('data-fr-soft') && (pending.has(old.name) || (submitted.has(old) && submitted.get(old) !== snap.mark.get(old)));
  }

  /**
   * Note what stands at the upper edge of the window; the returned function scrolls it back there. The browser's own
   * scroll anchor does not help where an element without identity shows what its neighbour showed before. What shows its
   * newest end goes on showing it, unless somebody has scrolled away from there.
   */
  function anchor() {
    const left = following().filter(el => el.scrollHeight - el.scrollTop - el.clientHeight > 8), hold = held();
    return () => {
      hold();
      for (const el of following()) if (!left.includes(el)) toEnd(el);
    };
  }

  /** What shows its newest end: containers that their author lets follow, and a page with a chat at its lower edge. */
  const following = () => [
    ...root.querySelectorAll('[data-fr-follow="always"], [data-fr-follow="chat"]:has(.stChatMessage)'),
    ...(root.querySelector('.fr-bottom .stChatInput') ? [document.scrollingElement] : []),
  ];
  const toEnd = el => el.scrollTo({ top: el.scrollHeight, behavior: 'instant' });

  function held() {
    if (!scrollY) return () => {};
    const all = () => [...root.querySelectorAll('.stElementContainer')], before = all();
    const at = before.findIndex(el => el.getBoundingClientRect().bottom > 0);
    if (at < 0) return () => {};
    const text = before[at].textContent, top = before[at].getBoundingClientRect().top;
    return () => {
      const same = all().map((el, place) => [el, Math.abs(place - at)]).filter(([el]) => el.textContent === text);
      const [nearest] = same.sort(([one, near], [other, far]) => (other === before[at]) - (one === before[at]) || near - far)[0] ?? [];
      const by = nearest ? nearest.getBoundingClientRect().top - top : 0;
      if (by) scrollBy({ top: by, behavior: 'instant' });
    };
  }

  /** Let a field show what it shall, and know the server's value. */
  function settle(el, kind, keep, want, base) {
    kind.write(el, want);
    kind.rebase?.(el, base);
    if (!keep && submitted.has(el)) submitted.set(el, markOf(el));  // what the server wrote is no edit made since
  }

  /** Called with each matched pair before the new node is merged into the old one; false leaves the old one alone. */
  function beforeNode(old, fresh) {
    if (old.nodeType !== 1 || fresh.nodeType !== 1) return true;
    if (fresh.hasAttribute('data-fr-same')) return false;
    if (old === composing) { waiting = fresh.cloneNode(true); return false; }
    if (old.frMorph) { const inner = fresh.cloneNode(true); after.push(() => old.frMorph(inner)); }
    if (!fresh.hasAttribute('data-fr-rev') || fresh.type === 'radio') return true;
    const kind = kindOf(fresh), base = kind.base(fresh);
    const same = snap.live.has(old) && old.id && old.id === fresh.id && kindOf(old) === kind;
    const live = same ? snap.live.get(old) : base, keep = same && keeps(old, fresh);
    const want = keep ? (kind.fit ? kind.fit(fresh, live, base) : live) : base;
    if (kind.always && same) kind.graft(fresh, live); else if (keep) kind.graft(fresh, want);
    if (kind !== KIND.file || !keep) after.push(() => settle(old, kind, keep, want, base));
    return true;
  }

  /** Merge one field by hand: what came while an IME was composing in it. */
  function merge(old, fresh) {
    snapshot([old]);
    beforeNode(old, fresh);
    for (const name of old.getAttributeNames()) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) if (name !== 'value' && old.getAttribute(name) !== value) old.setAttribute(name, value);
    flush();
    snap = null;
  }

  /** After each morph, before the browser paints. */
  function flush() {
    const todo = after;
    after = [];
    index = null;  // of the page before
    for (const step of [...todo, ...snap.steps]) step();
    if (snap.focus?.isConnected && document.activeElement === document.body) {
      snap.focus.focus({ preventScroll: true });  // a browser without moveBefore() drops the focus of what moves
      if (snap.selection?.[0] != null) try { snap.focus.setSelectionRange(...snap.selection); } catch { /* not a text field */ }
    }
  }

  // A browser without moveBefore() sends change, blur and focus while a focused field moves: nobody did anything.
  let morphing = false;
  for (const type of ['change', 'blur', 'focus', 'focusin', 'focusout']) addEventListener(type, event => { if (morphing) event.stopImmediatePropagation(); }, true);
  addEventListener('compositionstart', event => { composing = event.target; }, true);
  addEventListener('compositionend', () => {
    const el = composing, fresh = waiting;
    composing = waiting = null;
    if (missed) { missed = false; refresh(); }
    else if (fresh) setTimeout(() => { if (el.isConnected && el !== composing) merge(el, fresh); });  // in some browsers an input event follows
  }, true);

