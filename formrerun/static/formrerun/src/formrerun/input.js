  // --------------------------------------------------------------------------------------------------- input

  document.addEventListener(
    'submit',
    event => {
      const form = event.target;
      if (!app.contains(form) || !form.id.startsWith('fr-')) return;
      event.preventDefault();
      const trigger = event.submitter?.name === '_fr_trigger' ? event.submitter.value : '';
      if (form.id !== 'fr-page') submitForm(form, trigger, '', event.submitter);
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

  // What keys change is one change: a date is typed in three parts, and the way to an option or to a place of
  // a slider leads over others. It is sent, and complained about, when the field is left or on Enter; where
  // keys only move, also when they rest. What a picker or a pointer chooses comes without a key, and at once.
  const RESTS = { range: 500, radio: 500, number: 500 }; // after how many milliseconds; others never
  const TYPED = ['date', 'time', 'datetime-local', 'select-one', 'select-multiple'];
  const typeOf = el => (el.dataset.frStep ? 'number' : el.type);
  let keyed = ''; // the widget that a key was pressed in last
  const holds = (el, event) =>
    el.name === keyed &&
    (TYPED.includes(el.type) || (typeOf(el) in RESTS && !(typeOf(el) === 'number' && event.isTrusted)));
  function hold(name, rest) {
    clearTimeout(held.get(name));
    held.set(name, rest ? setTimeout(release, rest, name) : 0);
    sayState();
  }
  function release(name) {
    clearTimeout(held.get(name));
    const [el] = held.delete(name) ? byName(name) : [];
    if (el) commit(el);
    sayState();
  }
  app.addEventListener('change', event => {
    const el = event.target;
    if (!isField(el) || !isStandalone(el)) return;
    if (holds(el, event)) return hold(el.name, RESTS[typeOf(el)]);
    hold(el.name);
    release(el.name);
  });
  app.addEventListener('focusout', event => {
    const el = event.target;
    // the other date of a range, another radio button; or the window was left, and the focus is still here
    if (event.relatedTarget?.name === el.name || document.activeElement === el) return;
    if (held.has(el.name)) release(el.name);
    else if (TYPED.includes(el.type) && isField(el) && isStandalone(el) && el.validity.badInput) commit(el);
  });
  app.addEventListener(
    'pointerdown',
    () => {
      keyed = '';
    },
    true,
  );
  app.addEventListener(
    'keydown',
    event => {
      const { key, altKey, target } = event;
      const opens = key === 'F4' || (altKey && key.startsWith('Arrow')); // its picker
      keyed = key === 'Enter' || opens ? '' : target.name;
      if (!held.has(target.name)) return;
      if (key === 'Enter') release(target.name);
      // after the last part of a date the next stop is its picker's button, which is no other field
      else hold(target.name, key === 'Tab' ? 1000 : RESTS[typeOf(target)]);
    },
    true,
  );

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

