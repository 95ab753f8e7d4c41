  // -------------------------------------------------------------------------------------------------- status

  const idlers = []; // what waits until everything is answered
  /** Wait until everything that was sent is answered. */
  const isRunning = () => inFlight.size + queued.length > 0;
  const idle = () => (isRunning() ? new Promise(go => idlers.push(go)) : Promise.resolve());
  let slow = 0; // the timer that says that something takes its time

  /** Say to tests whether something runs, or is about to be sent as soon as keys have rested. */
  function sayState() {
    const active = isRunning() || previewing !== null || [...held.values()].some(Boolean);
    app.dataset.testScriptState = active ? 'running' : 'notRunning';
  }

  /** Say whether something runs: at once to tests, after half a second to people. */
  function busy() {
    const running = isRunning();
    noting ||= setTimeout(noteUnderWay); // what is on its way need not wait for the disk
    sayState();
    if (!running) for (const go of idlers.splice(0)) setTimeout(go); // after the answer is shown
    clearTimeout(slow);
    // what runs by itself needs no notice
    if ([...inFlight].some(submission => submission.kind !== 'rerun')) {
      slow = setTimeout(() => {
        root.setAttribute('aria-busy', 'true');
        if (!noticeStays) notice(texts.running, 'running');
        slow = setTimeout(() => {
          if (!noticeStays) notice(texts.running, 'running', [[texts.stop, stop]]);
        }, 500);
      }, 500);
    } else if (!running) {
      root.removeAttribute('aria-busy');
      if (status.dataset.frLevel === 'running') notice('');
    }
  }

  /** Ask the server to end what runs; its answer comes the usual way. */
  function stop(event) {
    const button = event.target;
    if (button.ariaDisabled) return;
    button.ariaDisabled = 'true'; // and not disabled, which would lose the focus
    for (const submission of inFlight) {
      const text = JSON.stringify({ v: +app.dataset.frProtocol, tab, id: submission.id, kind: 'stop' });
      fetch(address(), post({ kind: 'stop', id: submission.id }, text))
        .then(answer => {
          if (!answer.ok) throw answer;
        })
        .catch(() => {
          button.ariaDisabled = null;
        });
    }
  }

  let noticeStays = false; // the notice says more than that something runs
  const hasNotice = () => noticeStays;

  // Where somebody was before they came to the notice: there they are again once its buttons are gone.
  let last = null;
  app.addEventListener('focusin', event => {
    if (!status.contains(event.target)) last = event.target;
  });
  function goBack() {
    const el = last?.isConnected ? last : document.getElementById(last?.id);
    for (const to of [el, document.getElementById('fr-m-root')]) {
      to?.focus({ preventScroll: true });
      if (to?.contains(document.activeElement)) return;
    }
  }

  /** One line above the page, with what can be done about it. */
  function notice(text, level = 'info', actions = []) {
    const focused = status.contains(document.activeElement) && document.activeElement.textContent;
    status.dataset.frLevel = level;
    noticeStays = Boolean(text) && level !== 'running';
    const said = Object.assign(document.createElement('span'), { textContent: text });
    status.replaceChildren(...(text ? [said] : [])); // without one it is :empty
    for (const [label, act] of actions) {
      const link = typeof act === 'string';
      const button = document.createElement(link ? 'a' : 'button');
      button.className = `fr-button fr-button-${link ? 'primary' : 'secondary'}`;
      button.textContent = label;
      Object.assign(button, link ? { href: act, target: '_blank', rel: 'noopener' } : { type: 'button' });
      button.addEventListener('click', link ? openLogin : act);
      status.append(' ', button);
      if (focused === label) button.focus();
    }
    if (focused !== false && !status.contains(document.activeElement)) goBack();
  }

  /**
   * Whether the server answers, in Streamlit's words: browser tests wait for CONNECTED before they touch a
   * page.
   */
  const connection = state => {
    app.dataset.testConnectionState = state;
  };
  function disconnected(state, ...said) {
    connection(state);
    notice(...said);
    status.firstChild.dataset.testid = 'stConnectionStatus';
  }

