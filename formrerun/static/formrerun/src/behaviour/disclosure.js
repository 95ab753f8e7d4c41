  // ----------------------------------------------------------------------------- tabs, popovers, the sidebar

  function openTab(chosenTab) {
    for (const other of chosenTab.parentElement.children) {
      const on = other === chosenTab;
      other.setAttribute('aria-selected', String(on));
      if (on) other.removeAttribute('tabindex');
      else other.setAttribute('tabindex', '-1');
      document.getElementById(other.getAttribute('aria-controls')).hidden = !on;
    }
    outline();
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

  // The field of a popover is set before it opens, not only at "toggle", which comes a moment later: an
  // answer in between must not close what somebody has just opened.
  app.addEventListener(
    'beforetoggle',
    event => {
      const field = event.target.matches('.fr-popover-body') && saysOpen(event.target);
      if (field) field.checked = event.newState === 'open';
    },
    true,
  );

  /** Let the line that unfolds and folds a menu say which of both it will do. */
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
      outline();
      tell(el, field => {
        field.checked = el.popover === null ? el.open : event.newState === 'open';
      });
      if (el.matches('.fr-popover-body')) popover(el);
    },
    true,
  );

  /** Give the sidebar's button the name that it has in Streamlit, where two buttons open and fold it. */
  function sidebar() {
    const fold = document.getElementById('fr-sidebar');
    const open = fold?.open;
    fold?.firstElementChild.setAttribute(
      'data-testid',
      open ? 'stSidebarCollapseButton' : 'stExpandSidebarButton',
    );
    fold?.parentElement.setAttribute('data-collapsed', String(!open));
    const root = document.getElementById('fr-root');
    root.dataset.layout = root.querySelector('.fr-main > .fr-layout-wide') ? 'wide' : 'narrow';
  }

  /** Let a popover be open as the page says; as with dialogs, only what is open has Streamlit's name. */
  function popover(el) {
    const isOpen = el.matches(':popover-open');
    const open = saysOpen(el)?.checked ?? isOpen;
    if (open && !isOpen) el.showPopover();
    if (!open && isOpen) el.hidePopover();
    if (open) el.setAttribute('data-testid', el.classList[0]);
    else el.removeAttribute('data-testid');
    app.querySelector(`[popovertarget="${CSS.escape(el.id)}"]`)?.setAttribute('aria-expanded', String(open));
  }

