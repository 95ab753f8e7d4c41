  // ---------------------------------------------------------------------------------------------- over the page

  const shownOnce = new Set();  // a repeated answer brings a toast again; people have seen it

  /** Begin what stands over the page for a while. */
  function notes() {
    for (const note of app.querySelectorAll('#fr-messages [data-fr-once]')) {
      if (note.frBegun) continue;
      if (shownOnce.has(note.dataset.frOnce)) { note.remove(); continue; }
      shownOnce.add(note.dataset.frOnce);
      note.frBegun = true;
      const item = note.firstElementChild, seconds = item.matches('.fr-fly') ? 8 : +item.dataset.frSeconds;
      if (!seconds) continue;
      let timer = 0;
      const run = () => { timer = setTimeout(() => note.remove(), 1000 * seconds); };
      for (const type of ['pointerenter', 'focusin']) note.addEventListener(type, () => clearTimeout(timer));  // being read
      for (const type of ['pointerleave', 'focusout']) note.addEventListener(type, run);
      run();
    }
  }

  let counting = 0;
  /** Count the seconds beside a spinner. */
  function countSeconds() {
    let running = false;
    for (const el of app.querySelectorAll('[data-fr-clock]')) {
      el.frSince ??= performance.now();
      const text = say(el.dataset.frClock, { value: ((performance.now() - el.frSince) / 1000).toFixed(1) });
      if (el.textContent !== text) el.textContent = text;
      running = true;
    }
    clearTimeout(counting);
    if (running) counting = setTimeout(countSeconds, 100);
  }

  // Help is shown by the style sheet, so it needs no script. Here Escape closes it, and what is shown has Streamlit's name.
  let tip = null, closed = null;
  const tipOf = el => {
    const owner = el?.closest?.('.fr-help, .fr-tip, .fr-button, .fr-page-link'), found = owner?.matches('.fr-help') ? owner.lastElementChild : owner?.matches('.fr-tip') ? owner : owner?.nextElementSibling;
    return found?.matches('.fr-tip') ? found : null;
  };
  function help(target) {
    const next = tipOf(target) ?? (document.activeElement.matches(':focus-visible') ? tipOf(document.activeElement) : null);
    if (next !== closed) { closed?.removeAttribute('data-fr-closed'); closed = null; }
    tip?.removeAttribute('data-testid');
    tip = next === closed ? null : next;
    tip?.setAttribute('data-testid', 'stTooltipContent');
  }
  for (const type of ['pointerover', 'focusin', 'focusout']) app.addEventListener(type, event => help(type === 'focusout' ? null : event.target));
  app.addEventListener('pointerleave', () => help(null));
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !tip) return;
    closed = tip;
    closed.setAttribute('data-fr-closed', '');
    help(closed.previousElementSibling);
  });

