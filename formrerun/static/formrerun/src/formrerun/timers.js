  // ---------------------------------------------------------------------------- runs that no person asks for

  const again = new Map(); // fragment → the result of its rerun that has not begun

  /**
   * Run the page, or one fragment of it, again as it is: nothing is sent and nothing that goes on is
   * disturbed. Calls that come before it begins are one. Gives "fine" once a page is shown that was run after
   * this was called, "failed" if that page shows an exception, false if there is none.
   */
  function rerun(fragment = '') {
    if (!again.has(fragment)) {
      again.set(
        fragment,
        free(fragment).then(() => sendRerun(fragment)),
      );
    }
    return again.get(fragment);
  }

  /** Wait for what goes on, and until no dialog with fields is open that such a run would close. */
  async function free(fragment) {
    await idle();
    const dialog = dialogsIn(fragment).find(each => [...each.querySelectorAll('[name]')].some(isField));
    if (!dialog) return;
    await closed(dialog);
    return free(fragment);
  }

  const partOf = name => root.querySelector(`[data-fr-fragment="${CSS.escape(name)}"]`);

  const drawnByItself = new WeakSet(); // dialogs that a run has drawn which nobody asked for

  /** The open dialogs of the page or a fragment that a press has opened, as far as anybody knows. */
  function dialogsIn(fragment) {
    const part = fragment ? partOf(fragment) : root;
    return [...(part?.querySelectorAll('[data-fr-fragment] > dialog[open]') ?? [])].filter(
      each => each.parentElement !== part && !drawnByItself.has(each),
    );
  }

  const closed = dialog =>
    new Promise(over => {
      const watch = new MutationObserver(() => {
        if (dialog.open && dialog.isConnected) return;
        watch.disconnect();
        over();
      });
      watch.observe(root, { subtree: true, childList: true, attributeFilter: ['open'] });
    });

  /** Send it. A run that would close a dialog does not happen, and is asked for again once that is closed. */
  async function sendRerun(fragment) {
    again.delete(fragment);
    const open = dialogsIn(fragment);
    const dialogs = open.length ? open.map(each => each.parentElement.dataset.frFragment) : undefined;
    const result = await new Promise(over => send({ ...bare('rerun', randomId()), fragment, dialogs, over }));
    if (result === 'held') {
      const dialog = open.find(each => each.open && each.isConnected);
      if (dialog) await closed(dialog);
      return rerun(fragment);
    }
    for (const each of open) drawnByItself.add(each);
    return result;
  }

  // Fragments that run by themselves: while somebody can see them, and less often while that fails.
  const timerFailures = new Map(); // fragment → how often in a row it failed

  function startTimers(parts) {
    for (const el of within(parts, '[data-fr-every]')) {
      const name = el.dataset.frFragment;
      if (timerFailures.has(name)) continue;
      timerFailures.set(name, 0);
      startTimer(name);
    }
  }

  function startTimer(name) {
    setTimeout(runByTimer, +(partOf(name)?.dataset.frEvery ?? 0) * 2 ** timerFailures.get(name), name);
  }

  async function runByTimer(name) {
    if (document.hidden) {
      await new Promise(seen => document.addEventListener('visibilitychange', seen, { once: true }));
    }
    if (!partOf(name)?.matches('[data-fr-every]')) {
      timerFailures.delete(name);
      return;
    }
    const result = await rerun(name);
    timerFailures.set(name, result === 'fine' ? 0 : Math.min(timerFailures.get(name) + 1, 6));
    startTimer(name);
  }

