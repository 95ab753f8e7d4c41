  // ---------------------------------------------------------------------------------------------- every page

  /** After every page and frame: what only a script can do. */
  function shown() {
    if (!hasNotice()) offerDrafts();
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
    countSeconds();
    // without a script
    const dead = '[data-fr-copy][hidden],[data-fr-reveal][hidden],[data-fr-close][hidden]';
    for (const button of app.querySelectorAll(dead)) button.hidden = false;
    if (document.activeElement && isField(document.activeElement)) hint(document.activeElement);
    tip?.setAttribute('data-testid', 'stTooltipContent');
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
