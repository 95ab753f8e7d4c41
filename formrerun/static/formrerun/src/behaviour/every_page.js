  // ---------------------------------------------------------------------------------------------- every page

  /** After every page and frame: what only a script can do. */
  function shown() {
    lazily();
    showDialogs();
    for (const group of app.querySelectorAll('.fr-slider')) {
      paint(group);
      if (watchedSliders.has(group)) continue;
      watchedSliders.add(group);
      sized.observe(group);
    }
    popovers();
    sidebar();
    for (const el of app.querySelectorAll('.fr-menu-more')) rename(el);
    for (const el of app.querySelectorAll('[data-fr-clears]')) offerClear(el);
    notes();
    outline();
    countSeconds();
    // without a script
    const dead = '[data-fr-copy][hidden],[data-fr-reveal][hidden],[data-fr-close][hidden]';
    for (const button of app.querySelectorAll(dead)) button.hidden = false;
    if (document.activeElement && isField(document.activeElement)) hint(document.activeElement);
    tip?.setAttribute('data-testid', 'stTooltipContent');
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
  /** Fold the sidebar on a small screen, unless the page says how it wants it. */
  const foldAway = () => {
    const fold = document.querySelector('#fr-sidebar[data-fr-rev="auto"]');
    if (fold && small.matches) fold.open = false;
  };
  small.addEventListener('change', foldAway);
  foldAway();
  Object.assign(app.formrerun, { addScript, addStyle, file, FORMATS, keyOf, libs: {}, printf });
  app.addEventListener('formrerun:shown', shown);
  shown();
})();
