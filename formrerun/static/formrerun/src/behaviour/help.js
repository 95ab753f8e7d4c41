  // ---------------------------------------------------------------------------------------------------- help

  // Help is shown by the style sheet, so it needs no script. Here Escape closes it, and what is shown has
  // Streamlit's name.
  let tip = null; // what is shown
  let closed = null; // what Escape has closed
  function tipOf(el) {
    const owner = el?.closest?.('.fr-help, .fr-tip, .fr-button, .fr-page-link');
    let found = owner?.nextElementSibling;
    if (owner?.matches('.fr-help')) found = owner.lastElementChild;
    else if (owner?.matches('.fr-tip')) found = owner;
    return found?.matches('.fr-tip') ? found : null;
  }

  function help(target) {
    const next =
      tipOf(target) ??
      (document.activeElement.matches(':focus-visible') ? tipOf(document.activeElement) : null);
    if (next !== closed) {
      closed?.removeAttribute('data-fr-closed');
      closed = null;
    }
    tip?.removeAttribute('data-testid');
    tip = next === closed ? null : next;
    tip?.setAttribute('data-testid', 'stTooltipContent');
  }
  for (const type of ['pointerover', 'focusin', 'focusout']) {
    app.addEventListener(type, event => help(type === 'focusout' ? null : event.target));
  }
  app.addEventListener('pointerleave', () => help(null));
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !tip) return;
    closed = tip;
    closed.setAttribute('data-fr-closed', '');
    help(closed.previousElementSibling);
  });

