  // -------------------------------------------------------------------------------------------- what is open

  // Of an author's own <details> no revision says whose word counts: that of people, once they have clicked.
  const unfolded = new WeakSet();
  app.addEventListener('click', event => {
    const fold = event.target.closest?.('summary')?.parentElement;
    if (fold && !fold.dataset.frRev) unfolded.add(fold);
  });

  // Tabs, popovers and expanders without a key are named after their labels. One whose label is another by
  // now comes from the same line of its author: it takes its new name before the morph, and stays as it is.
  const NAMED = /^(-(w\d*|[tp]\d+|h|l))?$/; // what ids of its parts end with

  function carryOpen(targets, fragments) {
    const SITE = '[data-fr-site]';
    const all = (nodes, selector) => nodes.flatMap(node => [...node.querySelectorAll(selector)]);
    const came = all(fragments, SITE);
    const same = new Set(all(fragments, '[data-fr-same]').map(el => el.id));
    const stays = el => el && (same.has(el.id) || stays(el.parentElement));
    const gone = within(targets, SITE).filter(el => !stays(el) && !came.some(fresh => fresh.id === el.id));
    for (const fresh of came) {
      let old = document.getElementById(fresh.id);
      if (!old) {
        const at = gone.findIndex(el => el.dataset.frSite === fresh.dataset.frSite);
        if (at < 0) continue;
        [old] = gone.splice(at, 1);
        takeName(old, fresh.id.slice(0, -2));
      }
      carryTab(old, fresh);
    }
  }

  function takeName(old, name) {
    const before = old.id.slice(0, -2);
    for (const el of [old, ...old.querySelectorAll('[id]')]) {
      const rest = el.id.startsWith(before) && el.id.slice(before.length);
      if (rest !== false && NAMED.test(rest)) el.id = name + rest;
    }
  }

  /** The tab that is open is the one with its label, or else the one in its place, if all are there. */
  function carryTab(old, fresh) {
    const list = ':scope > [role=tablist]:not([data-fr-for])';
    const [ours, theirs] = [old.querySelector(list), fresh.querySelector(list)];
    if (!ours || !theirs) return;
    const [before, now] = [[...ours.children], [...theirs.children]];
    const isOpen = el => el.getAttribute('aria-selected') === 'true';
    const at = before.findIndex(isOpen);
    let to = now.findIndex(el => el.value === before[at]?.value);
    if (to < 0) to = before.length === now.length ? at : now.findIndex(isOpen);
    for (const [tabs, inside] of [
      [before, old],
      [now, fresh],
    ]) {
      for (const [place, el] of tabs.entries()) {
        el.setAttribute('aria-selected', String(place === to));
        el.toggleAttribute('tabindex', place !== to);
        if (place !== to) el.setAttribute('tabindex', '-1');
        const panel = inside.querySelector(`#${CSS.escape(fresh.id.slice(0, -2))}-p${place}`);
        if (panel) panel.hidden = place !== to;
      }
    }
  }

