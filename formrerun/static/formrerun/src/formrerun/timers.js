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
        idle().then(() => sendRerun(fragment)),
      );
    }
    return again.get(fragment);
  }

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
    const el = root.querySelector(`[data-fr-fragment="${CSS.escape(name)}"]`);
    setTimeout(runByTimer, +(el?.dataset.frEvery ?? 0) * 2 ** timerFailures.get(name), name);
  }

  async function runByTimer(name) {
    if (document.hidden) {
      await new Promise(seen => document.addEventListener('visibilitychange', seen, { once: true }));
    }
    if (!root.querySelector(`[data-fr-every][data-fr-fragment="${CSS.escape(name)}"]`)) {
      timerFailures.delete(name);
      return;
    }
    const result = await rerun(name);
    timerFailures.set(name, result === 'fine' ? 0 : Math.min(timerFailures.get(name) + 1, 6));
    startTimer(name);
  }

