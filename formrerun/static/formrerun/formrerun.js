/*
 * formrerun in the browser: what people type is theirs until it is sent; what the server sets on purpose
 * wins.
 *
 * htmx posts and swaps; this file decides what a swap may change. It needs no build, no eval and nothing
 * inline, and every page works without it. What a slider, a tab or a dialog does under the hand stands in
 * behaviour.js, which is loaded after this file and builds on it. Its sources, one subject a file, stand in
 * src/; docs/scripts.py joins them.
 */
(() => {
  'use strict';
  const app = document.getElementById('fr-app');
  if (!app || app.formrerun) return; // loaded twice
  if (!window.htmx?.version?.startsWith('4')) {
    console.error(
      `formrerun needs htmx 4 (found ${window.htmx?.version ?? 'none'}). ` +
        'Load one htmx per page; see the setting FORMRERUN["HTMX"].',
    );
    return;
  }
  const root = document.getElementById('fr-root');
  const status = document.getElementById('fr-status');
  const texts = JSON.parse(app.dataset.frTexts || '{}');
  const format = (text, values = {}) =>
    text.replace(/%\((\w+)\)s|%[sd]/g, (_, name) => (name ? values[name] : values.value) ?? '');

  // --------------------------------------------------------------------------------------------------- state

  let tab = app.dataset.frTab;
  let [birth, have] = split(app.dataset.frMark); // the page that is shown: whose record, which run
  let frame = ''; // the name of what is shown of a run that is going on; '' for a whole page
  let newest = have; // the newest run whose answer was applied
  let seq = +app.dataset.frSeq || 0; // counts the changes of widgets outside forms
  const pending = new Map(); // widget outside a form → {seq, values} of its last change not yet acknowledged
  const inFlight = new Set(); // submissions without an answer
  const queued = []; // those that wait in the browser for one of them, in their order
  const parked = new Set(); // those that are tried no more by themselves; they keep their ids
  let csrf = app.dataset.frCsrf;
  let search = location.search; // the query parameters the page was run with

  function split(mark) {
    const [name, run] = (mark || '-0').split('-');
    return [name, +run || 0];
  }

  // -------------------------------------------------------------------------------------------------- fields

  // name → fields, for one pass: a look-up each in a page of 1,000 fields costs a quarter of a second
  let index = null;
  function byName(name) {
    if (!index) {
      index = new Map();
      for (const el of app.querySelectorAll('[name]')) {
        if (el.type === 'submit') continue;
        if (index.has(el.name)) index.get(el.name).push(el);
        else index.set(el.name, [el]);
      }
      queueMicrotask(() => {
        index = null;
      });
    }
    return index.get(name) ?? [];
  }
  const isField = el => el.name?.startsWith('fr-') && el.type !== 'submit' && el.type !== 'button';
  const isStandalone = el => el.form?.id === 'fr-page';

  /** The enabled fields among elements, by name: a widget may have several of one name. */
  function byWidget(elements) {
    const found = new Map();
    for (const el of elements) {
      if (!isField(el) || el.disabled) continue;
      if (found.has(el.name)) found.get(el.name).push(el);
      else found.set(el.name, [el]);
    }
    return found;
  }

  const alike = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  /** What a browser would post of a widget's fields: a list, empty for an unchecked box. */
  const valuesOf = elements =>
    elements.flatMap(el => {
      if (el.type === 'checkbox' || el.type === 'radio') return el.checked ? [el.value] : [];
      if (el.tagName === 'SELECT') return [...el.selectedOptions].map(option => option.value);
      return [el.value];
    });

  /** Let a widget's fields show what was posted of them. */
  function fill(elements, values) {
    for (const [place, el] of elements.entries()) {
      if (stateOf(el) !== el) stateOf(el).value = values;
      else if (el.type === 'checkbox' || el.type === 'radio') el.checked = values.includes(el.value);
      else if (el.tagName === 'SELECT') {
        for (const option of el.options) option.selected = values.includes(option.value);
      } else if (el.type !== 'file') el.value = values[place] ?? '';
    }
  }

  function boundsText(low, high) {
    if (low === '') return texts.above;
    if (high === '') return texts.below;
    return texts.range;
  }

  /** What is wrong with a field, or ''. The server checks the same again. */
  function errorOf(el) {
    if (el.disabled || !isField(el)) return '';
    const text = el.value;
    if (el.validity?.badInput) return el.type === 'number' ? texts.number : texts.date;
    if ((el.required || el.closest('[data-fr-required]')) && !text.trim()) return texts.required;
    if (!text) return '';
    if (el.type === 'number') {
      const { min: low, max: high } = el;
      const tooLow = low !== '' && +text < +low;
      const tooHigh = high !== '' && +text > +high;
      if (tooLow || tooHigh) return format(boundsText(low, high), { low, high });
    }
    if (el.validity?.rangeUnderflow || el.validity?.rangeOverflow) {
      return format(texts.dates, { low: el.min, high: el.max });
    }
    const pattern = el.dataset.frPattern;
    if (pattern) {
      try {
        if (!new RegExp(pattern, 'us').test(text)) {
          return el.dataset.frMessage || format(texts.pattern, { value: pattern });
        }
      } catch {
        // a pattern this browser cannot read: the server decides
      }
    }
    return '';
  }

  function setOrRemove(el, attribute, value) {
    if (value === null) el.removeAttribute(attribute);
    else el.setAttribute(attribute, value);
  }

  /** Show or clear the message of a widget. */
  function showError(name, text) {
    const place = document.getElementById(`${name}-e`);
    if (!place || (!text && place.hidden)) return;
    const shown = Object.assign(document.createElement('span'), { textContent: text });
    shown.dataset.testid = 'stTooltipErrorContent';
    if (text) place.dataset.testid = 'stTooltipErrorHoverTarget';
    else delete place.dataset.testid;
    place.replaceChildren(...(text ? [shown] : []));
    place.hidden = !text;
    const described = [text && `${name}-e`, document.getElementById(`${name}-h`) && `${name}-h`]
      .filter(Boolean)
      .join(' ');
    for (const el of byName(name)) {
      setOrRemove(el, 'aria-invalid', text ? 'true' : null);
      setOrRemove(el, 'aria-describedby', described || null);
    }
  }

  /** Check fields and show what is wrong. Returns the first field that must be put right, or undefined. */
  function wrongOf(elements) {
    let first;
    for (const [name, fields] of byWidget(elements)) {
      const wrong = fields.find(errorOf);
      showError(name, wrong ? errorOf(wrong) : '');
      first ??= wrong;
    }
    return first;
  }

  /** Open what a field stands in and scroll to its message. The focus stays where it is, as in Streamlit. */
  function show(el) {
    for (let up = el.parentElement; up; up = up.parentElement) {
      if (up.tagName === 'DETAILS') up.open = true;
      if (up.matches('[role=tabpanel][hidden]')) {
        document.getElementById(up.getAttribute('aria-labelledby')).click();
      }
    }
    const message = document.getElementById(`${el.name}-e`);
    const box = message?.getBoundingClientRect();
    if (box?.top < 0 || box?.bottom > innerHeight) message.scrollIntoView({ block: 'center' });
  }

  // ----------------------------------------------------------------------------------------- kinds of fields

  const chosen = el => [...el.options].filter(option => option.selected).map(option => option.value);
  const attributes = (el, names) => names.map(name => [name, el.getAttribute(name)]);
  const radiosOf = el => (el.isConnected ? byName(el.name) : snap.radios.get(el.name));
  const optionsOf = el => JSON.parse(el.closest('[data-fr-options]').dataset.frOptions);

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
      fit: (el, option, base) => (optionsOf(el).includes(option) ? option : base),
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
      fit: (el, value, base) =>
        value === null || radiosOf(el).some(one => one.value === value) ? value : base,
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
        const left = values.filter(value => offered.includes(value));
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

  // --------------------------------------------------------------------------------------------------- merge
  //
  // Every field carries the revision of the server's value (data-fr-rev).
  //
  // - Same id and same revision: what the field shows stays, whatever it is.
  // - Another revision: the server's value wins, over focus too. It does not if it answers the submission of
  //   this field (data-fr-soft) and the field was changed since.
  // - A page of another record (its birth differs): edited fields stay.
  // - A field that an IME is composing in is left alone; what came for it is merged when the composition
  //   ends. A browser without moveBefore() would end it when the field moves: there the whole page waits.

  const submitted = new WeakMap(); // field → its state when its form was posted
  let after = []; // what to do when the morph is over
  let composing = null; // the field that an IME is composing in
  let waiting = null; // what came for it meanwhile
  let missed = false; // a whole page was turned away for its sake
  let snap = null; // what the fields showed before the morph that goes on
  let foreign = false; // what comes is of another record

  /** Read every field of the targets before the morph touches one: checking r1 would already uncheck r2. */
  function snapshot(targets, fragments = []) {
    const focus = document.activeElement;
    snap = {
      live: new Map(), // field → what it shows
      mark: new Map(), // field → the same as a text
      edited: new Map(), // field → whether that is an edit; only for a page of another record
      radios: new Map(), // name → the radio buttons in the new markup
      steps: [], // what to do for radio buttons when the morph is over
      hold: anchor(),
      focus: focus && focus !== document.body ? focus : null,
      selection: null,
    };
    try {
      snap.selection = [focus.selectionStart, focus.selectionEnd, focus.selectionDirection];
    } catch {
      // not a text field
    }
    for (const target of targets) {
      const within = [...target.querySelectorAll('[data-fr-rev]')];
      for (const el of target.matches('[data-fr-rev]') ? [target, ...within] : within) {
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
    // Radio buttons are one field together, and the morph does not call beforeNode() for those whose markup
    // did not change: what they show is settled here, for all of them.
    for (const [fresh] of snap.radios.values()) {
      const old = byName(fresh.name)[0];
      if (!snap.live.has(old)) continue;
      const base = KIND.radio.base(fresh);
      const keep = keeps(old, fresh);
      const want = keep ? KIND.radio.fit(fresh, snap.live.get(old), base) : base;
      snap.steps.push(() => settle(old, KIND.radio, keep, want, base));
    }
  }

  /** Does a field keep its live state when this markup is merged into it? */
  function keeps(old, fresh) {
    if (foreign && !kindOf(fresh).view) return snap.edited.get(old);
    if (old.getAttribute('data-fr-rev') === fresh.getAttribute('data-fr-rev')) return true;
    return (
      fresh.hasAttribute('data-fr-soft') &&
      (pending.has(old.name) || (submitted.has(old) && submitted.get(old) !== snap.mark.get(old)))
    );
  }

  /** Let a field show what is wanted, and know the server's value. */
  function settle(el, kind, keep, want, base) {
    kind.write(el, want);
    kind.rebase?.(el, base);
    // what the server wrote is no edit made since
    if (!keep && submitted.has(el)) submitted.set(el, markOf(el));
  }

  /**
   * Called with each matched pair before the new node is merged into the old one; false leaves the old one
   * alone.
   */
  function beforeNode(old, fresh) {
    if (old.nodeType !== 1 || fresh.nodeType !== 1) return true;
    if (fresh.hasAttribute('data-fr-same')) return false;
    if (old === composing) {
      waiting = fresh.cloneNode(true);
      return false;
    }
    if (old.frMorph) {
      const inner = fresh.cloneNode(true);
      after.push(() => old.frMorph(inner));
    }
    if (!fresh.hasAttribute('data-fr-rev') || fresh.type === 'radio') return true;
    const kind = kindOf(fresh);
    const base = kind.base(fresh);
    const same = snap.live.has(old) && old.id && old.id === fresh.id && kindOf(old) === kind;
    const live = same ? snap.live.get(old) : base;
    const keep = same && keeps(old, fresh);
    let want = base;
    if (keep) want = kind.fit ? kind.fit(fresh, live, base) : live;
    if (kind.always && same) kind.graft(fresh, live);
    else if (keep) kind.graft(fresh, want);
    if (kind !== KIND.file || !keep) after.push(() => settle(old, kind, keep, want, base));
    return true;
  }

  /** Merge into one field what came while an IME was composing in it: no morph does. */
  function merge(old, fresh) {
    snapshot([old]);
    beforeNode(old, fresh);
    for (const name of old.getAttributeNames()) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) {
      if (name !== 'value' && old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    flush();
    snap = null;
  }

  /** After each morph, before the browser paints. */
  function flush() {
    const todo = after;
    after = [];
    index = null; // of the page before
    for (const step of [...todo, ...snap.steps]) step();
    if (snap.focus?.isConnected && document.activeElement === document.body) {
      // a browser without moveBefore() drops the focus of what moves
      snap.focus.focus({ preventScroll: true });
      if (snap.selection?.[0] != null) {
        try {
          snap.focus.setSelectionRange(...snap.selection);
        } catch {
          // not a text field
        }
      }
    }
  }

  // A browser without moveBefore() sends change, blur and focus while the morph moves a focused field, though
  // nobody did anything: no listener may hear of it.
  let morphing = false;
  for (const type of ['change', 'blur', 'focus', 'focusin', 'focusout']) {
    addEventListener(
      type,
      event => {
        if (morphing) event.stopImmediatePropagation();
      },
      true,
    );
  }
  addEventListener(
    'compositionstart',
    event => {
      composing = event.target;
    },
    true,
  );
  addEventListener(
    'compositionend',
    () => {
      const el = composing;
      const fresh = waiting;
      composing = waiting = null;
      if (missed) {
        missed = false;
        refresh();
      } else if (fresh) {
        // in some browsers an input event follows: after that
        setTimeout(() => {
          if (el.isConnected && el !== composing) merge(el, fresh);
        });
      }
    },
    true,
  );

  // -------------------------------------------------------------------------------------------------- scroll

  /**
   * Note what stands at the upper edge of the window, and what shows its newest end. The returned function
   * scrolls there again after a swap, but not to an end that somebody has scrolled away from.
   */
  function anchor() {
    const left = following().filter(el => el.scrollHeight - el.scrollTop - el.clientHeight > 8);
    const hold = upperEdge();
    return () => {
      hold();
      for (const el of following()) if (!left.includes(el)) toEnd(el);
    };
  }

  /**
   * What shows its newest end: containers that their author lets follow, and a page with a chat at its lower
   * edge.
   */
  const following = () => [
    ...root.querySelectorAll('[data-fr-follow="always"], [data-fr-follow="chat"]:has(.stChatMessage)'),
    ...(root.querySelector('.fr-bottom .stChatInput') ? [document.scrollingElement] : []),
  ];
  const toEnd = el => el.scrollTo({ top: el.scrollHeight, behavior: 'instant' });

  /**
   * Note the element at the upper edge of the window. The returned function scrolls the one with the same
   * text to where it stood. The browser's own scroll anchor does not help where an element without identity
   * shows what its neighbour showed before.
   */
  function upperEdge() {
    if (!scrollY) return () => {};
    const all = () => [...root.querySelectorAll('.stElementContainer')];
    const before = all();
    const at = before.findIndex(el => el.getBoundingClientRect().bottom > 0);
    if (at < 0) return () => {};
    const text = before[at].textContent;
    const top = before[at].getBoundingClientRect().top;
    return () => {
      const same = all()
        .map((el, place) => [el, Math.abs(place - at)])
        .filter(([el]) => el.textContent === text);
      // the very element if it is there, otherwise the one nearest to its place
      same.sort(([one, near], [other, far]) => (other === before[at]) - (one === before[at]) || near - far);
      const [nearest] = same[0] ?? [];
      const by = nearest ? nearest.getBoundingClientRect().top - top : 0;
      if (by) scrollBy({ top: by, behavior: 'instant' });
    };
  }

  // --------------------------------------------------------------------------------------------- submissions

  const randomId = () =>
    [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');

  // what has the value of a field: for a select inside a component that is the component
  const stateOf = el => el.closest('[data-fr-island]') ?? el;

  /** Note what fields show when they are sent: what is typed from now on is an edit made since. */
  const markSubmitted = elements => {
    for (const el of elements) submitted.set(stateOf(el), markOf(stateOf(el)));
  };

  /** Note what a widget outside any form shows, unless the server has been told. True if there was news. */
  function remember(name, elements) {
    const values = valuesOf(elements);
    const told = pending.get(name);
    if (told ? alike(told.values, values) : !elements.some(el => edited(stateOf(el)))) return false;
    pending.set(name, { seq: ++seq, values });
    markSubmitted(elements);
    return true;
  }

  /**
   * Make a submission of what is on the screen now: the form's fields, and every widget outside any form
   * whose value the server does not know yet. A field that someone types in goes along only if a button is
   * pressed.
   */
  function compose(form, trigger) {
    const fields = {};
    const seqs = {};
    const page = document.getElementById('fr-page');
    const standalone = byWidget(page.elements);
    clearTimeout(tick);
    for (const [name, elements] of standalone) {
      if ((trigger || !elements.includes(document.activeElement)) && !elements.some(errorOf)) {
        remember(name, elements);
      }
      const told = pending.get(name);
      if (told) {
        fields[name] = told.values;
        seqs[name] = told.seq;
      }
    }
    const inForm = form === page ? new Map() : byWidget(form.elements);
    for (const [name, elements] of inForm) fields[name] = valuesOf(elements);
    for (const elements of inForm.values()) markSubmitted(elements);
    const seen = pageShown();
    return { id: randomId(), form: form.id, trigger, kind: 'submit', fields, seqs, seen, tries: 0 };
  }

  // So many of what was only changed are under way at once: the newest ends the run of the one before it.
  const MOST_AT_ONCE = 5;
  /**
   * Send a submission when its turn comes. A press is seen by a run of its own: what comes after it waits
   * here, so that all come in their order, whichever process answers.
   */
  function enqueue(submission) {
    queued.push(submission);
    for (const other of inFlight) if (other.timer) send(other); // somebody is there: try it now
    if (parked.size) resend();
    sendQueued();
  }
  function sendQueued() {
    while (queued.length && !parked.size) {
      const before = [...inFlight].filter(other => other.kind === 'submit');
      if (before.length >= MOST_AT_ONCE || before.some(other => other.trigger && !other.yields)) return;
      send(queued.shift());
    }
    busy();
  }
  // The page is left: what waits is sent all the same.
  addEventListener('pagehide', () => {
    for (const submission of queued.splice(0)) {
      fetch(address(), { ...post(submission, body(submission)), keepalive: true }).catch(() => {});
    }
  });

  const address = () => app.dataset.frUrl || location.pathname + location.search;

  /**
   * The element that htmx sends a request from → {submission, head, last}: what it sends, the head of the
   * newest message of the stream that answers, and the response in its last message.
   */
  const requests = new WeakMap();

  /** Send a submission; the same one again for every retry. */
  function send(submission) {
    if (!tab && submission.kind !== 'refresh') return;
    inFlight.add(submission);
    parked.delete(submission);
    clearTimeout(submission.timer);
    submission.timer = 0;
    submission.tab = tab;
    busy();
    // one element a request: they do not queue behind each other
    const source = document.createElement('div');
    source.hidden = true;
    requests.set(source, { submission, head: null, last: null });
    source.addEventListener('fr', event => {
      requests.get(source).head = JSON.parse(event.detail.data);
    });
    document.body.append(source);
    htmx
      .ajax('POST', address(), { source, target: '#fr-root', swap: 'innerMorph' })
      .catch(() => failed(submission))
      .finally(() => {
        source.remove();
        sendQueued(); // the answer is shown: what comes next tells the server that it is
      });
  }

  /** The name of the whole page that is shown; '' while it is a frame. */
  const pageShown = () => (frame ? '' : `${birth}-${have}`);

  const body = submission =>
    JSON.stringify({
      v: +app.dataset.frProtocol,
      tab,
      id: submission.id,
      have: pageShown(),
      seen: submission.seen,
      form: submission.form === 'fr-page' ? '' : submission.form,
      trigger: submission.trigger,
      fields: submission.fields,
      seqs: submission.seqs,
      kind: submission.kind,
      fragment: submission.fragment,
    });

  /** What fetch() is told to post a submission. */
  const post = ({ kind, id }, text) => ({
    method: 'POST',
    credentials: 'same-origin',
    headers: {
      'X-CSRFToken': csrf,
      'Content-Type': 'application/json',
      'FR-Tab': tab,
      'FR-Kind': kind,
      'FR-Id': id,
    },
    body: text,
  });

  /** Submit an author's form by one of its buttons. */
  function submitForm(form, trigger) {
    const chat = [...form.elements].find(el => el.dataset.frSubmits === 'enter');
    if (!trigger || (chat && isRunning() && chat.dataset.frMode !== 'submit')) return;
    const wrong = wrongOf(form.elements);
    if (wrong) {
      show(wrong);
      return;
    }
    // What stands outside of the form is no part of it: it was sent by itself, or is about to be.
    const sent = JSON.stringify([
      form.id,
      trigger,
      [...byWidget(form.elements)].map(([name, elements]) => [name, valuesOf(elements)]),
    ]);
    if (repeats(other => other.sent === sent)) return;
    const submission = { ...compose(form, trigger), sent, yields: yields(trigger) };
    if (chat) {
      submission.chat = [chat, chat.value];
      chat.value = ''; // the next message may be typed at once
      following().forEach(toEnd);
    }
    enqueue(submission);
  }

  /** Whether a newer submission may end the run of a button. */
  const yields = trigger =>
    app.querySelector(`button[data-fr-yields][value="${CSS.escape(trigger)}"]`) !== null;

  /**
   * A second press of the same button, nothing changed and the first not answered yet, is the same
   * submission: it is tried at once where it waits to be sent again.
   */
  function repeats(same) {
    const first = [...inFlight, ...parked, ...queued].find(same);
    if (first?.timer) send(first);
    else if (parked.has(first)) resend();
    return Boolean(first);
  }

  /** A button outside any form: every press counts, unless its author says once. */
  function press(button) {
    const once = button.dataset.frSingle !== undefined;
    if (!once || !repeats(other => other.trigger === button.value)) {
      enqueue({
        ...compose(document.getElementById('fr-page'), button.value),
        yields: yields(button.value),
      });
    }
  }

  let tick = 0; // the timer that sends what has changed
  /** A widget outside any form changed: remember it, and send what changes at once as one submission. */
  function commit(el) {
    const elements = byName(el.name);
    if (wrongOf(elements) || !remember(el.name, elements) || el.closest('[data-fr-ignore]')) return;
    clearTimeout(tick);
    tick = setTimeout(() => enqueue(compose(document.getElementById('fr-page'), null)));
  }

  /** Run the page with what it shows, though nothing was pressed. */
  const runAgain = () => {
    if (tab) enqueue(compose(document.getElementById('fr-page'), null));
    else location.reload();
  };

  // -------------------------------------------------------------------------------------------------- status

  const idlers = []; // what waits until everything is answered
  /** Wait until everything that was sent is answered. */
  const isRunning = () => inFlight.size + queued.length > 0;
  const idle = () => (isRunning() ? new Promise(go => idlers.push(go)) : Promise.resolve());
  let slow = 0; // the timer that says that something takes its time

  /** Say whether something runs: at once to tests, after half a second to people. */
  function busy() {
    const running = isRunning();
    noteUnderWay();
    app.dataset.testScriptState = running ? 'running' : 'notRunning';
    if (!running) for (const go of idlers.splice(0)) setTimeout(go); // after the answer is shown
    clearTimeout(slow);
    // what runs by itself needs no notice
    if ([...inFlight].some(submission => submission.kind !== 'rerun')) {
      slow = setTimeout(() => {
        root.setAttribute('aria-busy', 'true');
        if (!noticeStays) notice(texts.running, 'running');
        slow = setTimeout(() => {
          if (!noticeStays) notice(texts.running, 'running', [[texts.stop, stop]]);
        }, 500);
      }, 500);
    } else if (!running) {
      root.removeAttribute('aria-busy');
      if (status.dataset.frLevel === 'running') notice('');
    }
  }

  /** Ask the server to end what runs; its answer comes the usual way. */
  function stop(event) {
    event.target.disabled = true;
    for (const submission of inFlight) {
      const text = JSON.stringify({ v: +app.dataset.frProtocol, tab, id: submission.id, kind: 'stop' });
      fetch(address(), post({ kind: 'stop', id: submission.id }, text))
        .then(answer => {
          if (!answer.ok) throw answer;
        })
        .catch(() => {
          event.target.disabled = false;
        });
    }
  }

  let noticeStays = false; // the notice says more than that something runs
  const hasNotice = () => noticeStays;

  /** One line above the page, with what can be done about it. */
  function notice(text, level = 'info', actions = []) {
    status.hidden = !text;
    status.dataset.frLevel = level;
    noticeStays = Boolean(text) && level !== 'running';
    status.replaceChildren(Object.assign(document.createElement('span'), { textContent: text }));
    for (const [label, act] of actions) {
      const link = typeof act === 'string';
      const button = document.createElement(link ? 'a' : 'button');
      button.className = `fr-button fr-button-${link ? 'primary' : 'secondary'}`;
      button.textContent = label;
      Object.assign(button, link ? { href: act, target: '_blank', rel: 'noopener' } : { type: 'button' });
      button.addEventListener('click', link ? openLogin : act);
      status.append(' ', button);
    }
  }

  /**
   * Whether the server answers, in Streamlit's words: browser tests wait for CONNECTED before they touch a
   * page.
   */
  const connection = state => {
    app.dataset.testConnectionState = state;
  };
  function disconnected(state, ...said) {
    connection(state);
    notice(...said);
    status.firstChild.dataset.testid = 'stConnectionStatus';
  }

  // -------------------------------------------------------------------------------------- retries and logins

  const WAITS = [400, 800, 1600, 3200, 6400, 12800]; // between two tries, in milliseconds

  /** A submission was answered, whatever the answer. */
  const done = submission => {
    inFlight.delete(submission);
    for (const [name, number] of Object.entries(submission.seqs)) {
      if (pending.get(name)?.seq === number) pending.delete(name);
    }
    if (submission.tries) notice(''); // the one about trying again
    // no page was shown; if one is, applied() says so long before
    if (submission.over) setTimeout(submission.over, 1000, false);
    busy();
  };

  /**
   * No answer came, or the server cannot answer now: the same submission is sent again, after longer and
   * longer waits, and in the end when somebody says so.
   */
  function failed(submission, { wait = 0, most = WAITS.length, lost = texts.lost } = {}) {
    if (!inFlight.has(submission)) return;
    if (submission.kind === 'rerun') return done(submission); // who asked for it asks again
    if (submission.tries < most) {
      disconnected('PINGING_SERVER', texts.retrying, 'warning');
      submission.timer = setTimeout(
        () => send(submission),
        Math.max(wait, WAITS[submission.tries++] * (0.75 + Math.random() / 2)),
      );
    } else {
      park(submission);
      disconnected('DISCONNECTED_FOREVER', lost, 'error', [[texts.again, resend]]);
    }
  }

  /** Put a submission aside until somebody says that it may go on. */
  function park(submission) {
    inFlight.delete(submission);
    parked.add(submission);
    busy();
  }

  /** Send what was put aside, each with the id it had, before what came after it. */
  function resend() {
    notice('');
    const first = [...parked].map(each => Object.assign(each, { tries: 0, renewed: false, login: false }));
    parked.clear();
    for (const submission of first.filter(each => each.kind !== 'submit')) send(submission);
    queued.unshift(...first.filter(each => each.kind === 'submit'));
    sendQueued();
  }
  addEventListener('online', () => {
    for (const submission of inFlight) if (submission.timer) send(submission);
    if (parked.size) resend();
  });

  /** The login has ended: a panel says so, and what was to be sent goes on as soon as there is one again. */
  function askForLogin(submission, login) {
    submission.login = true;
    park(submission);
    notice(texts.login, 'warning', [...(login ? [[texts.loginLink, login]] : []), [texts.again, resend]]);
  }
  // a window of its own, so that this page keeps what was typed; it closes with the first page that is shown
  let loginWindow = null;
  function openLogin(event) {
    loginWindow = open(event.currentTarget.href, '_blank', 'popup,width=560,height=720');
    if (loginWindow) event.preventDefault();
  }
  const loggedIn = () => {
    if ([...parked].some(submission => submission.login)) resend();
  };
  addEventListener('focus', loggedIn);
  // a page that opens in another browser tab: perhaps after the login
  const others = new BroadcastChannel('formrerun');
  others.onmessage = loggedIn;
  others.postMessage('opened');

  // ------------------------------------------------------------------------------------------------- answers

  /** Look at an answer's status and headers; true if its body is a page to swap. */
  function receive(submission, response) {
    if (response.headers.has('FR-Interrupted')) {
      done(submission); // the newer submission draws the page
      return false;
    }
    const page = response.headers.get('FR-Run');
    if (response.redirected || (response.ok && !page)) {
      askForLogin(submission, response.redirected && response.url);
      return false;
    }
    if (page) return true;
    refused(submission, response);
    return false;
  }

  async function refused(submission, response) {
    const answer = response.headers.get('Content-Type')?.includes('json')
      ? await response.json().catch(() => ({}))
      : {};
    if ([429, 502, 503, 504].includes(response.status)) {
      return failed(submission, { wait: 1000 * response.headers.get('Retry-After') || 0 });
    }
    // Somebody else's error page: only the submission's id can tell what became of it, so it is sent again.
    if (response.status >= 500 && !answer.message) {
      return failed(submission, { most: 2, lost: texts.refused });
    }
    if (response.status === 403 && !submission.renewed) {
      // the CSRF token was rotated, as a login in another tab does
      submission.renewed = true;
      const fresh = await fetch(app.dataset.frTokenUrl, { credentials: 'same-origin' }).catch(() => null);
      if (fresh?.ok) csrf = await fresh.text();
      return send(submission);
    }
    if (response.status === 401 || response.status === 403) return askForLogin(submission, answer.login);
    if (response.status === 404 && !(await resume(submission))) return;
    if (submission.chat?.[0].value === '') submission.chat[0].value = submission.chat[1];
    done(submission);
    sendQueued();
    if (response.status === 422) {
      for (const [name, text] of Object.entries(answer.errors ?? {})) showError(name, text);
      notice(texts.check, 'error');
    } else if (response.status !== 404) notice(answer.message || texts.refused, 'error');
    if (frame) refresh(); // what was shown meanwhile has not happened
  }

  /**
   * The record is gone: load the page anew around what is typed, and tell it what stands outside of forms.
   * False if the submission waits for something else.
   */
  async function resume(submission) {
    if (submission.tab !== tab) return true; // another answer has said so already
    if (submission.note) {
      // the fresh record is gone at once: this browser keeps no cookies
      notice(texts.login, 'warning', [[texts.again, () => location.reload()]]);
      return true;
    }
    const response = await fetch(location.href, {
      credentials: 'same-origin',
      headers: { Accept: 'text/html' },
    }).catch(() => null);
    const page =
      response?.ok &&
      new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('fr-app');
    if (!response || response.status >= 500) {
      failed(submission);
      return false;
    }
    if (!page) {
      askForLogin(submission, response.redirected && response.url);
      return false;
    }
    tab = page.dataset.frTab;
    history.replaceState(entry(), '');
    csrf = page.dataset.frCsrf;
    foreign = true;
    try {
      await htmx.swap({
        text: page.querySelector('#fr-root').innerHTML,
        target: root,
        swap: 'innerMorph',
        sourceElement: root,
      });
    } finally {
      foreign = false;
    }
    [birth, have] = split(page.dataset.frMark);
    newest = have;
    const untold = [...pending.keys()];
    pending.clear();
    for (const name of untold) remember(name, byName(name));
    settled();
    notice(texts.expired, 'warning');
    const rest = compose(document.getElementById('fr-page'), null);
    if (pending.size) send({ ...rest, note: texts.expired });
    return true;
  }

  /** A submission that brings nothing and only asks for a page. */
  const bare = (kind, id) => ({ id, form: '', trigger: null, kind, fields: {}, seqs: {}, tries: 0 });

  const refresh = () => send(bare('refresh', ''));

  /** Decide whether an answer may be swapped in. */
  function mayApply(headers) {
    const [itsBirth, run] = split(headers.get('FR-Run'));
    if (itsBirth === birth && run < newest) return false; // an older answer, overtaken by a newer one
    if (composing && !Element.prototype.moveBefore) {
      missed = true; // any move would end the composition
      return false;
    }
    const base = headers.get('FR-Base');
    if (base && base !== shown()) {
      refresh(); // what came is the difference to another page than is shown
      return false;
    }
    foreign = itsBirth !== birth;
    return true;
  }

  /** The name of what is shown: differences name the one that they build on. */
  const shown = () => frame || `${birth}-${have}`;

  /** Whether a frame of a run that is going on may be swapped in: it builds on what its base names. */
  const frameFits = head =>
    !(composing && !Element.prototype.moveBefore) && (!head.base || head.base === shown());

  /** A frame was applied: what the run has not drawn yet stays from the page before, and is marked. */
  function frameApplied(head) {
    frame = head.picture;
    markStale(head.stale);
    settled();
  }
  function markStale(ids) {
    const old = new Set(ids);
    for (const el of root.querySelectorAll('[data-stale]')) {
      if (!old.has(el.id)) el.removeAttribute('data-stale');
    }
    for (const id of ids) document.getElementById(id)?.setAttribute('data-stale', 'true');
  }

  /** A page was applied. */
  function applied(headers, submission) {
    [birth, have] = split(headers.get('FR-Run'));
    frame = '';
    markStale([]);
    newest = have;
    foreign = false;
    loginWindow?.close();
    loginWindow = null;
    const message = headers.get('FR-Message');
    if (message || submission.note) {
      notice(message ? decodeURIComponent(message) : submission.note, 'warning');
    } else if (headers.has('FR-Reload')) {
      notice(texts.reload, 'info', [[texts.reloadNow, () => location.reload()]]);
    } else if (noticeStays && !submission.over && submission.kind !== 'refresh') notice('');
    submission.over?.(headers.has('FR-Failed') ? 'failed' : 'fine');
    const icon = headers.get('FR-Icon'); // of a page inside another's template the icon is not ours to change
    if (icon && !app.dataset.frUrl) {
      document.querySelector("link[rel='shortcut icon']")?.setAttribute('href', icon);
    }
    const query = headers.get('FR-Query');
    if (query !== null && !app.dataset.frUrl && query !== location.search.replace(/^\?/, '')) {
      history.pushState(entry(), '', query ? `?${query}` : location.pathname);
    }
    search = location.search;
    announce('applied', { form: message ? '' : submission.form });
    settled();
    const elsewhere = headers.get('FR-Location');
    if (elsewhere) location.assign(elsewhere);
  }

  /** Say on `app` what has happened: behaviour.js listens. */
  const announce = (name, detail) => app.dispatchEvent(new CustomEvent(`formrerun:${name}`, { detail }));

  /** Called after every page and frame. */
  function settled() {
    startTimers();
    announce('shown');
  }

  // ---------------------------------------------------------------------------- runs that no person asks for

  const again = new Map(); // fragment → the result of its rerun that has not begun

  /**
   * Run the page, or one fragment of it, again as it is: nothing is sent and nothing that goes on is
   * disturbed. Calls that come before it begins are one. Gives "fine" once a page is shown that was run after
   * this was called, "failed" if that page shows an exception, false if there is none.
   */
  function rerun(fragment = '') {
    if (!again.has(fragment)) {
      again.set(
        fragment,
        idle().then(() => sendRerun(fragment)),
      );
    }
    return again.get(fragment);
  }

  function sendRerun(fragment) {
    again.delete(fragment);
    return new Promise(over => send({ ...bare('rerun', randomId()), fragment, over }));
  }

  // Fragments that run by themselves: while somebody can see them, and less often while that fails.
  const timerFailures = new Map(); // fragment → how often in a row it failed

  function startTimers() {
    for (const el of root.querySelectorAll('[data-fr-every]')) {
      const name = el.dataset.frFragment;
      if (timerFailures.has(name)) continue;
      timerFailures.set(name, 0);
      startTimer(name);
    }
  }

  function startTimer(name) {
    const el = root.querySelector(`[data-fr-fragment="${CSS.escape(name)}"]`);
    setTimeout(runByTimer, +(el?.dataset.frEvery ?? 0) * 2 ** timerFailures.get(name), name);
  }

  async function runByTimer(name) {
    if (document.hidden) {
      await new Promise(seen => document.addEventListener('visibilitychange', seen, { once: true }));
    }
    if (!root.querySelector(`[data-fr-every][data-fr-fragment="${CSS.escape(name)}"]`)) {
      timerFailures.delete(name);
      return;
    }
    const result = await rerun(name);
    timerFailures.set(name, result === 'fine' ? 0 : Math.min(timerFailures.get(name) + 1, 6));
    startTimer(name);
  }

  // ------------------------------------------------------------------------------------------ what htmx asks

  const isFrame = request => request.head && !request.last;
  const headersOf = (request, ctx) => request.last?.headers ?? ctx.response.headers;
  const deny = () => {
    throw new Error('formrerun: eval is off');
  };
  htmx.config.morphSkipChildren = '[data-fr-island]';
  htmx.config.morphIgnore = ['data-htmx-powered', 'style'];
  htmx.registerExtension('formrerun', {
    init: api => api.initSecurity(null, deny, deny),
    htmx_config_request: (source, { ctx }) => {
      if (!requests.has(source)) return;
      Object.assign(ctx.request.headers, post(requests.get(source).submission).headers);
      ctx.request.validate = false;
    },
    htmx_before_request: (source, { ctx }) => {
      if (requests.has(source)) ctx.request.body = body(requests.get(source).submission);
    },
    htmx_before_response: (source, { ctx }) => {
      if (!requests.has(source)) return true;
      connection('CONNECTED');
      const streams = ctx.response.raw.headers.get('Content-Type') === 'text/event-stream';
      return streams || receive(requests.get(source).submission, ctx.response.raw);
    },
    // A run that takes its time answers in frames; the last message has the response that it would have given
    // at once.
    htmx_sse_before_message: (source, { message }) => {
      const request = requests.get(source);
      if (!request || message.event) return true;
      const { last } = request.head;
      if (!last) return frameFits(request.head);
      request.last = new Response(last.status === 204 ? null : message.data, last);
      return receive(request.submission, request.last);
    },
    htmx_sse_close: source => {
      const request = requests.get(source);
      if (request && !request.last) failed(request.submission);
    },
    htmx_before_swap: (source, { ctx, tasks }) => {
      const request = requests.get(source);
      if (request && !isFrame(request)) {
        done(request.submission);
        if (!mayApply(headersOf(request, ctx))) return false;
      }
      snapshot(
        tasks.map(task => task.target).filter(Boolean),
        tasks.map(task => task.fragment),
      );
      morphing = true;
      return true;
    },
    htmx_before_morph_node: (el, { oldNode, newNode }) => beforeNode(oldNode, newNode),
    // flush() writes a text field's value, or nobody: htmx would empty a number field that says "1e".
    htmx_before_morph_attr: (el, { attrName }) =>
      attrName !== 'value' || !snap?.live.has(el) || ![KIND.text, KIND.place].includes(kindOf(el)),
    htmx_before_settle: flush,
    htmx_after_swap: (source, { ctx }) => {
      const request = requests.get(source);
      if (!request) return;
      if (isFrame(request)) frameApplied(request.head);
      else applied(headersOf(request, ctx), request.submission);
    },
    htmx_finally_swap: () => {
      morphing = false;
      snap?.hold();
      snap = null;
    },
    htmx_error: source => {
      if (requests.has(source)) failed(requests.get(source).submission);
    },
  });

  // --------------------------------------------------------------------------------------------------- input

  document.addEventListener(
    'submit',
    event => {
      const form = event.target;
      if (!app.contains(form) || !form.id.startsWith('fr-')) return;
      event.preventDefault();
      const trigger = event.submitter?.name === '_fr_trigger' ? event.submitter.value : '';
      if (form.id !== 'fr-page') submitForm(form, trigger);
      else if (trigger) press(event.submitter);
    },
    true,
  );

  // The second click of a double click is no second submission, even if the first was answered in between. A
  // button outside any form may be pressed as quickly as one likes, unless its author says once.
  let clicked = null;
  app.addEventListener(
    'click',
    event => {
      const button = event.target.closest?.('button[name=_fr_trigger]');
      if (
        button &&
        button === clicked &&
        event.detail > 1 &&
        (!isStandalone(button) || button.dataset.frSingle !== undefined)
      ) {
        event.preventDefault();
      }
      clicked = button;
    },
    true,
  );

  app.addEventListener('change', event => {
    const el = event.target;
    if (isField(el) && isStandalone(el)) commit(el);
  });

  const liveTimers = new WeakMap(); // field that is sent while somebody types → the timer that sends it
  app.addEventListener('input', event => {
    const el = event.target;
    clicked = null;
    if (!isField(el)) return;
    showError(el.name, '');
    if (el.dataset.frLive && isStandalone(el)) {
      clearTimeout(liveTimers.get(el));
      liveTimers.set(
        el,
        setTimeout(() => {
          if (!composing) commit(el);
        }, +el.dataset.frLive),
      );
    }
  });

  app.addEventListener('keydown', event => {
    const el = event.target;
    if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229) return;
    if (event.repeat && el.name === '_fr_trigger') event.preventDefault(); // a key held down is one press
    if (!isField(el)) return;
    const area = el.tagName === 'TEXTAREA';
    const chat = el.dataset.frSubmits === 'enter';
    if (chat ? event.shiftKey : area && !(event.ctrlKey || event.metaKey)) return;
    if (el.tagName === 'SELECT') return;
    event.preventDefault();
    // Enter in a box or a slider means nothing
    if (el.dataset.frSubmits === undefined || event.repeat) return;
    if (isStandalone(el)) {
      commit(el);
      return;
    }
    if (el.form?.dataset.frEnter !== undefined) {
      submitForm(el.form, el.form.querySelector('button[name=_fr_trigger]')?.value);
    }
  });

  // While a run goes on, the button beside a message may be one to stop it, or none.
  app.addEventListener(
    'click',
    event => {
      const button = event.target.closest?.('.fr-chat-send');
      if (
        !button ||
        !isRunning() ||
        button.parentElement.querySelector('textarea').dataset.frMode !== 'stop'
      ) {
        return;
      }
      event.preventDefault();
      stop({ target: {} });
    },
    true,
  );

  // ---------------------------------------------------------------------------------------------- navigation

  // A link to another page takes session_state along: it names the tab that it leaves.
  addEventListener('click', event => {
    const link = event.target.closest?.('a[data-fr-page]');
    if (!link || !tab || !app.contains(link) || event.defaultPrevented) return;
    // for another browser tab or window, or a download
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const url = new URL(link.href);
    const until = performance.now() + 3000;
    if (url.pathname === location.pathname && url.search === location.search) {
      runAgain();
      return;
    }
    url.searchParams.set('fr', `${tab}.${have}`);
    const go = () => {
      if (isRunning() && performance.now() < until) setTimeout(go, 20);
      else location.assign(url);
    };
    setTimeout(go); // what was just typed is on its way by then
  });

  // Back and forward lead to a page as it was; what session_state holds by now, the page that was left knows.
  const LEFT = 'formrerun-left';
  addEventListener('pagehide', () => {
    if (tab && app.querySelector('a[data-fr-page]')) {
      try {
        sessionStorage.setItem(LEFT, `${tab}.${have}`);
      } catch {
        // no storage
      }
    }
  });
  /** The tab of the page that was left, where back and forward have led to another one; null elsewhere. */
  function leftTab(back = performance.getEntriesByType('navigation')[0]?.type === 'back_forward') {
    if (!back || !app.querySelector('a[data-fr-page]')) return null;
    try {
      const left = sessionStorage.getItem(LEFT);
      return left && left.split('.')[0] !== tab ? left : null;
    } catch {
      return null; // no storage
    }
  }
  addEventListener('pageshow', event => {
    const left = leftTab(event.persisted || undefined);
    if (left) loadTab(left);
    else if (event.persisted && tab) refresh();
  });
  // Back and forward over query parameters: the page runs with the address it has now.
  addEventListener('popstate', () => {
    if (!tab || location.search === search) return;
    search = location.search;
    runAgain();
  });

  // -------------------------------------------------------------------------------------------------- reload
  //
  // Which tab this is. A reload, back and forward, and a browser that comes up again keep it: its id stands
  // in the history entry. What was under way is kept beside it, and sent again with the ids it had. A new
  // entry is a new tab, and a duplicated browser tab a copy.

  const keepsTab = app.dataset.frKeeps !== undefined;
  const named = new URLSearchParams(location.search).has('fr');
  const was = keepsTab ? history.state?.formrerun : undefined;

  /** Load the page as a tab has it; with "fork", as a copy of that tab. */
  function loadTab(name) {
    const url = new URL(location);
    url.searchParams.set('fr', name);
    location.replace(url);
  }

  /** What a history entry of this page knows. */
  const entry = () => (keepsTab && tab ? { ...history.state, formrerun: tab } : history.state);

  // A record belongs to one browser tab, which holds a lock of its name. A duplicated browser tab finds it
  // locked, and is loaded again with a record of its own.
  if (tab && navigator.locks) {
    navigator.locks
      .request(`formrerun-${tab}`, { ifAvailable: true }, lock => {
        if (lock) return new Promise(() => {}); // never released: it ends with the browser tab
        return keepsTab ? loadTab(`${tab}.0.fork`) : location.reload();
      })
      .catch(() => {});
  }
  // The address loses what names a tab, and gets what the page has said of it while it was drawn.
  if (was && was !== tab && !named && !leftTab()) loadTab(`${was}.0`);
  else {
    const url = new URL(location);
    url.searchParams.delete('fr');
    if (app.dataset.frQuery !== undefined && !app.dataset.frUrl) url.search = app.dataset.frQuery;
    if (url.href !== location.href || keepsTab) history.replaceState(entry(), '', url);
    search = location.search;
  }

  // The request of a reload goes out before this page is left: it says so by a cookie, which the server heeds
  // only in a reload.
  addEventListener('beforeunload', () => {
    if (keepsTab && tab && !location.pathname.includes(';')) {
      document.cookie = `formrerun-tab=${tab}; path=${location.pathname}; max-age=10; samesite=lax`;
    }
  });

  const UNDER_WAY = 'formrerun-under-way';
  /** Note what is not answered yet: nothing of it is lost if this page is. */
  function noteUnderWay() {
    if (!keepsTab || !tab) return;
    const submissions = [...inFlight, ...parked, ...queued]
      .filter(each => each.kind === 'submit')
      .map(each => ({ ...each, timer: 0, chat: undefined }));
    try {
      if (submissions.length) sessionStorage.setItem(UNDER_WAY, JSON.stringify({ tab, submissions }));
      else sessionStorage.removeItem(UNDER_WAY);
    } catch {
      // no storage, or too much for it
    }
  }

  /** Go on with what was under way when the page was left, and run the page as a reload does. */
  function takeUp() {
    let left = null;
    try {
      left = JSON.parse(sessionStorage.getItem(UNDER_WAY));
    } catch {
      // no storage
    }
    if (app.dataset.frKept === undefined || !tab) return;
    for (const submission of left?.tab === tab ? left.submissions : []) {
      for (const [name, values] of Object.entries(submission.fields)) {
        fill(byName(name), values);
        markSubmitted(byName(name));
        const number = submission.seqs[name];
        if (number) pending.set(name, { seq: number, values });
        seq = Math.max(seq, number ?? 0);
      }
      enqueue(Object.assign(submission, { tries: 0 }));
    }
    rerun();
  }

  // --------------------------------------------------------------------------------------------------- start

  // What the other files of this package share.
  app.formrerun = {
    alike,
    byWidget,
    edited,
    fill,
    idle,
    isStandalone,
    isField,
    notice,
    pending,
    press,
    rerun,
    runAgain,
    format,
    hasNotice,
    stateOf,
    texts,
    valuesOf,
  };
  // what was shown while the page was drawn
  for (const el of document.querySelectorAll('.fr-picture')) el.remove();
  settled();
  connection('CONNECTED');
  if (!location.hash) following().forEach(toEnd);
  takeUp();
})();
