  // ---------------------------------------------------------------------------------------------- every page

  /** After every page and frame, in the parts of the page that it changed: what only a script can do. */
  function shown({ detail }) {
    const parts = detail ?? [app];
    const each = (selector, act) => within(parts, selector).forEach(el => act(el));
    lazily(parts);
    layOut(parts);
    showDialogs();
    const sliders = within(parts, '.fr-slider');
    paint(sliders);
    for (const group of sliders.filter(one => !watchedSliders.has(one))) {
      watchedSliders.add(group);
      sized.observe(group);
    }
    each('.fr-popover-body', popover);
    sidebar();
    each('.fr-menu-more', rename);
    each('[data-fr-clears]', offerClear);
    notes();
    outline();
    each('[data-fr-clock]', el => clocks.set(el, clocks.get(el) ?? performance.now()));
    countSeconds();
    // without a script
    each(':is([data-fr-copy],[data-fr-reveal],[data-fr-close])[hidden]', button => {
      button.hidden = false;
    });
    if (document.activeElement && isField(document.activeElement)) hint(document.activeElement);
    tip?.setAttribute('data-testid', 'stTooltipContent');
  }

  /**
   * Lay out what the styles leave out of a long page until one scrolls there, when there is time: what looks at each
   * of a thousand fields, as password managers and tests do, would make the browser do that a thousand times.
   */
  function layOut(parts) {
    const left = window.requestIdleCallback ? within(parts, '.stElementContainer:nth-child(n+41) > *') : [];
    if (!left.length) return;
    const some = () => {
      for (const el of left.splice(0, 100)) el.style.contentVisibility = 'visible';
      if (left.length) requestIdleCallback(some);
    };
    if (document.readyState === 'complete') requestIdleCallback(some);
    else addEventListener('load', () => requestIdleCallback(some), { once: true });
  }

  /** Let no level be left out between one heading that is seen and the next: authors choose them by size. */
  function outline() {
    const above = app.querySelector('h1') ? [] : [[1, 1]]; // else the page has one that is only heard
    for (const el of app.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
      if (!el.checkVisibility()) continue;
      const own = +el.tagName[1];
      while (above.length && above.at(-1)[0] >= own) above.pop();
      const level = above.length ? above.at(-1)[1] + 1 : own;
      if (level !== own) el.setAttribute('aria-level', level);
      else el.removeAttribute('aria-level');
      above.push([own, level]);
    }
  }

  const small = matchMedia('(max-width: 48rem)');
  /** Fold the sidebar on a small screen, and open it where there is room again, unless the page says how it wants it. */
  const foldAway = () => {
    const fold = document.querySelector('#fr-sidebar[data-fr-rev="auto"]');
    if (fold) fold.open = !small.matches;
  };
  small.addEventListener('change', foldAway);
  if (small.matches) foldAway();
  Object.assign(app.formrerun, { addScript, addStyle, file, FORMATS, keyOf, libs: {}, printf });
  app.addEventListener('formrerun:shown', shown);
  shown({});
})();
