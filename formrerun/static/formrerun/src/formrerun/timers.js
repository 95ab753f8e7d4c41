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

  /**
   * Wait for what goes on, and until no dialog is open that asks for something and that such a run would close over
   * what somebody types: nobody has pressed what opens it.
   */
  async function free(fragment) {
    await idle();
    const part = fragment ? partOf(fragment) : root;
    const dialog = [...(part?.querySelectorAll('dialog[open]') ?? [])].find(
      each => each.parentElement !== part && [...each.querySelectorAll('[name]')].some(isField),
    );
    if (!dialog) return;
    await new Promise(closed => {
      const watch = new MutationObserver(() => {
        if (dialog.open && dialog.isConnected) return;
        watch.disconnect();
        closed();
      });
      watch.observe(root, { subtree: true, childList: true, attributeFilter: ['open'] });
    });
    return free(fragment);
  }

  const partOf = name => root.querySelector(`[data-fr-fragment="${CSS.escape(name)}"]`);

  function sendRerun(fragment) {
    again.delete(fragment);
    return new Promise(over => send({ ...bare('rerun', randomId()), fragment, over }));
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

