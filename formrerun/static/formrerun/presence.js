/*
 * Who else is here: say now and then that this page is open, and whether something in it was typed and
 * not sent.
 *
 * <fr-presence> stands in parts of a page that want to know who has the same open. It says where to tell
 * it, and the signed name of what it is. Others learn of it by live updates, as of any other change.
 */
(() => {
  'use strict';
  const app = document.getElementById('fr-app');
  if (!app?.formrerun || customElements.get('fr-presence')) return;
  const { edited, isField, shared, stateOf } = app.formrerun;

  // All in milliseconds.
  const BEAT = 20_000; // from one word to the next
  const PAUSE = 400; // after a key, before it is looked at what was typed
  const vary = wait => wait * (0.75 + Math.random() / 2);

  const marks = new Set(); // the elements
  let said = ''; // what was said last
  let timer = 0;
  let looking = 0;

  const state = () =>
    [...app.querySelectorAll('[name^="fr-"]')].some(
      el => isField(el) && !el.disabled && edited(stateOf(el)),
    )
      ? 'edits'
      : 'looks';

  function tell(el, what) {
    fetch(el.dataset.frUrl, {
      method: 'POST',
      credentials: 'same-origin',
      keepalive: true, // also while the page is left
      headers: { 'Content-Type': 'application/json', 'X-CSRFToken': shared().csrf },
      body: JSON.stringify({ of: el.dataset.frOf, state: what }),
    }).catch(() => {}); // the next word may get through
  }

  function say(what) {
    said = what;
    for (const el of marks) tell(el, what);
    clearTimeout(timer);
    if (what !== 'leaves') timer = setTimeout(() => say(state()), vary(BEAT));
  }

  /** Say what has changed, in a moment. */
  function look() {
    looking ||= setTimeout(() => {
      looking = 0;
      if (marks.size && state() !== said) say(state());
    }, PAUSE);
  }

  class Presence extends HTMLElement {
    static observedAttributes = ['data-fr-of'];

    connectedCallback() {
      if (marks.has(this)) return;
      marks.add(this);
      say(state());
    }

    attributeChangedCallback(name, before) {
      if (before !== null && marks.has(this)) say(state());
    }

    disconnectedCallback() {
      setTimeout(() => {
        // a morph may only have moved it
        if (this.isConnected) return;
        marks.delete(this);
        tell(this, 'leaves');
      });
    }
  }
  customElements.define('fr-presence', Presence);

  for (const event of ['input', 'change', 'formrerun:shown']) app.addEventListener(event, look);
  addEventListener('pagehide', () => say('leaves'));
  addEventListener('pageshow', event => {
    if (event.persisted) say(state());
  });
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && marks.size) say(state());
  });
})();
