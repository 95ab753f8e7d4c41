  // ----------------------------------------------------------------------- runs that nobody asks for by hand

  /**
   * Run the page, or one fragment of it, again as it is: nothing is sent and nothing that goes on is
   * disturbed. Calls that come before it begins are one. Once a page is shown that was run after this was
   * called it gives "fine", or "failed" if that raised an exception, which is shown; false if there is none.
   */
  const again = new Map();
  function rerun(fragment = '') {
    if (!again.has(fragment))
      again.set(
        fragment,
        idle().then(() => {
          again.delete(fragment);
          return new Promise(over =>
            send({
              id: randomId(),
              form: '',
              trigger: null,
              kind: 'rerun',
              fragment,
              fields: {},
              seqs: {},
              tries: 0,
              over,
            }),
          );
        }),
      );
    return again.get(fragment);
  }

  // Fragments that run by themselves: while somebody can see them, and less often while that fails.
  const timerFailures = new Map(); // fragment → how often in a row it failed
  function startTimers() {
    for (const el of root.querySelectorAll('[data-fr-every]')) {
      const name = el.dataset.frFragment;
      if (timerFailures.has(name)) continue;
      timerFailures.set(name, 0);
      const tick = () =>
        setTimeout(
          async () => {
            if (document.hidden)
              await new Promise(shown =>
                document.addEventListener('visibilitychange', shown, { once: true }),
              );
            const here = root.querySelector(`[data-fr-every][data-fr-fragment="${CSS.escape(name)}"]`);
            if (!here) {
              timerFailures.delete(name);
              return;
            }
            timerFailures.set(
              name,
              (await rerun(name)) === 'fine' ? 0 : Math.min(timerFailures.get(name) + 1, 6),
            );
            tick();
          },
          +(root.querySelector(`[data-fr-fragment="${CSS.escape(name)}"]`)?.dataset.frEvery ?? 0) *
            2 ** timerFailures.get(name),
        );
      tick();
    }
  }

