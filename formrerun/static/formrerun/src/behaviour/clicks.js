  // ----------------------------------------------------------------------------------------- clicks and keys

  app.addEventListener('click', event => {
    const on = selector => event.target.closest?.(selector);
    const stepper = on('[data-fr-by]');
    const chosenTab = on('[role=tab]');
    const copy = on('[data-fr-copy]');
    const close = on('[data-fr-close]');
    const clears = on('[data-fr-clears]');
    const reveal = on('[data-fr-reveal]');
    const picks = on('[data-fr-picks]');
    if (picks) pick(picks);
    // a link that runs the page too: its button stands beside it
    const link = event.defaultPrevented ? null : on('[data-fr-presses]');
    if (link) document.getElementById(link.dataset.frPresses)?.click();
    const saves = event.defaultPrevented ? null : on('[data-fr-saves]');
    if (saves) save(saves, event);
    if (stepper) step(stepper.parentElement.querySelector('input'), +stepper.dataset.frBy);
    if (chosenTab) openTab(chosenTab);
    if (clears) clear(clearedBy(clears));
    if (close) (close.closest('[data-fr-once]') ?? close.closest('[data-fr-message-item]'))?.remove();
    if (copy) {
      navigator.clipboard?.writeText(copy.parentElement.querySelector('code').textContent).then(() => {
        copy.dataset.frDone = texts.copied;
        setTimeout(() => delete copy.dataset.frDone, 1500);
      });
    }
    if (reveal) {
      const field = document.getElementById(reveal.dataset.frReveal);
      field.type = field.type === 'password' ? 'text' : 'password';
      reveal.setAttribute('aria-label', field.type === 'password' ? texts.showPassword : texts.hidePassword);
    }
  });

  /** Save the file of a download button, which runs the page too. */
  function save(button, press) {
    const link = document.createElement('a');
    link.href = button.dataset.frSaves;
    link.download = button.dataset.frFile;
    link.click();
    // what is made now is made of the page as it is: the run comes after
    if (button.dataset.frMade === undefined) return;
    press.preventDefault();
    setTimeout(() => button.form?.requestSubmit(button), 300);
  }

  // --------------------------------------------------------------------------------------- menus of options

  /** Let the field of a menu say which option is chosen; the button sends it. */
  function pick(item) {
    const menu = item.closest('.fr-options');
    menu.querySelector('select').value = item.dataset.frPicks;
    menu.hidePopover();
  }

  const itemsOf = menu => [...menu.querySelectorAll('[role=menuitem]')];
  app.addEventListener(
    'toggle',
    event => {
      if (event.newState === 'open' && event.target.matches('.fr-options')) itemsOf(event.target)[0]?.focus();
    },
    true,
  );
  app.addEventListener('keydown', event => {
    const { key, target } = event;
    const opener = target.closest?.('.fr-popover-button[aria-haspopup=menu]');
    if (opener && key === 'ArrowDown') {
      event.preventDefault();
      const menu = opener.popoverTargetElement;
      if (!menu.matches(':popover-open')) menu.showPopover({ source: opener });
      itemsOf(menu)[0]?.focus();
    }
    if (target.getAttribute?.('role') !== 'menuitem') return;
    const menu = target.closest('.fr-options');
    const all = itemsOf(menu);
    const at = all.indexOf(target);
    const starts = el => el.textContent.trim().toLowerCase().startsWith(key.toLowerCase());
    const typed = key.length === 1 && key !== ' ' && [...all.slice(at + 1), ...all.slice(0, at)].find(starts);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[key];
    if (key === 'Tab') menu.hidePopover();
    if (to === undefined && !typed) return;
    event.preventDefault();
    (typed || all[(to + all.length) % all.length]).focus();
  });

  // A second click on the chosen button of a group means none of them.
  let chosenBefore = null;
  for (const type of ['pointerdown', 'keydown']) {
    app.addEventListener(
      type,
      event => {
        const radio = event.target.closest?.('.fr-group label')?.control;
        chosenBefore = radio?.type === 'radio' && radio.checked ? radio : null;
      },
      true,
    );
  }
  const takeBack = event => {
    if (event.target !== chosenBefore || !chosenBefore.checked) return;
    chosenBefore = null;
    event.target.closest('.fr-group').querySelector('[data-fr-unset]')?.click();
  };
  app.addEventListener('click', takeBack);
  app.addEventListener('keyup', event => {
    if (event.key !== ' ' || event.target !== chosenBefore) return;
    event.preventDefault(); // it would choose what has just been taken back
    takeBack(event);
  });

  /** The key that was pressed, as if lines ran from left to right. */
  const keyOf = event => {
    const other = { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' }[event.key];
    return (other && event.target.matches(':dir(rtl)') && other) || event.key;
  };
  app.addEventListener('keydown', event => {
    if (event.key === 'Escape') event.target.closest?.('[data-fr-once]')?.remove();
    const sign = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (sign && event.target.matches('[data-fr-step]')) {
      // the browser's own step would be 1: any number is valid
      event.preventDefault();
      if (!event.target.readOnly) step(event.target, sign);
    }
    if (event.key === 'Escape' && event.target.value && mayBeEmpty(event.target)) {
      event.preventDefault(); // a dialog around it stays open
      clear([event.target]);
    }
    if (event.target.getAttribute?.('role') !== 'tab') return;
    const all = [...event.target.parentElement.children];
    const at = all.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[keyOf(event)];
    if (to === undefined) return;
    event.preventDefault();
    const next = all[(to + all.length) % all.length];
    openTab(next);
    next.focus();
  });

