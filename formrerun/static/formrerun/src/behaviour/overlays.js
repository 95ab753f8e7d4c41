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
  const since = new WeakMap(); // clock → when it was first seen
  /** Count the seconds beside a spinner. */
  function countSeconds() {
    let running = false;
    for (const el of app.querySelectorAll('[data-fr-clock]')) {
      if (!since.has(el)) since.set(el, performance.now());
      const text = format(el.dataset.frClock, {
        value: ((performance.now() - since.get(el)) / 1000).toFixed(1).replace('.', texts.decimal),
      });
      if (el.textContent !== text) el.textContent = text;
      running = true;
    }
    clearTimeout(counting);
    if (running) counting = setTimeout(countSeconds, 100);
  }

