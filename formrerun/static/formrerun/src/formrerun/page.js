/*
 * formrerun in the browser: what people type is theirs until it is sent; what the server sets on purpose
 * wins.
 *
 * htmx posts and swaps; this file decides what a swap may change. It needs no build, no eval and nothing
 * inline, and every page works without it. What a slider, a tab or a dialog does under the hand stands in
 * behaviour.js, which is loaded after this file and builds on it. Its sources, one subject a file, stand in
 * src/; docs/scripts.py joins them, and puts htmx (0BSD, vendor/htmx.LICENSE) in their middle.
 */
(() => {
  'use strict';
  const app = document.getElementById('fr-app');
  if (!app || app.formrerun) return; // loaded twice
  const root = document.getElementById('fr-root');
  const status = document.getElementById('fr-status');
  const texts = JSON.parse(app.dataset.frTexts || '{}');
  const format = (text, values = {}) =>
    text.replace(/%\((\w+)\)s|%[sd]/g, (_, name) => (name ? values[name] : values.value) ?? '');

  // --------------------------------------------------------------------------------------------------- state

  let tab = app.dataset.frTab;
  let [birth, have] = split(app.dataset.frMark); // the page that is shown: whose record, which run
  let frame = ''; // the name of what is shown of a run that is going on; '' for a whole page
  let newest = have; // the newest run whose answer was applied
  let seq = +app.dataset.frSeq || 0; // counts the changes of widgets outside forms
  const pending = new Map(); // widget outside a form → {seq, values} of its last change not yet acknowledged
  const inFlight = new Set(); // submissions without an answer
  const queued = []; // those that wait in the browser for one of them, in their order
  const parked = new Set(); // those that are tried no more by themselves; they keep their ids
  let csrf = app.dataset.frCsrf;
  let search = location.search; // the query parameters the page was run with
  const path = location.pathname;
  // Is the address the page's? Not inside another's template, nor after a script of the site pushed one.
  const isAddress = () => !app.dataset.frUrl && location.pathname === path;

  /** What of some parts of the page a selector means, they themselves too. */
  const within = (parts, selector) =>
    parts.flatMap(part => [...(part.matches(selector) ? [part] : []), ...part.querySelectorAll(selector)]);

  function split(mark) {
    const [name, run] = (mark || '-0').split('-');
    return [name, +run || 0];
  }

