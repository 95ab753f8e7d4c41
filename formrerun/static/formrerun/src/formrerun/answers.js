  // ---------------------------------------------------------------------------------------------------- answers

  const done = submission => {
    flying.delete(submission);
    for (const [name, number] of Object.entries(submission.seqs)) if (pending.get(name)?.seq === number) pending.delete(name);
    if (submission.tries) notice('');  // the one about trying again
    if (submission.over) setTimeout(submission.over, 1000, false);  // unless it is applied, which comes at once
    busy();
  };

  /** Whether the server answers, in Streamlit's words: browser tests wait for CONNECTED before they touch a page. */
  const connection = state => { app.dataset.testConnectionState = state; };
  function disconnected(state, ...said) {
    connection(state);
    notice(...said);
    status.firstChild.dataset.testid = 'stConnectionStatus';
  }

  /** No answer came, or the server cannot answer now: the same submission again, later and later, then by hand. */
  function failed(submission, { wait = 0, most = WAITS.length, lost = T.lost } = {}) {
    if (!flying.has(submission)) return;
    if (submission.kind === 'rerun') return done(submission);  // who asked for it asks again
    if (submission.tries < most) {
      disconnected('PINGING_SERVER', T.retrying, 'warning');
      submission.timer = setTimeout(() => send(submission), Math.max(wait, WAITS[submission.tries++] * (0.75 + Math.random() / 2)));
    } else {
      put(submission);
      disconnected('DISCONNECTED_FOREVER', lost, 'error', [[T.again, resend]]);
    }
  }

  /** Put a submission aside until somebody says that it may go on. */
  function put(submission) {
    flying.delete(submission);
    unsent.add(submission);
    busy();
  }

  /** Send what was put aside, each with the id it had. */
  function resend() {
    notice('');
    for (const submission of [...unsent]) send(Object.assign(submission, { tries: 0, renewed: false, login: false }));
  }
  addEventListener('online', () => {
    for (const submission of flying) if (submission.timer) send(submission);
    if (unsent.size) resend();
  });

  /** The login has ended: a panel says so, and what was to be sent goes on as soon as there is one again. */
  function ask(submission, login) {
    submission.login = true;
    put(submission);
    notice(T.login, 'warning', [...(login ? [[T.loginLink, login]] : []), [T.again, resend]]);
  }
  let loginWindow = null;  // beside the page, so that nothing of it is left; it closes with the first page that is shown
  function openLogin(event) {
    loginWindow = open(event.currentTarget.href, '_blank', 'popup,width=560,height=720');
    if (loginWindow) event.preventDefault();
  }
  const loggedIn = () => { if ([...unsent].some(submission => submission.login)) resend(); };
  addEventListener('focus', loggedIn);
  const others = new BroadcastChannel('formrerun');  // a page that opens in another browser tab: perhaps after the login
  others.onmessage = loggedIn;
  others.postMessage('opened');

  /** Look at an answer's status and headers; true if its body is a page to swap. */
  function receive(submission, response) {
    if (response.headers.has('FR-Interrupted')) { done(submission); return false; }  // the newer submission draws the page
    const page = response.headers.get('FR-Run');
    if (response.redirected || (response.ok && !page)) { ask(submission, response.redirected && response.url); return false; }
    if (page) return true;
    refused(submission, response);
    return false;
  }

  async function refused(submission, response) {
    const answer = response.headers.get('Content-Type')?.includes('json') ? await response.json().catch(() => ({})) : {};
    if ([429, 502, 503, 504].includes(response.status)) return failed(submission, { wait: 1000 * response.headers.get('Retry-After') || 0 });
    // An error page is not ours: what became of the submission only its id can tell, so that goes along once more.
    if (response.status >= 500 && !answer.message) return failed(submission, { most: 2, lost: T.refused });
    if (response.status === 403 && !submission.renewed) {  // the CSRF token was rotated, as a login in another tab does
      submission.renewed = true;
      const fresh = await fetch(app.dataset.frTokenUrl, { credentials: 'same-origin' }).catch(() => null);
      if (fresh?.ok) csrf = await fresh.text();
      return send(submission);
    }
    if (response.status === 401 || response.status === 403) return ask(submission, answer.login);
    if (response.status === 404 && !await resume(submission)) return;
    if (submission.chat?.[0].value === '') submission.chat[0].value = submission.chat[1];
    done(submission);
    if (response.status === 422) {
      for (const [name, text] of Object.entries(answer.errors ?? {})) complain(name, text);
      notice(T.check, 'error');
    } else if (response.status !== 404) notice(answer.message || T.refused, 'error');
    if (picture) refresh();  // what was shown meanwhile has not happened
  }

  /**
   * The record is gone: load the page anew around what is typed, and tell it what stands outside of forms. False if the
   * submission waits for something else.
   */
  async function resume(submission) {
    if (submission.tab !== tab) return true;  // another answer has said so already
    if (submission.note) {  // the fresh record is gone at once: this browser keeps no cookies
      notice(T.login, 'warning', [[T.again, () => location.reload()]]);
      return true;
    }
    const response = await fetch(location.href, { credentials: 'same-origin', headers: { Accept: 'text/html' } }).catch(() => null);
    const page = response?.ok && new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('fr-app');
    if (!response || response.status >= 500) { failed(submission); return false; }
    if (!page) { ask(submission, response.redirected && response.url); return false; }
    tab = page.dataset.frTab;
    csrf = page.dataset.frCsrf;
    foreign = true;
    try {
      await htmx.swap({ text: page.querySelector('#fr-root').innerHTML, target: root, swap: 'innerMorph', sourceElement: root });
    } finally {
      foreign = false;
    }
    [birth, have] = split(page.dataset.frMark);
    newest = have;
    const untold = [...pending.keys()];
    pending.clear();
    for (const name of untold) remember(name, byName(name));
    settled();
    notice(T.expired, 'warning');
    const rest = compose(document.getElementById('fr-page'), null);
    if (pending.size) send({ ...rest, note: T.expired });
    return true;
  }

  const refresh = () => send({ id: '', form: '', trigger: null, kind: 'refresh', fields: {}, seqs: {}, tries: 0 });

  /**
   * Run the page, or one fragment of it, again as it is: nothing is sent and nothing that goes on is disturbed. Calls
   * that come before it begins are one. Once a page is shown that was run after this was called it gives "fine", or
   * "failed" if that raised an exception, which is shown; false if there is none.
   */
  const again = new Map();
  function rerun(fragment = '') {
    if (!again.has(fragment)) again.set(fragment, idle().then(() => {
      again.delete(fragment);
      return new Promise(over => send({ id: randomId(), form: '', trigger: null, kind: 'rerun', fragment, fields: {}, seqs: {}, tries: 0, over }));
    }));
    return again.get(fragment);
  }

  // Fragments that run by themselves: while somebody can see them, and less often while that fails.
  const wound = new Map();  // fragment → how often in a row it failed
  function wind() {
    for (const el of root.querySelectorAll('[data-fr-every]')) {
      const name = el.dataset.frFragment;
      if (wound.has(name)) continue;
      wound.set(name, 0);
      const tick = () => setTimeout(async () => {
        if (document.hidden) await new Promise(shown => document.addEventListener('visibilitychange', shown, { once: true }));
        const here = root.querySelector(`[data-fr-every][data-fr-fragment="${CSS.escape(name)}"]`);
        if (!here) { wound.delete(name); return; }
        wound.set(name, await rerun(name) === 'fine' ? 0 : Math.min(wound.get(name) + 1, 6));
        tick();
      }, +(root.querySelector(`[data-fr-fragment="${CSS.escape(name)}"]`)?.dataset.frEvery ?? 0) * 2 ** wound.get(name));
      tick();
    }
  }

  /** Decide whether an answer may be swapped in. */
  function admit(headers) {
    const [itsBirth, run] = split(headers.get('FR-Run'));
    if (itsBirth === birth && run < newest) return false;  // an older answer, overtaken by a newer one
    if (composing && !Element.prototype.moveBefore) { missed = true; return false; }  // any move would end the composition
    const base = headers.get('FR-Base');
    if (base && base !== shown()) { refresh(); return false; }  // a difference to another page than is shown
    foreign = itsBirth !== birth;
    return true;
  }

  const shown = () => picture || `${birth}-${have}`;

  /** Whether a picture of a run that is going on may be swapped in: it is the difference to what it names. */
  const fits = head => !(composing && !Element.prototype.moveBefore) && (!head.base || head.base === shown());

  /** A picture was applied: what the run has not drawn yet stays from the page before, and says so. */
  function pictured(head) {
    picture = head.picture;
    fade(head.stale);
    settled();
  }
  function fade(ids) {
    const old = new Set(ids);
    for (const el of root.querySelectorAll('[data-stale]')) if (!old.has(el.id)) el.removeAttribute('data-stale');
    for (const id of ids) document.getElementById(id)?.setAttribute('data-stale', 'true');
  }

  /** A page was applied. */
  function applied(headers, submission) {
    [birth, have] = split(headers.get('FR-Run'));
    picture = '';
    fade([]);
    newest = have;
    foreign = false;
    loginWindow?.close();
    loginWindow = null;
    const message = headers.get('FR-Message');
    if (message || submission.note) notice(message ? decodeURIComponent(message) : submission.note, 'warning');
    else if (headers.has('FR-Reload')) notice(T.reload, 'info', [[T.reloadNow, () => location.reload()]]);
    else if (status.frHeld && !submission.over && submission.kind !== 'refresh') notice('');
    submission.over?.(headers.has('FR-Failed') ? 'failed' : 'fine');
    const icon = headers.get('FR-Icon');  // of a page inside another's template the icon is not ours to change
    if (icon && !app.dataset.frUrl) document.querySelector("link[rel='shortcut icon']")?.setAttribute('href', icon);
    const query = headers.get('FR-Query');
    if (query !== null && !app.dataset.frUrl && query !== location.search.replace(/^\?/, '')) history.pushState(null, '', query ? `?${query}` : location.pathname);
    search = location.search;
    announce('applied', { form: message ? '' : submission.form });
    settled();
    const elsewhere = headers.get('FR-Location');
    if (elsewhere) location.assign(elsewhere);
  }

  /** Say on `app` what has happened: behaviour.js listens. */
  const announce = (name, detail) => app.dispatchEvent(new CustomEvent(`formrerun:${name}`, { detail }));

  /** After every page and picture. */
  function settled() {
    wind();
    announce('shown');
  }

  const isPicture = source => source.frHead && !source.frLast;
  const headersOf = (source, ctx) => source.frLast?.headers ?? ctx.response.headers;
  const deny = () => { throw new Error('formrerun: eval is off'); };
  htmx.config.morphSkipChildren = '[data-fr-island]';
  htmx.config.morphIgnore = ['data-htmx-powered', 'style'];
  htmx.registerExtension('formrerun', {
    init: api => api.initSecurity(null, deny, deny),
    htmx_config_request: (source, { ctx }) => {
      if (!source.frSubmission) return;
      const { kind, id, trigger } = source.frSubmission;
      Object.assign(ctx.request.headers, { 'X-CSRFToken': csrf, 'Content-Type': 'application/json', 'FR-Tab': tab, 'FR-Kind': kind, 'FR-Id': id, 'FR-Trigger': trigger ?? '' });
      ctx.request.validate = false;
    },
    htmx_before_request: (source, { ctx }) => { if (source.frSubmission) ctx.request.body = body(source.frSubmission); },
    htmx_before_response: (source, { ctx }) => {
      if (!source.frSubmission) return true;
      connection('CONNECTED');
      return ctx.response.raw.headers.get('Content-Type') === 'text/event-stream' || receive(source.frSubmission, ctx.response.raw);
    },
    // A run that takes its time answers in pictures; the last message is the answer it would have given at once.
    htmx_sse_before_message: (source, { message }) => {
      if (!source.frSubmission || message.event) return true;
      const { last } = source.frHead;
      if (!last) return fits(source.frHead);
      source.frLast = new Response(last.status === 204 ? null : message.data, last);
      return receive(source.frSubmission, source.frLast);
    },
    htmx_sse_close: source => { if (source.frSubmission && !source.frLast) failed(source.frSubmission); },
    htmx_before_swap: (source, { ctx, tasks }) => {
      if (source.frSubmission && !isPicture(source)) {
        done(source.frSubmission);
        if (!admit(headersOf(source, ctx))) return false;
      }
      snapshot(tasks.map(task => task.target).filter(Boolean), tasks.map(task => task.fragment));
      morphing = true;
      return true;
    },
    htmx_before_morph_node: (el, { oldNode, newNode }) => beforeNode(oldNode, newNode),
    // A text field's value is written by flush() or not at all: htmx would empty a number field that says "1e".
    htmx_before_morph_attr: (el, { attrName }) => attrName !== 'value' || !snap?.live.has(el) || ![KIND.text, KIND.place].includes(kindOf(el)),
    htmx_before_settle: flush,
    htmx_after_swap: (source, { ctx }) => {
      if (!source.frSubmission) return;
      isPicture(source) ? pictured(source.frHead) : applied(headersOf(source, ctx), source.frSubmission);
    },
    htmx_finally_swap: () => { morphing = false; snap?.hold(); snap = null; },
    htmx_error: source => { if (source.frSubmission) failed(source.frSubmission); },
  });

