  // -------------------------------------------------------------------------------------------------- scroll

  /**
   * Note what stands at the upper edge of the window, and what shows its newest end. The returned function
   * scrolls there again after a swap, but not to an end that somebody has scrolled away from.
   */
  function anchor() {
    const left = following().filter(el => el.scrollHeight - el.scrollTop - el.clientHeight > 8);
    const hold = upperEdge();
    return () => {
      hold();
      for (const el of following()) if (!left.includes(el)) toEnd(el);
    };
  }

  /**
   * What shows its newest end: containers that their author lets follow, and a page with a chat at its lower
   * edge.
   */
  const following = () =>
    [...root.querySelectorAll('[data-fr-follow], .fr-bottom .stChatInput')]
      .map(el => (el.dataset.frFollow ? el : document.scrollingElement))
      .filter(el => el.dataset.frFollow !== 'chat' || el.querySelector('.stChatMessage'));
  const toEnd = el => el.scrollTo({ top: el.scrollHeight, behavior: 'instant' });

  /**
   * Note the element at the upper edge of the window. The returned function scrolls the one with the same
   * text to where it stood. The browser's own scroll anchor does not help where an element without identity
   * shows what its neighbour showed before.
   */
  function upperEdge() {
    if (!scrollY) return () => {};
    const all = () => [...root.querySelectorAll('.stElementContainer')];
    const before = all();
    const at = before.findIndex(el => el.getBoundingClientRect().bottom > 0);
    if (at < 0) return () => {};
    const text = before[at].textContent;
    const top = before[at].getBoundingClientRect().top;
    return () => {
      // the very element if it is there, otherwise the one nearest to its place
      const is = el => el.textContent === text;
      let nearest = before[at];
      if (!nearest.isConnected || !is(nearest)) {
        const same = [...all().entries()].filter(([, el]) => is(el));
        [, nearest] = same.sort(([one], [other]) => Math.abs(one - at) - Math.abs(other - at))[0] ?? [];
      }
      const by = nearest ? nearest.getBoundingClientRect().top - top : 0;
      if (by) scrollBy({ top: by, behavior: 'instant' });
    };
  }

