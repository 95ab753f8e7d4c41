  // ---------------------------------------------------------------------------------------------- navigation

  // A link to another page takes session_state along: it names the tab that it leaves.
  addEventListener('click', event => {
    const link = event.target.closest?.('a[data-fr-page]');
    if (
      !link ||
      !tab ||
      !app.contains(link) ||
      event.defaultPrevented ||
      event.button ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    const url = new URL(link.href);
    const until = performance.now() + 3000;
    if (url.pathname === location.pathname && url.search === location.search) {
      runAgain();
      return;
    }
    url.searchParams.set('fr', `${tab}.${have}`);
    const go = () => (inFlight.size && performance.now() < until ? setTimeout(go, 20) : location.assign(url));
    setTimeout(go); // what was just typed is on its way by then
  });

  // Back and forward lead to a page as it was; what session_state holds by now stands in the tab that was
  // left.
  const LEFT = 'formrerun-left';
  addEventListener('pagehide', () => {
    if (tab && app.querySelector('a[data-fr-page]'))
      try {
        sessionStorage.setItem(LEFT, `${tab}.${have}`);
      } catch {
        /* no storage */
      }
  });
  function returned() {
    let left = null;
    try {
      left = sessionStorage.getItem(LEFT);
    } catch {
      /* no storage */
    }
    if (!left || left.split('.')[0] === tab || !app.querySelector('a[data-fr-page]')) return false;
    const url = new URL(location);
    url.searchParams.set('fr', left);
    location.replace(url);
    return true;
  }

  addEventListener('pageshow', event => {
    const back = event.persisted || performance.getEntriesByType('navigation')[0]?.type === 'back_forward';
    if (!(back && returned()) && event.persisted && tab) refresh();
  });
  addEventListener('popstate', () => {
    // back and forward over query parameters: the page runs with the address it has now
    if (!tab || location.search === search) return;
    search = location.search;
    runAgain();
  });

