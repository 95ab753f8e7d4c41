  // --------------------------------------------------------------------------------------------- submissions

  const randomId = () =>
    [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');

  // what has the value of a field: for a select inside a component that is the component
  const stateOf = el => el.closest('[data-fr-island]') ?? el;

  /** Note what fields show when they are sent: what is typed from now on is an edit made since. */
  const markSubmitted = elements => {
    for (const el of elements.map(stateOf)) submitted.set(el, markOf(el));
  };

  /** Note what a widget outside any form shows, unless the server has been told. True if there was news. */
  function remember(name, elements) {
    const values = valuesOf(elements);
    const told = pending.get(name);
    if (told ? alike(told.values, values) : !elements.some(el => edited(stateOf(el)))) return false;
    pending.set(name, { seq: ++seq, values });
    markSubmitted(elements);
    return true;
  }

  /**
   * Make a submission of what is on the screen now: the form's fields, and every widget outside any form
   * whose value the server does not know yet. A field that someone types in goes along only if a button is
   * pressed; what the server has refused, only if that is a button outside any form.
   */
  function compose(form, trigger, inForm = new Map(), posted = {}) {
    const fields = { ...posted };
    const seqs = {};
    const page = document.getElementById('fr-page');
    const standalone = byWidget(page.elements);
    clearTimeout(tick);
    for (const [name, elements] of standalone) {
      if (!(trigger && form === page) && isRefused(name, elements)) continue;
      if ((trigger || !elements.includes(document.activeElement)) && !elements.some(errorOf)) {
        remember(name, elements);
      }
      const told = pending.get(name);
      if (told) {
        fields[name] = told.values;
        seqs[name] = told.seq;
      }
    }
    for (const elements of inForm.values()) markSubmitted(elements);
    const seen = pageShown();
    return { id: randomId(), form: form.id, trigger, kind: 'submit', fields, seqs, seen, tries: 0 };
  }

  // So many of what was only changed are under way at once: the newest ends the run of the one before it.
  const MOST_AT_ONCE = 5;
  const changes = ({ kind, form, trigger, moved }) =>
    kind === 'submit' && form === 'fr-page' && trigger === null && moved === undefined;
  /**
   * Send a submission when its turn comes. A press is seen by a run of its own: what comes after it waits
   * here, so that all come in their order, whichever process answers.
   */
  function enqueue(submission) {
    // what comes after a change that still waits has it too: many quick clicks are few runs
    if (queued.length && changes(queued.at(-1)) && changes(submission)) queued.pop();
    queued.push(submission);
    for (const other of inFlight) if (other.timer) send(other); // somebody is there: try it now
    if (parked.size) resend();
    sendQueued();
  }
  function sendQueued() {
    while (queued.length && !parked.size) {
      const before = [...inFlight].filter(other => other.kind === 'submit');
      if (before.length >= MOST_AT_ONCE || before.some(other => other.trigger && !other.yields)) return;
      send(queued.shift());
    }
    busy();
  }
  // The page is left: what waits is sent all the same.
  addEventListener('pagehide', () => {
    if (noting) noteUnderWay();
    for (const submission of queued.splice(0)) {
      fetch(address(), { ...post(submission, body(submission)), keepalive: true }).catch(() => {});
    }
  });

  const address = () => app.dataset.frUrl || path + (isAddress() ? location.search : search);

  /**
   * The element that htmx sends a request from → {submission, head, last}: what it sends, the head of the
   * newest message of the stream that answers, and the response in its last message.
   */
  const requests = new WeakMap();

  /** Send a submission; the same one again for every retry. */
  function send(submission) {
    if (!tab && submission.kind !== 'refresh') return;
    inFlight.add(submission);
    parked.delete(submission);
    clearTimeout(submission.timer);
    submission.timer = 0;
    submission.tab = tab;
    busy();
    // one element a request: they do not queue behind each other
    const source = document.createElement('div');
    source.hidden = true;
    requests.set(source, { submission, head: null, last: null });
    app.append(source);
    htmx
      .ajax('POST', address(), { source, target: '#fr-root', swap: 'innerMorph' })
      .catch(() => failed(submission))
      .finally(() => {
        source.remove();
        sendQueued(); // the answer is shown: what comes next tells the server that it is
      });
  }

  /** The name of the whole page that is shown; '' while it is a frame. */
  const pageShown = () => (frame ? '' : `${birth}-${have}`);

  const body = submission =>
    JSON.stringify({
      v: +app.dataset.frProtocol,
      tab,
      id: submission.id,
      have: previewed ? '' : pageShown(),
      seen: submission.seen,
      form: submission.form === 'fr-page' ? '' : submission.form,
      trigger: submission.trigger,
      fields: submission.fields,
      seqs: submission.seqs,
      kind: submission.kind,
      fragment: submission.fragment,
      dialogs: submission.dialogs,
      confirmed: submission.confirmed,
      moved: submission.moved,
    });

  let zone; // asked for when it is wanted: the first look at it takes a browser ten milliseconds
  const timezone = () => (zone ??= Intl.DateTimeFormat().resolvedOptions().timeZone ?? '');

  /** What fetch() is told to post a submission. */
  const post = ({ kind, id }, text) => ({
    method: 'POST',
    credentials: 'same-origin',
    headers: {
      'X-CSRFToken': csrf,
      'Content-Type': 'application/json',
      'FR-Tab': tab,
      'FR-Kind': kind,
      'FR-Id': id,
      'FR-Zone': timezone(),
    },
    body: text,
  });

  async function renewToken() {
    const fresh = await fetch(app.dataset.frTokenUrl, { credentials: 'same-origin' }).catch(() => null);
    if (fresh?.ok) csrf = await fresh.text();
  }

  /**
   * Ask for some of a field's options → {options: [[value, label]], more}; it waits for no submission.
   * `fields`: {find: [text, mode, how many come before, how many at most]}, or {name: values}.
   */
  async function askOptions(name, fields, renewed) {
    const text = JSON.stringify({
      v: +app.dataset.frProtocol,
      tab,
      kind: 'options',
      trigger: name,
      fields,
    });
    const response = await fetch(address(), post({ kind: 'options', id: '' }, text));
    if (response.status === 403 && !renewed) {
      await renewToken();
      return askOptions(name, fields, true);
    }
    if (!response.ok) throw new Error(`options: ${response.status}`);
    return response.json();
  }

  /** Submit an author's form by one of its buttons. */
  function submitForm(form, trigger, confirmed = '', pressed) {
    const chat = [...form.elements].find(el => el.dataset.frSubmits === 'enter');
    if (!trigger || (chat && isRunning() && chat.dataset.frMode !== 'submit')) return;
    const inForm = byWidget(form.elements);
    const wrong = !previews(trigger) && wrongOf(inForm);
    if (wrong) {
      show(wrong);
      return;
    }
    const button = confirmed ? null : asking(trigger, pressed);
    if (button) return ask(button, token => submitForm(form, trigger, token));
    // What stands outside of the form is no part of it: it was sent by itself, or is about to be.
    const posted = postOf(inForm);
    const sent = JSON.stringify([form.id, trigger, posted]);
    if (repeats(other => other.sent === sent)) return;
    endPreview();
    const made = compose(form, trigger, inForm, posted);
    const submission = { ...made, confirmed, sent, yields: yields(trigger) };
    if (chat) {
      // the next message may be typed at once
      const parts = [...form.elements].filter(el => isField(el) && !el.disabled).map(stateOf);
      submission.chat = parts.map(el => [el, el.value]);
      for (const el of parts) el.value = el === chat ? '' : [];
      following().forEach(toEnd);
    }
    enqueue(submission);
  }

  /** Whether a newer submission may end the run of a button. */
  const yields = trigger =>
    app.querySelector(`button[data-fr-yields][value="${CSS.escape(trigger)}"]`) !== null;

  /** Whether a button takes what is typed as it is. */
  const previews = trigger =>
    app.querySelector(`button[formnovalidate][value="${CSS.escape(trigger)}"]`) !== null;

  /**
   * A second press of the same button, nothing changed and the first not answered yet, is the same
   * submission: it is tried at once where it waits to be sent again.
   */
  function repeats(same) {
    const first = [...inFlight, ...parked, ...queued].find(same);
    if (first?.timer) send(first);
    else if (parked.has(first)) resend();
    return Boolean(first);
  }

  /** A button outside any form: every press counts, unless its author says once. */
  function press(button, confirmed = '') {
    if (!confirmed && button.dataset.frConfirm) return ask(button, token => press(button, token));
    const once = button.dataset.frSingle !== undefined;
    if (!once || !repeats(other => other.trigger === button.value)) {
      enqueue({
        ...compose(document.getElementById('fr-page'), button.value),
        confirmed,
        yields: yields(button.value),
      });
    }
  }

  let tick = 0; // the timer that sends what has changed
  // widget outside a form → the timer that takes its change as made, 0 where none does: keys still change it
  const held = new Map();
  /** A widget outside any form changed: remember it, and send what changes at once as one submission. */
  function commit(el) {
    const elements = byName(el.name);
    if (isRefused(el.name, elements) || wrongOf(byWidget(elements))) return;
    if (!remember(el.name, elements) || el.closest('[data-fr-ignore]')) return;
    clearTimeout(tick);
    tick = setTimeout(() => enqueue(compose(document.getElementById('fr-page'), null)));
  }

  /** Run the page with what it shows, though nothing was pressed. */
  const runAgain = moved => {
    if (tab) enqueue({ ...compose(document.getElementById('fr-page'), null), moved });
    else location.reload();
  };

