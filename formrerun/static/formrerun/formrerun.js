/*
 * formrerun in the browser: what people type is theirs until it is sent, and what the server sets on purpose wins.
 *
 * htmx posts and swaps; this file decides what a swap may change. It needs no build, no eval and nothing inline, and
 * every page works without it. Sections: state · fields · merge · posting · answers · behaviour.
 */
(() => {
  'use strict';
  const app = document.getElementById('fr-app');
  if (!app || app.frReady) return;
  app.frReady = true;
  if (!window.htmx?.version?.startsWith('4')) {
    console.error(`formrerun needs htmx 4 (found ${window.htmx?.version ?? 'none'}). Load one htmx per page; see the setting FORMRERUN["HTMX"].`);
    return;
  }
  const script = document.currentScript ?? document.querySelector('script[data-fr-select]');
  const root = document.getElementById('fr-root');
  const status = document.getElementById('fr-status');
  const T = JSON.parse(app.dataset.frTexts || '{}');
  const say = (text, values = {}) => text.replace(/%\((\w+)\)s|%[sd]/g, (_, name) => (name ? values[name] : values.value) ?? '');

  // ------------------------------------------------------------------------------------------------------ state

  let tab = app.dataset.frTab;
  let [birth, have] = split(app.dataset.frMark);  // the page that is shown: whose record, which run
  let newest = have;                               // the newest run whose answer was applied
  let seq = 0;                                     // counts the changes of widgets outside forms
  const pending = new Map();                       // widget outside a form → {seq, values} of its last change not yet acknowledged
  const flying = new Set();                        // submissions without an answer
  let csrf = app.dataset.frCsrf;
  let search = location.search;                    // the query parameters the page was run with

  function split(mark) {
    const [name, run] = (mark || '-0').split('-');
    return [name, +run || 0];
  }

  // A tab has one browser tab: a duplicated one starts afresh instead of sharing it.
  if (tab && navigator.locks) {
    navigator.locks.request(`formrerun-${tab}`, { ifAvailable: true }, lock => (lock ? new Promise(() => {}) : location.reload()))
      .catch(() => {});
  }
  if (new URLSearchParams(location.search).has('fr')) {
    const url = new URL(location);
    url.searchParams.delete('fr');
    history.replaceState(history.state, '', url);
  }

  // ----------------------------------------------------------------------------------------------------- fields

  const CSSid = id => `#${CSS.escape(id)}`;
  const byName = name => [...app.querySelectorAll(`[name="${CSS.escape(name)}"]`)].filter(el => el.type !== 'submit');
  const isField = el => el.name?.startsWith('fr-') && el.type !== 'submit' && el.type !== 'button';
  const isAlone = el => el.form?.id === 'fr-page';

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
  const valuesOf = elements => elements.flatMap(el =>
    el.type === 'checkbox' || el.type === 'radio' ? (el.checked ? [el.value] : [])
    : el.tagName === 'SELECT' ? [...el.selectedOptions].map(option => option.value) : [el.value]);

  /** What is wrong with a field, or ''. The server checks the same again. */
  function problem(el) {
    if (el.disabled || !isField(el)) return '';
    const text = el.value;
    if (el.validity?.badInput) return el.type === 'number' ? T.number : T.date;
    if ((el.required || el.closest('[data-fr-required]')) && !text.trim()) return T.required;
    if (!text) return '';
    if (el.type === 'number') {
      const { min, max } = el;
      if ((min !== '' && +text < +min) || (max !== '' && +text > +max)) return say(T.range, { low: min === '' ? '-∞' : min, high: max === '' ? '∞' : max });
    }
    if (el.validity?.rangeUnderflow || el.validity?.rangeOverflow) return say(T.dates, { low: el.min, high: el.max });
    const pattern = el.dataset.frPattern;
    if (pattern) {
      try {
        if (!new RegExp(pattern, 'us').test(text)) return el.dataset.frMessage || say(T.pattern, { value: pattern });
      } catch { /* a pattern this browser cannot read: the server decides */ }
    }
    return '';
  }

  /** Show or clear the message of a widget. */
  function complain(name, text) {
    const place = document.getElementById(`${name}-e`);
    if (!place) return;
    place.textContent = text;
    place.hidden = !text;
    const described = [text && `${name}-e`, document.getElementById(`${name}-h`) && `${name}-h`].filter(Boolean).join(' ');
    for (const el of byName(name)) {
      text ? el.setAttribute('aria-invalid', 'true') : el.removeAttribute('aria-invalid');
      described ? el.setAttribute('aria-describedby', described) : el.removeAttribute('aria-describedby');
    }
  }

  /** Check fields and show what is wrong; true if nothing is. */
  function checkAll(elements) {
    let good = true;
    for (const [name, fields] of byWidget(elements)) {
      const text = fields.map(problem).find(Boolean) ?? '';
      complain(name, text);
      good &&= !text;
    }
    return good;
  }

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
    : el.tagName === 'DIALOG' ? KIND.dialog : el.isContentEditable || el.hasAttribute('contenteditable') ? KIND.html
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
   * scroll anchor does not help where an element without identity shows what its neighbour showed before.
   */
  function anchor() {
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

  // ---------------------------------------------------------------------------------------------------- posting

  const WAITS = [400, 800, 1600, 3200, 6400];  // between two tries, in milliseconds
  const randomId = () => [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');

  const stateOf = el => el.closest('[data-fr-island]') ?? el;  // a component's value, not that of the select inside it

  /** Note what a widget outside any form shows, unless the server has been told; true if there was news. */
  function remember(name, elements) {
    const values = valuesOf(elements), told = pending.get(name);
    if (told ? alike(told.values, values) : !elements.some(el => edited(stateOf(el)))) return false;
    pending.set(name, { seq: ++seq, values });
    return true;
  }

  /**
   * Make a submission of what is on the screen now: the form's fields, and every widget outside any form whose value the
   * server does not know yet. A field that someone types in goes along only if a button is pressed.
   */
  function compose(form, trigger) {
    const fields = {}, seqs = {}, page = document.getElementById('fr-page');
    const alone = byWidget(page.elements);
    clearTimeout(tick);
    for (const [name, elements] of alone) {
      if ((trigger || !elements.includes(document.activeElement)) && !elements.some(problem)) remember(name, elements);
      const told = pending.get(name);
      if (told) { fields[name] = told.values; seqs[name] = told.seq; }
    }
    const inForm = form === page ? new Map() : byWidget(form.elements);
    for (const [name, elements] of inForm) fields[name] = valuesOf(elements);
    for (const name of Object.keys(fields)) for (const el of inForm.get(name) ?? alone.get(name)) submitted.set(stateOf(el), markOf(stateOf(el)));
    return { id: randomId(), form: form.id, trigger, kind: 'submit', fields, seqs, tries: 0, sent: JSON.stringify([form.id, trigger, fields]) };
  }

  /** Send a submission; the same one again for every retry. */
  function send(submission) {
    if (!tab && submission.kind !== 'refresh') return;
    flying.add(submission);
    submission.tab = tab;
    busy();
    const source = document.createElement('div');  // one element a request: they do not queue behind each other
    source.hidden = true;
    source.frSubmission = submission;
    document.body.append(source);
    const url = app.dataset.frUrl || location.pathname + location.search;
    htmx.ajax('POST', url, { source, target: '#fr-root', swap: 'innerMorph' }).catch(() => failed(submission)).finally(() => source.remove());
  }

  const body = submission => JSON.stringify({
    v: +app.dataset.frProtocol, tab, id: submission.id, have: `${birth}-${have}`, form: submission.form === 'fr-page' ? '' : submission.form,
    trigger: submission.trigger, fields: submission.fields, seqs: submission.seqs, kind: submission.kind,
  });

  /** Submit an author's form by one of its buttons. */
  function submitForm(form, trigger) {
    if (!trigger || !checkAll(form.elements)) return;
    const submission = compose(form, trigger);
    // A second press of the same button, nothing changed and the first not answered yet, is the same submission.
    if ([...flying].some(other => other.sent === submission.sent)) return;
    send(submission);
  }

  /** A button outside any form: every press counts. */
  const press = trigger => send(compose(document.getElementById('fr-page'), trigger));

  /** A widget outside any form changed: remember it, and send what changed in this tick as one submission. */
  let tick = 0;
  function commit(el) {
    const elements = byName(el.name);
    if (!checkAll(elements) || !remember(el.name, elements) || el.closest('[data-fr-ignore]')) return;
    clearTimeout(tick);
    tick = setTimeout(() => send(compose(document.getElementById('fr-page'), null)));
  }

  let slow = 0;
  function busy() {
    const running = flying.size > 0;
    app.dataset.testScriptState = running ? 'running' : 'notRunning';
    clearTimeout(slow);
    if (running) slow = setTimeout(() => { root.setAttribute('aria-busy', 'true'); if (!status.frHeld) notice(T.running, 'running'); }, 500);
    else { root.removeAttribute('aria-busy'); if (status.dataset.frLevel === 'running') notice(''); }
  }

  /** One line above the page, with what can be done about it. */
  function notice(text, level = 'info', actions = []) {
    status.hidden = !text;
    status.dataset.frLevel = level;
    status.frHeld = text && level !== 'running';
    status.replaceChildren(text);
    for (const [label, act] of actions) {
      const button = document.createElement(typeof act === 'string' ? 'a' : 'button');
      button.className = 'fr-button fr-button-secondary';
      button.textContent = label;
      if (typeof act === 'string') { button.href = act; button.target = '_blank'; button.rel = 'noopener'; } else { button.type = 'button'; button.addEventListener('click', act); }
      status.append(' ', button);
    }
  }

  // ---------------------------------------------------------------------------------------------------- answers

  const done = submission => {
    flying.delete(submission);
    for (const [name, number] of Object.entries(submission.seqs)) if (pending.get(name)?.seq === number) pending.delete(name);
    if (submission.tries) notice('');  // the one about trying again
    busy();
  };

  /** No answer came, or the server cannot answer now: the same submission again, later and later, then by hand. */
  function failed(submission, wait = 0) {
    if (!flying.has(submission)) return;
    const again = () => { submission.timer = 0; send(submission); };
    if (submission.tries < WAITS.length) {
      notice(T.retrying, 'warning');
      submission.timer = setTimeout(again, Math.max(wait, WAITS[submission.tries++] * (0.75 + Math.random() / 2)));
    } else {
      submission.tries = 0;
      flying.delete(submission);
      busy();
      notice(T.lost, 'error', [[T.again, () => { flying.add(submission); notice(''); again(); }]]);
    }
  }
  addEventListener('online', () => { for (const submission of flying) if (submission.timer) { clearTimeout(submission.timer); submission.timer = 0; send(submission); } });

  /** Look at an answer's status and headers; true if its body is a page to swap. */
  function receive(submission, response) {
    const page = response.headers.get('FR-Run');
    if (response.redirected || (response.ok && !page)) { expired(); done(submission); return false; }
    if (page) return true;
    refused(submission, response);
    return false;
  }

  async function refused(submission, response) {
    const answer = response.headers.get('Content-Type')?.includes('json') ? await response.json().catch(() => ({})) : {};
    if (response.status === 503 || response.status === 429 || response.status === 502 || response.status === 504) return failed(submission, 1000 * response.headers.get('Retry-After'));
    if (response.status === 403 && !submission.renewed) {  // the CSRF token was rotated, as a login in another tab does
      submission.renewed = true;
      const fresh = await fetch(app.dataset.frTokenUrl, { credentials: 'same-origin' }).catch(() => null);
      if (fresh?.ok) csrf = await fresh.text();
      return send(submission);
    }
    if (response.status === 404) await resume(submission);
    done(submission);
    if (response.status === 422) {
      for (const [name, text] of Object.entries(answer.errors ?? {})) complain(name, text);
      notice(T.check, 'error');
    } else if (response.status === 401 || response.status === 403) {
      const again = [T.again, () => { notice(''); submission.renewed = false; send(submission); }];
      notice(T.login, 'warning', answer.login ? [[T.loginLink, answer.login], again] : [again]);
    } else if (response.status !== 404) notice(answer.message || T.refused, 'error');
  }

  /** The record is gone: load the page anew around what is typed, and tell it what stands outside of forms. */
  async function resume(submission) {
    if (submission.tab !== tab) return;  // another answer has said so already
    if (submission.note) return expired();  // the fresh record is gone at once: this browser keeps no cookies
    const response = await fetch(location.href, { credentials: 'same-origin', headers: { Accept: 'text/html' } }).catch(() => null);
    const page = response?.ok && new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('fr-app');
    if (!page) return expired();
    tab = page.dataset.frTab;
    csrf = page.dataset.frCsrf;
    foreign = true;
    try {
      await htmx.swap({ text: page.querySelector('#fr-root').innerHTML, target: root, swap: 'innerMorph', sourceElement: root });
    } finally {
      foreign = false;
    }
    [birth, have] = split(page.dataset.frMark);
    newest = have;
    pending.clear();
    settled();
    notice(T.expired, 'warning');
    const rest = compose(document.getElementById('fr-page'), null);
    if (pending.size) send({ ...rest, note: T.expired });
  }
  const expired = () => notice(T.login, 'warning', [[T.again, () => location.reload()]]);

  const refresh = () => send({ id: '', form: '', trigger: null, kind: 'refresh', fields: {}, seqs: {}, tries: 0, sent: randomId() });

  /** Decide whether an answer may be swapped in. */
  function admit(headers) {
    const [itsBirth, run] = split(headers.get('FR-Run'));
    if (itsBirth === birth && run < newest) return false;  // an older answer, overtaken by a newer one
    if (composing && !Element.prototype.moveBefore) { missed = true; return false; }  // any move would end the composition
    const base = headers.get('FR-Base');
    if (base && base !== `${birth}-${have}`) { refresh(); return false; }  // a difference to another page than is shown
    foreign = itsBirth !== birth;
    return true;
  }

  /** A page was applied. */
  function applied(headers, submission) {
    [birth, have] = split(headers.get('FR-Run'));
    newest = have;
    foreign = false;
    const message = headers.get('FR-Message');
    if (message || submission.note) notice(message ? decodeURIComponent(message) : submission.note, 'warning');
    else if (status.frHeld) notice('');
    const query = headers.get('FR-Query');
    if (query !== null && !app.dataset.frUrl && query !== location.search.replace(/^\?/, '')) history.pushState(null, '', query ? `?${query}` : location.pathname);
    search = location.search;
    settled();
    const elsewhere = headers.get('FR-Location');
    if (elsewhere) location.assign(elsewhere);
  }

  const deny = () => { throw new Error('formrerun: eval is off'); };
  htmx.config.morphSkipChildren = '[data-fr-island]';
  htmx.config.morphIgnore = ['data-htmx-powered', 'style'];
  htmx.registerExtension('formrerun', {
    init: api => api.initSecurity(null, deny, deny),
    htmx_config_request: (source, { ctx }) => {
      if (!source.frSubmission) return;
      Object.assign(ctx.request.headers, { 'X-CSRFToken': csrf, 'Content-Type': 'application/json' });
      ctx.request.validate = false;
    },
    htmx_before_request: (source, { ctx }) => { if (source.frSubmission) ctx.request.body = body(source.frSubmission); },
    htmx_before_response: (source, { ctx }) => (source.frSubmission ? receive(source.frSubmission, ctx.response.raw) : true),
    htmx_before_swap: (source, { ctx, tasks }) => {
      if (source.frSubmission) {
        done(source.frSubmission);
        if (!admit(ctx.response.headers)) return false;
      }
      snapshot(tasks.map(task => task.target).filter(Boolean), tasks.map(task => task.fragment));
      morphing = true;
      return true;
    },
    htmx_before_morph_node: (el, { oldNode, newNode }) => beforeNode(oldNode, newNode),
    // A text field's value is written by flush() or not at all: htmx would empty a number field that says "1e".
    htmx_before_morph_attr: (el, { attrName }) => attrName !== 'value' || !snap?.live.has(el) || ![KIND.text, KIND.place].includes(kindOf(el)),
    htmx_before_settle: flush,
    htmx_after_swap: (source, { ctx }) => { if (source.frSubmission) applied(ctx.response.headers, source.frSubmission); },
    htmx_finally_swap: () => { morphing = false; snap?.hold(); snap = null; },
    htmx_error: source => { if (source.frSubmission) failed(source.frSubmission); },
  });

  // -------------------------------------------------------------------------------------------------- behaviour

  document.addEventListener('submit', event => {
    const form = event.target;
    if (!app.contains(form) || !form.id.startsWith('fr-')) return;
    event.preventDefault();
    const trigger = event.submitter?.name === '_fr_trigger' ? event.submitter.value : '';
    if (form.id !== 'fr-page') submitForm(form, trigger);
    else if (trigger) press(trigger);
  }, true);

  // The second click of a double click is no second submission, even if the first was answered in between. A button
  // outside any form may be clicked as quickly as one likes.
  let clicked = null;
  app.addEventListener('click', event => {
    const button = event.target.closest?.('button[name=_fr_trigger]');
    if (button && button === clicked && event.detail > 1 && !isAlone(button)) event.preventDefault();
    clicked = button;
  }, true);

  app.addEventListener('change', event => {
    const el = event.target;
    if (isField(el) && isAlone(el)) commit(el);
  });

  app.addEventListener('input', event => {
    const el = event.target;
    clicked = null;
    if (!isField(el)) return;
    complain(el.name, '');
    if (el.type === 'range') slide(el);
    hint(el);
    if (el.dataset.frLive && isAlone(el)) {
      clearTimeout(el.frLive);
      el.frLive = setTimeout(() => { if (!composing) commit(el); }, +el.dataset.frLive);
    }
  });

  app.addEventListener('keydown', event => {
    const el = event.target;
    if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229) return;
    if (event.repeat && el.name === '_fr_trigger') event.preventDefault();  // a key held down is one press
    if (!isField(el)) return;
    const area = el.tagName === 'TEXTAREA';
    if (area && !(event.ctrlKey || event.metaKey)) return;
    if (el.tagName === 'SELECT') return;
    event.preventDefault();
    if (el.dataset.frSubmits === undefined || event.repeat) return;  // Enter in a box or a slider means nothing
    if (isAlone(el)) { commit(el); return; }
    if (el.form?.dataset.frEnter !== undefined) submitForm(el.form, el.form.querySelector('button[name=_fr_trigger]')?.value);
  });

  /** The line under a field that says what Enter does, and how much room is left. */
  function hint(el) {
    const place = el.closest('.fr-field')?.parentElement.querySelector('.fr-instructions');
    if (!place || el.dataset.frSubmits === undefined) return;
    const area = el.tagName === 'TEXTAREA', inForm = !isAlone(el), focused = el === document.activeElement;
    const parts = [];
    if (focused && inForm && el.form?.dataset.frEnter !== undefined) parts.push(area ? T.submitArea : T.submit);
    if (focused && !inForm && edited(el)) parts.push(area ? T.applyArea : T.apply);
    if (focused && el.maxLength > 0 && (inForm || edited(el))) parts.push(`${el.value.length}/${el.maxLength}`);
    place.textContent = parts.join(' • ').replace('Ctrl', /Mac|iP/.test(navigator.platform) ? '⌘' : 'Ctrl');
    place.hidden = !parts.length;
  }
  app.addEventListener('focusin', event => { if (isField(event.target)) hint(event.target); });
  app.addEventListener('focusout', event => { if (isField(event.target)) hint(event.target); });

  // A paste that is too long is refused whole, as in Streamlit: half of a pasted text is worse than none.
  app.addEventListener('paste', event => {
    const el = event.target, text = event.clipboardData?.getData('text') ?? '';
    if (isField(el) && el.maxLength > 0 && el.value.length - (el.selectionEnd - el.selectionStart) + text.length > el.maxLength) event.preventDefault();
  });

  /** A handle moved: keep two in order, and write where they stand. */
  function slide(el) {
    const group = el.closest('.fr-slider');
    if (!group) return;
    const handles = [...group.querySelectorAll('input')];
    if (handles.length === 2) {
      if (el === handles[0] && +el.value > +handles[1].value) el.value = handles[1].value;
      if (el === handles[1] && +el.value < +handles[0].value) el.value = handles[0].value;
    }
    paint(group);
  }
  function paint(group) {
    const handles = [...group.querySelectorAll('input')], options = group.dataset.frOptions ? JSON.parse(group.dataset.frOptions) : null;
    const part = el => (+el.value - el.min) / (el.max - el.min || 1);
    handles.forEach((el, place) => {
      const text = options ? options[+el.value] : written(el.value, group.dataset.frOf, group.dataset.frFormat);
      const output = group.querySelectorAll('output')[place];
      if (output.textContent !== text) output.textContent = text;
      if (el.getAttribute('aria-valuetext') !== text) el.setAttribute('aria-valuetext', text);
      output.style.setProperty('--fr-at', part(el));
    });
    group.style.setProperty('--fr-from', handles.length === 2 ? part(handles[0]) : 0);
    group.style.setProperty('--fr-to', part(handles.at(-1)));
  }

  /** A slider's number as the server would write it: printf for numbers, moment.js tokens for dates and times. */
  function written(value, of, format) {
    if (of === 'int' || of === 'float') {
      return format.replace(/%([+ 0-]*)(\d*)(?:\.(\d+))?([dufgeis%])/g, (all, flags, width, digits, type) => {
        if (type === '%') return '%';
        let text = 'dui'.includes(type) ? String(Math.trunc(+value)) : type === 'f' ? (+value).toFixed(digits ?? 6) : type === 'e' ? (+value).toExponential(digits ?? 6) : String(+value);
        if (flags.includes('+') && +value >= 0) text = `+${text}`;
        return flags.includes('-') ? text.padEnd(width || 0) : text.padStart(width || 0, flags.includes('0') ? '0' : ' ');
      });
    }
    const moment = new Date(Math.floor(+value / 1000)), two = number => String(number).padStart(2, '0');
    const name = options => new Intl.DateTimeFormat('en', { timeZone: 'UTC', ...options }).format(moment);
    const [y, mo, d, h, mi, s] = [moment.getUTCFullYear(), moment.getUTCMonth() + 1, moment.getUTCDate(), moment.getUTCHours(), moment.getUTCMinutes(), moment.getUTCSeconds()];
    const tokens = {
      YYYY: y, YY: two(y % 100), MMMM: name({ month: 'long' }), MMM: name({ month: 'short' }), MM: two(mo), M: mo, DD: two(d), D: d,
      dddd: name({ weekday: 'long' }), ddd: name({ weekday: 'short' }), HH: two(h), H: h, hh: two(h % 12 || 12), h: h % 12 || 12, mm: two(mi), m: mi,
      ss: two(s), s, SSS: String(moment.getUTCMilliseconds()).padStart(3, '0'), A: h < 12 ? 'AM' : 'PM', a: h < 12 ? 'am' : 'pm',
    };
    return format.replace(/\[([^\]]*)\]|YYYY|YY|MMMM|MMM|MM|M|DD|D|dddd|ddd|HH|H|hh|h|mm|m|SSS|ss|s|A|a/g, (all, literal) => literal ?? tokens[all]);
  }

  /** Step a number field by its buttons, without the dust of binary fractions. */
  function step(button) {
    const el = button.parentElement.querySelector('input');
    const by = +el.dataset.frStep * +button.dataset.frBy;
    const digits = Math.max(...[el.value, el.dataset.frStep].map(text => (String(text).split('.')[1] ?? '').length));
    let next = el.value === '' ? (el.min !== '' ? +el.min : 0) : +(+el.value + by).toFixed(Math.min(20, digits));
    if (el.min !== '') next = Math.max(next, +el.min);
    if (el.max !== '') next = Math.min(next, +el.max);
    const text = el.dataset.frInteger !== undefined ? String(next) : next.toFixed(Math.min(20, digits));
    if (text === el.value) return;
    el.value = text;
    el.dispatchEvent(new Event('input', { bubbles: true }));
    el.dispatchEvent(new Event('change', { bubbles: true }));
  }

  function openTab(chosenTab) {
    for (const other of chosenTab.parentElement.children) {
      const on = other === chosenTab;
      other.setAttribute('aria-selected', String(on));
      on ? other.removeAttribute('tabindex') : other.setAttribute('tabindex', '-1');
      document.getElementById(other.getAttribute('aria-controls')).hidden = !on;
    }
  }

  app.addEventListener('click', event => {
    const on = selector => event.target.closest?.(selector);
    const stepper = on('[data-fr-by]'), chosenTab = on('[role=tab]'), copy = on('[data-fr-copy]'), close = on('[data-fr-close]'), reveal = on('[data-fr-reveal]');
    if (stepper) step(stepper);
    if (chosenTab) openTab(chosenTab);
    if (close) close.closest('[data-fr-message-item]')?.remove();
    if (copy) navigator.clipboard?.writeText(copy.parentElement.querySelector('code').textContent).then(() => { copy.dataset.frDone = T.copied; setTimeout(() => delete copy.dataset.frDone, 1500); });
    if (reveal) {
      const field = document.getElementById(reveal.dataset.frReveal);
      field.type = field.type === 'password' ? 'text' : 'password';
      reveal.setAttribute('aria-pressed', String(field.type === 'text'));
    }
  });

  app.addEventListener('keydown', event => {
    if (event.target.getAttribute?.('role') !== 'tab') return;
    const all = [...event.target.parentElement.children], at = all.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = all[(to + all.length) % all.length];
    openTab(next);
    next.focus();
  });

  // Keyboard shortcuts of buttons. Without a modifier they are silent while someone types.
  const KEYS = { ' ': 'space', arrowleft: 'left', arrowright: 'right', arrowup: 'up', arrowdown: 'down' };
  document.addEventListener('keydown', event => {
    if (event.repeat || event.isComposing) return;
    const key = event.key.toLowerCase(), modifiers = [];
    if (event.ctrlKey) modifiers.push('ctrl');
    if (event.metaKey) modifiers.push('cmd');
    if (event.altKey) modifiers.push('alt');
    if (event.shiftKey && key.length > 1) modifiers.push('shift');
    const typing = event.target.closest?.('input:not([type=checkbox],[type=radio],[type=range],[type=color]),textarea,select,[contenteditable]');
    if (typing && !modifiers.some(name => name !== 'shift')) return;
    const wanted = new Set();
    for (const shift of event.shiftKey ? [true] : [false]) {
      const held = [...modifiers.filter(name => name !== 'shift'), ...(shift ? ['shift'] : [])];
      wanted.add([...held, KEYS[key] ?? key].join('+'));
      if (event.metaKey) wanted.add([...held.map(name => (name === 'cmd' ? 'ctrl' : name)), KEYS[key] ?? key].join('+'));
    }
    const button = [...app.querySelectorAll('[data-fr-shortcut]')].find(el => !el.disabled && wanted.has(el.dataset.frShortcut));
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  // Components that a page may not need are loaded when it has them.
  const LAZY = { 'fr-select': script?.dataset.frSelect, 'fr-table': script?.dataset.frTable, 'fr-map': script?.dataset.frMap };
  const loaded = new Set();
  function lazily() {
    for (const [name, url] of Object.entries(LAZY)) {
      if (!url || loaded.has(name) || !app.querySelector(name)) continue;
      loaded.add(name);
      const tag = document.createElement('script');
      tag.src = url;
      document.head.append(tag);
    }
  }

  /** After every page: what only a script can do. */
  function settled() {
    lazily();
    for (const group of app.querySelectorAll('.fr-slider')) paint(group);
    for (const button of app.querySelectorAll('[data-fr-copy][hidden],[data-fr-reveal][hidden],[data-fr-close][hidden]')) button.hidden = false;
    if (document.activeElement && isField(document.activeElement)) hint(document.activeElement);
  }

  addEventListener('pageshow', event => { if (event.persisted && tab) refresh(); });
  addEventListener('popstate', () => {  // back and forward over query parameters: the page runs with the address it has now
    if (!tab || location.search === search) return;
    search = location.search;
    send(compose(document.getElementById('fr-page'), null));
  });

  app.formrerun = { commit, texts: T, say };  // what the components of this package share
  const fold = document.getElementById('fr-sidebar');
  if (fold && matchMedia('(max-width: 48rem)').matches) fold.open = false;
  settled();
})();
