/*
 * Live updates: hear that what the page shows has changed, and run the page again.
 *
 * <fr-live> stands in pages and fragments that subscribed. It says where to ask, the signed list of topics,
 * and the version of each that the page or fragment shows. Newer versions are heard over a WebSocket; where
 * there is none, by asking now and then. Which way one came, early, late, twice or never, makes no
 * difference: the page runs again if it shows an older one.
 */
(() => {
  'use strict';
  const app = document.getElementById('fr-app');
  if (!app?.formrerun || customElements.get('fr-live')) return;

  // All in milliseconds; every wait is varied, so that a thousand browsers do not come in the same moment.
  const SPREAD = 300; // between hearing of a change and asking for the page
  const CHECK = 45_000; // an open socket is asked whether something was lost
  const SILENCE = 15_000; // a socket that does not answer by then is dead
  const BURST = 10; // after so many messages at once the last one may have been dropped
  const AFTER_BURST = 1500; // then that is asked
  const POLL = [2000, 20_000]; // without a socket: from, to
  const RETRY = [1000, 60_000]; // a lost socket, a failed rerun
  const OPEN = 1; // WebSocket.OPEN, where there is WebSocket
  const vary = wait => wait * (0.75 + Math.random() / 2);

  const parts = new Set(); // the elements; each knows its `part`: a fragment, or '' for the page
  const shows = new WeakMap(); // element → topic → the version it shows
  const heard = new Map(); // topic → newest version there is
  let lists = ''; // where to ask: the address with the signed lists of all parts
  let refused = ''; // one that the server does not take any more
  const behind = () =>
    [...parts].filter(el => [...heard].some(([topic, version]) => version > shows.get(el).get(topic)));

  // ------------------------------------------------------------------------------------------- running again

  let timer = 0; // until the page is asked for
  let asking = false;
  let failures = 0; // in a row

  /** Ask for the page in a moment; a page that nobody looks at waits until somebody does. */
  function soon(wait = 0) {
    if (!timer && !asking && !document.hidden && behind().length) {
      timer = setTimeout(ask, wait + Math.random() * SPREAD);
    }
  }

  async function ask() {
    timer = 0;
    asking = true;
    // an answer on its way may show what was heard of: this browser's own change does
    await app.formrerun.idle();
    asking = false;
    const late = behind();
    const page = late.find(el => !el.part);
    const started = performance.now();
    if (document.hidden || !late.length) return;
    asking = true;
    let fine = true;
    for (const el of page ? [page] : late) {
      const asked = new Map(heard);
      const done = await app.formrerun.rerun(el.part);
      // It was read after these versions were heard of, whatever it says itself; with the page all its
      // fragments were.
      fine &&= done;
      if (!done) continue;
      for (const each of page ? parts : [el]) for (const [topic, version] of asked) see(each, topic, version);
    }
    asking = false;
    failures = fine ? 0 : failures + 1;
    // As much time without as with: a flood of changes must not keep the page busy.
    soon(fine ? performance.now() - started : vary(Math.min(RETRY[0] * 2 ** failures, RETRY[1])));
  }

  /** A part shows this version, or a newer one. */
  function see(el, topic, version) {
    const versions = shows.get(el);
    if (versions.has(topic)) versions.set(topic, Math.max(version, versions.get(topic)));
  }

  /** There is this version of a topic. True if that is news. */
  function hear(topic, version) {
    if (!(version > (heard.get(topic) ?? 0))) return false;
    heard.set(topic, version);
    soon();
    return true;
  }

  /** The same for several topics: each must be heard. */
  const hearAll = versions =>
    Object.entries(versions).filter(([topic, version]) => hear(topic, version)).length > 0;

  // ------------------------------------------------------------------------------------------------ a socket

  let socket = null;
  let opening = 0; // the timer that opens it again
  let lost = 0; // how often in a row it was lost
  let checking = 0; // the timer that asks over it
  let deadline = 0; // the timer that gives it up
  let burst = 0; // messages since it was asked

  function open() {
    clearTimeout(opening);
    opening = 0;
    if (!lists || socket || document.hidden || lists === refused) return;
    if (![...parts].every(el => 'frSockets' in el.dataset)) return;
    const url = new URL(lists, location);
    url.protocol = url.protocol.replace('http', 'ws');
    try {
      socket = new WebSocket(url);
    } catch {
      // a policy forbids it
      return lose();
    }
    const mine = socket;
    expect();
    socket.onopen = () => {
      if (socket !== mine) return;
      lost = 0;
      clearTimeout(polling);
      check(CHECK);
    };
    socket.onmessage = event => {
      if (socket === mine) told(JSON.parse(event.data));
    };
    socket.onclose = () => {
      if (socket === mine) lose();
    };
  }

  /** Give the socket up if the server says nothing for a while. */
  function expect() {
    deadline ||= setTimeout(lose, SILENCE);
  }

  function told({ rerun: topic, version }) {
    app.dataset.frHears = 'socket';
    clearTimeout(deadline);
    deadline = 0;
    if (hear(topic, version) && ++burst > BURST) check(AFTER_BURST);
  }

  /** Ask over the socket, after a while, whether something was lost; that keeps the way open as well. */
  function check(wait) {
    clearTimeout(checking);
    checking = setTimeout(() => {
      if (socket?.readyState !== OPEN) return;
      burst = 0;
      socket.send('?');
      expect();
      check(CHECK);
    }, vary(wait));
  }

  /** The socket is gone: try again later, and meanwhile ask. */
  function lose() {
    close();
    opening = setTimeout(open, vary(Math.min(RETRY[0] * 2 ** lost++, RETRY[1])));
    poll();
  }

  function close() {
    for (const wait of [checking, deadline, opening]) clearTimeout(wait);
    checking = deadline = opening = 0;
    const old = socket;
    socket = null;
    old?.close();
  }

  // ------------------------------------------------------------------------------------------------- polling

  let pause = POLL[0];
  let polling = 0;
  let fetching = false;

  async function poll() {
    clearTimeout(polling);
    polling = 0;
    app.dataset.frHears = 'asking'; // for styles and tests: changes are seen late
    if (!lists || fetching || document.hidden || lists === refused) return;
    const asked = lists;
    fetching = true;
    const response = await fetch(asked, { cache: 'no-cache', credentials: 'same-origin' }).catch(() => null);
    const found = response?.ok ? await response.json().catch(() => null) : null;
    fetching = false;
    if (socket?.readyState === OPEN) return;
    if (asked !== lists) return poll();
    if (response?.status === 403) return forbidden();
    if (!found) pause = Math.min(pause * 2, RETRY[1]);
    else if (hearAll(found)) pause = POLL[0];
    else pause = Math.min(pause * 1.3, POLL[1]);
    polling = setTimeout(poll, vary(pause));
  }

  /** The session is another one by now: the page finds out, and brings a new list if it may be seen. */
  function forbidden() {
    refused = lists;
    close();
    app.formrerun.rerun();
  }

  // --------------------------------------------------------------------------------------------- the element

  function start() {
    pause = POLL[0];
    lost = 0;
    open();
    if (!socket) poll();
  }

  let gathering = 0;
  /** Ask for what all parts want now; in a moment, for the parts of a page come and go together. */
  const gather = () => {
    gathering ||= setTimeout(gathered);
  };
  function gathered() {
    gathering = 0;
    const of = [...new Set([...parts].map(el => el.dataset.frOf))].sort();
    const now = of.length
      ? `${[...parts][0].dataset.frUrl}?${new URLSearchParams(of.map(list => ['of', list]))}`
      : '';
    if (now === lists) return;
    lists = now;
    close();
    if (lists) start();
  }

  class Live extends HTMLElement {
    static observedAttributes = ['data-fr-topics', 'data-fr-of', 'data-fr-part'];

    get part() {
      return this.dataset.frPart;
    }

    read() {
      const topics = JSON.parse(this.dataset.frTopics);
      if (!shows.has(this)) shows.set(this, new Map());
      const versions = shows.get(this);
      for (const topic of versions.keys()) if (!(topic in topics)) versions.delete(topic);
      for (const [topic, version] of Object.entries(topics)) {
        if (!versions.has(topic)) versions.set(topic, version);
        see(this, topic, version);
      }
      gather();
    }

    connectedCallback() {
      parts.add(this);
      this.read();
    }

    attributeChangedCallback() {
      if (parts.has(this)) this.read();
    }

    disconnectedCallback() {
      setTimeout(() => {
        // a morph may only have moved it
        if (this.isConnected) return;
        parts.delete(this);
        gather();
      });
    }
  }
  customElements.define('fr-live', Live);

  document.addEventListener('visibilitychange', () => {
    if (document.hidden || !lists) return;
    soon();
    if (socket) check(AFTER_BURST);
    else start();
  });
  addEventListener('pagehide', close); // an open socket would keep the page out of the back/forward cache
  addEventListener('pageshow', event => {
    if (event.persisted && lists) start();
  });
})();
