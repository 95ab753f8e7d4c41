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

