  // ------------------------------------------------------------------------------- over the page for a while

  const shownOnce = new Set(); // names of toasts: a repeated answer brings one again that people have seen
  const begun = new WeakSet(); // notes on the screen whose time runs

  /** Let the time run of notes that have come, such as toasts. */
  function notes() {
    for (const note of app.querySelectorAll('#fr-messages [data-fr-once]')) {
      if (begun.has(note)) continue;
      if (shownOnce.has(note.dataset.frOnce)) {
        note.remove();
        continue;
      }
      shownOnce.add(note.dataset.frOnce);
      begun.add(note);
      const item = note.firstElementChild;
      const seconds = item.matches('.fr-fly') ? 8 : +item.dataset.frSeconds;
      if (!seconds) continue;
      let timer = 0;
      const run = () => {
        timer = setTimeout(() => note.remove(), 1000 * seconds);
      };
      // its time stands still while it is read
      for (const type of ['pointerenter', 'focusin']) note.addEventListener(type, () => clearTimeout(timer));
      for (const type of ['pointerleave', 'focusout']) note.addEventListener(type, run);
      run();
    }
  }

  let counting = 0; // the timer of the next count
  const clocks = new Map(); // beside a spinner → when it was first seen
  /** Count the seconds beside a spinner. */
  function countSeconds() {
    for (const [el, since] of clocks) {
      if (!el.isConnected) {
        clocks.delete(el);
        continue;
      }
      const text = format(el.dataset.frClock, {
        value: ((performance.now() - since) / 1000).toFixed(1).replace('.', texts.decimal),
      });
      if (el.textContent !== text) el.textContent = text;
    }
    clearTimeout(counting);
    if (clocks.size) counting = setTimeout(countSeconds, 100);
  }

