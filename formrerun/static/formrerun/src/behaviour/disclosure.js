  // ----------------------------------------------------------------------------- tabs, popovers, the sidebar

  function openTab(chosenTab) {
    for (const other of chosenTab.parentElement.children) {
      const on = other === chosenTab;
      other.setAttribute('aria-selected', String(on));
      on ? other.removeAttribute('tabindex') : other.setAttribute('tabindex', '-1');
      document.getElementById(other.getAttribute('aria-controls')).hidden = !on;
    }
    tell(chosenTab.parentElement, field => {
      field.value = chosenTab.value;
    });
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

  // Toggle is told a moment later: an answer that comes before it must not close what somebody has just
  // opened.
  app.addEventListener(
    'beforetoggle',
    event => {
      const field = event.target.matches('.fr-popover-body') && saysOpen(event.target);
      if (field) field.checked = event.newState === 'open';
    },
    true,
  );

  /** Let what unfolds a menu say what it does next. */
  function rename(el) {
    const line = el.querySelector(':scope > summary[data-fr-less]');
    if (line) line.textContent = el.open ? line.dataset.frLess : line.dataset.frMore;
  }
  app.addEventListener(
    'toggle',
    event => {
      const el = event.target;
      rename(el);
      sidebar();
      tell(el, field => {
        field.checked = el.popover === null ? el.open : event.newState === 'open';
      });
      if (el.popover !== null) popovers();
    },
    true,
  );

  /**
   * Let the sidebar be found as in Streamlit, where the button that opens it is another than the one that
   * folds it.
   */
  function sidebar() {
    const fold = document.getElementById('fr-sidebar');
    const open = fold?.open;
    fold?.firstElementChild.setAttribute(
      'data-testid',
      open ? 'stSidebarCollapseButton' : 'stExpandSidebarButton',
    );
    fold?.parentElement.setAttribute('data-collapsed', String(!open));
  }

  /** Let popovers be open as the page says; as with dialogs, only what is open has Streamlit's name. */
  function popovers() {
    for (const el of app.querySelectorAll('.fr-popover-body')) {
      const open = saysOpen(el)?.checked ?? el.matches(':popover-open');
      if (open !== el.matches(':popover-open')) open ? el.showPopover() : el.hidePopover();
      open ? el.setAttribute('data-testid', 'stPopoverBody') : el.removeAttribute('data-testid');
      app
        .querySelector(`[popovertarget="${CSS.escape(el.id)}"]`)
        ?.setAttribute('aria-expanded', String(open));
    }
  }

