  // -------------------------------------------------------------------------------------------------- what opens

  function openTab(chosenTab) {
    for (const other of chosenTab.parentElement.children) {
      const on = other === chosenTab;
      other.setAttribute('aria-selected', String(on));
      on ? other.removeAttribute('tabindex') : other.setAttribute('tabindex', '-1');
      document.getElementById(other.getAttribute('aria-controls')).hidden = !on;
    }
    tell(chosenTab.parentElement, field => { field.value = chosenTab.value; });
  }

  /** The field that says whether this is open, if the page wants to know. */
  const saysOpen = el => (el.dataset.frFor ? document.getElementById(el.dataset.frFor) : null);

  /** What is open, told to the field that stands for it. */
  function tell(opened, write) {
    const field = saysOpen(opened);
    if (!field) return;
    write(field);
    if (edited(field) || pending.has(field.name)) field.dispatchEvent(new Event('change', { bubbles: true }));
  }

  // Toggle is told a moment later: an answer that comes before it must not close what somebody has just opened.
  app.addEventListener('beforetoggle', event => {
    const field = event.target.matches('.fr-popover-body') && saysOpen(event.target);
    if (field) field.checked = event.newState === 'open';
  }, true);

  /** Let what unfolds a menu say what it does next. */
  function rename(el) {
    const line = el.querySelector(':scope > summary[data-fr-less]');
    if (line) line.textContent = el.open ? line.dataset.frLess : line.dataset.frMore;
  }
  app.addEventListener('toggle', event => {
    const el = event.target;
    rename(el);
    sidebar();
    tell(el, field => { field.checked = el.popover === null ? el.open : event.newState === 'open'; });
    if (el.popover !== null) popovers();
  }, true);

  /** Let the sidebar be found as in Streamlit, where the button that opens it is another than the one that folds it. */
  function sidebar() {
    const fold = document.getElementById('fr-sidebar'), open = fold?.open;
    fold?.firstElementChild.setAttribute('data-testid', open ? 'stSidebarCollapseButton' : 'stExpandSidebarButton');
    fold?.parentElement.setAttribute('data-collapsed', String(!open));
  }

  /** Let popovers be open as the page says; as with dialogs, only what is open has Streamlit's name. */
  function popovers() {
    for (const el of app.querySelectorAll('.fr-popover-body')) {
      const open = saysOpen(el)?.checked ?? el.matches(':popover-open');
      if (open !== el.matches(':popover-open')) open ? el.showPopover() : el.hidePopover();
      open ? el.setAttribute('data-testid', 'stPopoverBody') : el.removeAttribute('data-testid');
      app.querySelector(`[popovertarget="${CSS.escape(el.id)}"]`)?.setAttribute('aria-expanded', String(open));
    }
  }

  // A dialog is shown over the page; the browser keeps the focus in it and gives it back. One that goes away with its
  // page gives it back too.
  let opener = null;
  function showDialogs() {
    for (const dialog of app.querySelectorAll('dialog.fr-dialog[open]')) {
      if (dialog.matches(':modal')) continue;
      opener = document.activeElement?.id || opener;
      dialog.close();
      dialog.showModal();
      const field = dialog.querySelector(':scope .stVerticalBlock :is(input, select, textarea, button):not([hidden], [disabled])');
      field?.focus();
      if (!dialog.scrollTop) continue;
      dialog.querySelector('.fr-dialog-title').focus();  // a long one is read from its beginning
      dialog.scrollTop = 0;
    }
    if (opener && !app.querySelector('dialog.fr-dialog[open]')) {
      if (document.activeElement === document.body) document.getElementById(opener)?.focus();
      opener = null;
    }
  }
  function dismiss(dialog) {
    dialog.close();
    dialog.removeAttribute('data-testid');  // by Streamlit's name only what is shown is found
    showDialogs();
    if (dialog.dataset.frDismiss) press(document.getElementById(dialog.dataset.frDismiss));
  }
  addEventListener('cancel', event => {
    if (!event.target.matches?.('.fr-dialog')) return;
    event.preventDefault();
    if (event.target.hasAttribute('data-fr-dismissible')) dismiss(event.target);
  }, true);
  addEventListener('close', event => {  // a browser lets nobody forbid the second Escape, nor the back button of a phone
    const dialog = event.target;
    if (dialog.matches?.('.fr-dialog:not([data-fr-dismissible])') && dialog.isConnected && !dialog.open) dialog.showModal();
  }, true);
  let downOn = null;  // a click beside the dialog begins and ends there: selecting text may end outside
  addEventListener('pointerdown', event => { downOn = event.target; }, true);
  app.addEventListener('click', event => {
    const dialog = event.target.closest('.fr-dialog');
    if (!dialog) return;
    const beside = event.target === dialog && downOn === dialog && event.detail > 0;
    if (event.target.closest('[data-fr-dismisses]') || (beside && dialog.hasAttribute('data-fr-dismissible'))) dismiss(dialog);
  });

