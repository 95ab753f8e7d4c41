  // -------------------------------------------------------------------------------------- retries and logins

  const WAITS = [400, 800, 1600, 3200, 6400, 12800]; // between two tries, in milliseconds

  /** A submission was answered, whatever the answer. */
  const done = submission => {
    inFlight.delete(submission);
    for (const [name, number] of Object.entries(submission.seqs)) {
      if (pending.get(name)?.seq === number) pending.delete(name);
    }
    if (submission.tries) notice(''); // the one about trying again
    // no page was shown; if one is, applied() says so long before
    if (submission.over) setTimeout(submission.over, 1000, false);
    busy();
  };

  /**
   * No answer came, or the server cannot answer now: the same submission is sent again, after longer and
   * longer waits, and in the end when somebody says so.
   */
  function failed(submission, { wait = 0, most = WAITS.length, lost = texts.lost } = {}) {
    if (!inFlight.has(submission)) return;
    if (submission.kind === 'rerun') return done(submission); // who asked for it asks again
    if (submission.tries < most) {
      disconnected('PINGING_SERVER', texts.retrying, 'warning');
      submission.timer = setTimeout(
        () => send(submission),
        Math.max(wait, WAITS[submission.tries++] * (0.75 + Math.random() / 2)),
      );
    } else {
      park(submission);
      disconnected('DISCONNECTED_FOREVER', lost, 'error', [[texts.again, resend]]);
    }
  }

  /** Put a submission aside until somebody says that it may go on. */
  function park(submission) {
    inFlight.delete(submission);
    parked.add(submission);
    busy();
  }

  /** Send what was put aside, each with the id it had, before what came after it. */
  function resend() {
    notice('');
    const first = [...parked].map(each => Object.assign(each, { tries: 0, renewed: false, login: false }));
    parked.clear();
    for (const submission of first.filter(each => each.kind !== 'submit')) send(submission);
    queued.unshift(...first.filter(each => each.kind === 'submit'));
    sendQueued();
  }
  addEventListener('online', () => {
    for (const submission of inFlight) if (submission.timer) send(submission);
    if (parked.size) resend();
  });

  /** The login has ended: a panel says so, and what was to be sent goes on as soon as there is one again. */
  function askForLogin(submission, login) {
    submission.login = true;
    park(submission);
    notice(texts.login, 'warning', [...(login ? [[texts.loginLink, login]] : []), [texts.again, resend]]);
  }
  // a window of its own, so that this page keeps what was typed; it closes with the first page that is shown
  let loginWindow = null;
  function openLogin(event) {
    loginWindow = open(event.currentTarget.href, '_blank', 'popup,width=560,height=720');
    if (loginWindow) event.preventDefault();
  }
  const loggedIn = () => {
    if ([...parked].some(submission => submission.login)) resend();
  };
  addEventListener('focus', loggedIn);
  // a page that opens in another browser tab: perhaps after the login
  const others = new BroadcastChannel('formrerun');
  others.onmessage = loggedIn;
  others.postMessage('opened');

