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
  const changed = new Set(); // what was merged into since the last look at what is shown

  /** Read every field of the targets before the morph touches one: checking r1 would already uncheck r2. */
  function snapshot(targets, fragments = []) {
    const focus = document.activeElement;
    for (const target of targets) changed.add(target);
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
    carryOpen(targets, fragments);
    for (const fragment of fragments) {
      for (const fresh of fragment.querySelectorAll('dialog[data-fr-subject]')) {
        forget(document.getElementById(fresh.id), fresh);
      }
      for (const name of refusals.keys()) keepMessage(name, fragment);
    }
    for (const el of within(targets, '[data-fr-rev]')) {
      snap.live.set(el, kindOf(el).read(el));
      snap.mark.set(el, markOf(el));
      if (foreign) snap.edited.set(el, edited(el));
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

  /**
   * A message that stands is judged when the morph is over; one that goes and comes would be read out again.
   */
  function keepMessage(name, fragment) {
    const place = placeOf(name)?.cloneNode(true);
    const fresh = fragment.querySelector(`#${name}-e`);
    if (!place || fresh?.hidden === false) return;
    if (fresh) fresh.replaceWith(place);
    else fragment.querySelector(`#${name}-w`)?.firstElementChild?.append(place);
  }

  /** A dialog was closed and is opened for something else: what was typed and not sent was meant for that. */
  function forget(old, fresh) {
    if (!old || old.open || old.dataset.frSubject === fresh.dataset.frSubject) return;
    for (const el of old.querySelectorAll('[data-fr-rev]')) {
      const kind = kindOf(el);
      if (!kind.view && edited(el)) kind.write(el, kind.base(el));
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
        if (morphing && app.contains(event.target)) event.stopImmediatePropagation();
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

