  // ---------------------------------------------------------------------------------------------- navigation

  // A link to another page takes session_state along: it names the tab that it leaves.
  addEventListener('click', event => {
    const link = event.target.closest?.('a[data-fr-page]');
    if (!link || !tab || !app.contains(link) || event.defaultPrevented) return;
    // for another browser tab or window, or a download
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const url = new URL(link.href);
    const until = performance.now() + 3000;
    if (url.pathname === location.pathname && url.search === location.search) {
      runAgain();
      return;
    }
    url.searchParams.set('fr', `${tab}.${have}`);
    const go = () => {
      if (isRunning() && performance.now() < until) setTimeout(go, 20);
      else location.assign(url);
    };
    setTimeout(go); // what was just typed is on its way by then
  });

  // Back and forward lead to a page as it was; what session_state holds by now, the page that was left knows.
  const LEFT = 'formrerun-left';
  addEventListener('pagehide', () => {
    if (tab && app.querySelector('a[data-fr-page]')) {
      try {
        sessionStorage.setItem(LEFT, `${tab}.${have}`);
      } catch {
        // no storage
      }
    }
  });
  /** The tab of the page that was left, where back and forward have led to another one; null elsewhere. */
  function leftTab(back = performance.getEntriesByType('navigation')[0]?.type === 'back_forward') {
    if (!back || !app.querySelector('a[data-fr-page]')) return null;
    try {
      const left = sessionStorage.getItem(LEFT);
      return left && left.split('.')[0] !== tab ? left : null;
    } catch {
      return null; // no storage
    }
  }
  addEventListener('pageshow', event => {
    const left = leftTab(event.persisted || undefined);
    if (left) loadTab(left);
    else if (event.persisted && tab) refresh();
  });
  // Back and forward over query parameters: the page runs with the address it has now.
  addEventListener('popstate', () => {
    if (!tab || !isAddress() || location.search === search) return;
    search = location.search;
    // whoever has gone on is not taken back by the answer to what was asked for before
    for (const submission of inFlight) submission.left = true;
    runAgain(true);
  });

