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
  const following = () => [
    ...root.querySelectorAll('[data-fr-follow="always"], [data-fr-follow="chat"]:has(.stChatMessage)'),
    ...(root.querySelector('.fr-bottom .stChatInput') ? [document.scrollingElement] : []),
  ];
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
      const same = all()
        .map((el, place) => [el, Math.abs(place - at)])
        .filter(([el]) => el.textContent === text);
      // the very element if it is there, otherwise the one nearest to its place
      same.sort(([one, near], [other, far]) => (other === before[at]) - (one === before[at]) || near - far);
      const [nearest] = same[0] ?? [];
      const by = nearest ? nearest.getBoundingClientRect().top - top : 0;
      if (by) scrollBy({ top: by, behavior: 'instant' });
    };
  }

