  // -------------------------------------------------------------------------------------------------- reload
  //
  // Which tab this is. A reload, back and forward, and a browser that comes up again keep it: its id stands
  // in the history entry. What was under way is kept beside it, and sent again with the ids it had. A new
  // entry is a new tab, and a duplicated browser tab a copy.

  const keepsTab = app.dataset.frKeeps !== undefined;
  const named = new URLSearchParams(location.search).has('fr');
  const was = keepsTab ? history.state?.formrerun : undefined;

  /** Load the page as a tab has it; with "fork", as a copy of that tab. */
  function loadTab(name) {
    const url = new URL(location);
    url.searchParams.set('fr', name);
    location.replace(url);
  }

  /** What a history entry of this page knows. */
  const entry = () => (keepsTab && tab ? { ...history.state, formrerun: tab } : history.state);

  // A record belongs to one browser tab, which holds a lock of its name. A duplicated browser tab finds it
  // locked, and is loaded again with a record of its own.
  if (tab && navigator.locks) {
    navigator.locks
      .request(`formrerun-${tab}`, { ifAvailable: true }, lock => {
        if (lock) return new Promise(() => {}); // never released: it ends with the browser tab
        return keepsTab ? loadTab(`${tab}.0.fork`) : location.reload();
      })
      .catch(() => {});
  }
  // The address loses what names a tab, and gets what the page has said of it while it was drawn.
  if (was && was !== tab && !named && !leftTab()) loadTab(`${was}.0`);
  else {
    const url = new URL(location);
    url.searchParams.delete('fr');
    if (app.dataset.frQuery !== undefined && !app.dataset.frUrl) url.search = app.dataset.frQuery;
    if (url.href !== location.href || keepsTab) history.replaceState(entry(), '', url);
    search = location.search;
  }

  // The request of a reload goes out before this page is left: it says so by a cookie, which the server heeds
  // only in a reload. It is one for all pages: of two the server would read that of the page above.
  addEventListener('beforeunload', () => {
    if (keepsTab && tab) document.cookie = `formrerun-tab=${tab}; path=/; max-age=10; samesite=lax`;
  });

  const UNDER_WAY = 'formrerun-under-way';
  let noting = 0; // the timer that notes it
  /** Note what is not answered yet: nothing of it is lost if this page is. */
  function noteUnderWay() {
    noting = 0;
    if (!keepsTab || !tab) return;
    const submissions = [...inFlight, ...parked, ...queued]
      .filter(each => each.kind === 'submit')
      .map(each => ({ ...each, timer: 0, chat: undefined }));
    try {
      if (submissions.length) sessionStorage.setItem(UNDER_WAY, JSON.stringify({ tab, submissions }));
      else sessionStorage.removeItem(UNDER_WAY);
    } catch {
      // no storage, or too much for it
    }
  }

  /** Go on with what was under way when the page was left, and run the page as a reload does. */
  function takeUp() {
    if (app.dataset.frKept === undefined || !tab) return; // to ask the storage takes time
    let left = null;
    try {
      left = JSON.parse(sessionStorage.getItem(UNDER_WAY));
    } catch {
      // no storage
    }
    for (const submission of left?.tab === tab ? left.submissions : []) {
      for (const [name, values] of Object.entries(submission.fields)) {
        fill(byName(name), values);
        markSubmitted(byName(name));
        const number = submission.seqs[name];
        if (number) pending.set(name, { seq: number, values });
        seq = Math.max(seq, number ?? 0);
      }
      enqueue(Object.assign(submission, { tries: 0 }));
    }
    rerun();
  }

