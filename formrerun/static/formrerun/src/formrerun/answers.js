  // ------------------------------------------------------------------------------------------------- answers

  /** Look at an answer's status and headers; true if its body is a page to swap. */
  function receive(submission, response) {
    if (response.headers.has('FR-Interrupted')) {
      done(submission); // the newer submission draws the page
      return false;
    }
    if (response.headers.has('FR-Held')) {
      done(submission);
      submission.over?.('held');
      if (frame) refresh(); // what was shown meanwhile has not happened
      return false;
    }
    const page = response.headers.get('FR-Run');
    if (response.redirected || (response.ok && !page)) {
      askForLogin(submission, response.redirected && response.url);
      return false;
    }
    if (page) return true;
    refused(submission, response);
    return false;
  }

  async function refused(submission, response) {
    const answer = response.headers.get('Content-Type')?.includes('json')
      ? await response.json().catch(() => ({}))
      : {};
    if ([429, 502, 503, 504].includes(response.status)) {
      return failed(submission, { wait: 1000 * response.headers.get('Retry-After') || 0 });
    }
    // Somebody else's error page: only the submission's id can tell what became of it, so it is sent again.
    if (response.status >= 500 && !answer.message) {
      return failed(submission, { most: 2, lost: texts.refused });
    }
    if (response.status === 403 && !submission.renewed && (answer.csrf || !answer.message)) {
      // the CSRF token was rotated, as a login in another tab does
      submission.renewed = true;
      await renewToken();
      return send(submission);
    }
    if (response.status === 401) return askForLogin(submission, answer.login);
    if (response.status === 404 && !(await resume(submission))) return;
    for (const [el, value] of submission.chat ?? []) if (!el.value.length) el.value = value;
    done(submission);
    sendQueued();
    if (response.status === 422) {
      for (const [name, text] of Object.entries(answer.errors ?? {})) showError(name, text, true);
      const shown = byWidget(app.querySelectorAll('[name]'));
      const wrong = [...shown].filter(([name]) => answer.errors?.[name]);
      const first = wrong[0]?.[1][0];
      if (first && submission.trigger !== null && !typesOn()) show(first);
      const links = wrong.map(([, [el]]) => [labelOf(el), () => show(el)]);
      notice(answer.message || texts.check, 'error', links.length > 1 ? links : []);
      // what came along and is right is sent without what is wrong
      for (const name of submission.trigger ? [] : Object.keys(submission.seqs)) {
        if (!answer.errors?.[name] && byName(name)[0]) commit(byName(name)[0]);
      }
      if (Object.keys(answer.errors ?? {}).some(name => !byName(name).length)) refresh(); // it is new there
    } else if (response.status !== 404) notice(answer.message || texts.refused, 'error');
    if (frame) refresh(); // what was shown meanwhile has not happened
  }

  /** Whether somebody has typed on where the focus is since that was sent. */
  function typesOn() {
    const here = stateOf(document.activeElement);
    return submitted.has(here) && submitted.get(here) !== markOf(here);
  }

  /**
   * The record is gone: load the page anew around what is typed, and tell it what stands outside of forms.
   * False if the submission waits for something else.
   */
  async function resume(submission) {
    if (submission.tab !== tab) return true; // another answer has said so already
    if (submission.note) {
      // the fresh record is gone at once: this browser keeps no cookies
      notice(texts.login, 'warning', [[texts.again, () => location.reload()]]);
      return true;
    }
    const response = await fetch(app.dataset.frUrl ? location.href : address(), {
      credentials: 'same-origin',
      headers: { Accept: 'text/html' },
    }).catch(() => null);
    const page =
      response?.ok &&
      new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('fr-app');
    if (!response || response.status >= 500) {
      failed(submission);
      return false;
    }
    if (!page) {
      askForLogin(submission, response.redirected && response.url);
      return false;
    }
    tab = page.dataset.frTab;
    history.replaceState(entry(), '');
    csrf = page.dataset.frCsrf;
    foreign = true;
    try {
      await htmx.swap({
        text: page.querySelector('#fr-root').innerHTML,
        target: root,
        swap: 'innerMorph',
        sourceElement: root,
      });
    } finally {
      foreign = false;
    }
    [birth, have] = split(page.dataset.frMark);
    newest = have;
    const untold = [...pending.keys()];
    pending.clear();
    for (const name of untold) remember(name, byName(name));
    settled();
    notice(texts.expired, 'warning');
    const rest = compose(document.getElementById('fr-page'), null);
    if (pending.size) send({ ...rest, note: texts.expired });
    return true;
  }

  /** A submission that brings nothing and only asks for a page. */
  const bare = (kind, id) => ({ id, form: '', trigger: null, kind, fields: {}, seqs: {}, tries: 0 });

  const refresh = () => send(bare('refresh', ''));

  /** Decide whether an answer may be swapped in. */
  function mayApply(headers) {
    const [itsBirth, run] = split(headers.get('FR-Run'));
    if (itsBirth === birth && run < newest) return false; // an older answer, overtaken by a newer one
    if (composing && !Element.prototype.moveBefore) {
      missed = true; // any move would end the composition
      return false;
    }
    const base = headers.get('FR-Base');
    if (base && base !== shown()) {
      refresh(); // what came is the difference to another page than is shown
      return false;
    }
    foreign = itsBirth !== birth;
    return true;
  }

  /** The name of what is shown: differences name the one that they build on. */
  const shown = () => frame || `${birth}-${have}`;

  /** Whether a frame of a run that is going on may be swapped in: it builds on what its base names. */
  const frameFits = head =>
    !(composing && !Element.prototype.moveBefore) && (!head.base || head.base === shown());

  /** A frame was applied: what the run has not drawn yet stays from the page before, and is marked. */
  function frameApplied(head) {
    frame = head.picture;
    markStale(head.stale);
    settled();
  }
  function markStale(ids) {
    const old = new Set(ids);
    for (const el of root.querySelectorAll('[data-stale]')) {
      if (!old.has(el.id)) el.removeAttribute('data-stale');
    }
    for (const id of ids) document.getElementById(id)?.setAttribute('data-stale', 'true');
  }

  function showIcon(address) {
    document.querySelector("link[rel='shortcut icon']")?.setAttribute('href', address);
  }

  /** A page was applied. */
  function applied(headers, submission) {
    [birth, have] = split(headers.get('FR-Run'));
    if (frame) markStale([]);
    frame = '';
    newest = have;
    foreign = previewed = false;
    loginWindow?.close();
    loginWindow = null;
    const message = headers.get('FR-Message');
    if (message || submission.note) {
      notice(message ? decodeURIComponent(message) : submission.note, 'warning');
    } else if (headers.has('FR-Reload')) {
      notice(texts.reload, 'info', [[texts.reloadNow, () => location.reload()]]);
    } else if (noticeStays && !submission.over && submission.kind !== 'refresh') notice('');
    submission.over?.(headers.has('FR-Failed') ? 'failed' : 'fine');
    const icon = headers.get('FR-Icon'); // of a page inside another's template the icon is not ours to change
    if (icon && !app.dataset.frUrl) showIcon(icon);
    const query = headers.get('FR-Query');
    if (query !== null && !submission.left && isAddress() && query !== location.search.replace(/^\?/, '')) {
      history.pushState(entry(), '', query ? `?${query}` : path);
    }
    if (isAddress()) search = location.search;
    const [wanted] = within(partsShown(), `[data-fr-focus="${have}"]`);
    if (wanted && !typesOn()) show(wanted);
    announce('applied', { form: message ? '' : submission.form });
    settled();
    const elsewhere = headers.get('FR-Location');
    if (elsewhere) location.assign(elsewhere);
  }

  /** Say on `app` what has happened: behaviour.js listens. */
  const announce = (name, detail) => app.dispatchEvent(new CustomEvent(`formrerun:${name}`, { detail }));

  /** The parts of the page that an answer has changed: others are as they were, however many they are. */
  const partsShown = () => {
    const parts = [...changed];
    return parts.length && parts.every(el => el.isConnected) ? parts : [app];
  };

  /** Called after every page and frame. */
  function settled() {
    const parts = partsShown();
    changed.clear();
    judgeAgain(parts);
    startTimers(parts);
    announce('shown', parts);
  }

