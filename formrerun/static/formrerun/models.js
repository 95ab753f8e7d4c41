/*
 * What the boxes of a model's table do beside being checked: one for all rows of the page, ranges with Shift,
 * and how many are selected by now.
 *
 * Tables come and go and are drawn again, so it listens at the document and keeps nothing but the last box.
 * The boxes themselves are native; without this script they select as well.
 */
(() => {
  'use strict';
  const OF_ROWS = 'tbody .fr-model-box input';
  const tableOf = el => el.closest?.('.stModelTable');
  const boxesOf = table => [...table.querySelectorAll(OF_ROWS)].filter(box => !box.disabled);
  let last = null; // the box that was clicked before

  function show(table) {
    const boxes = boxesOf(table);
    const said = table.querySelector('output[data-fr-selected]');
    const every = table.querySelector('[data-fr-page-box]');
    if (!said || !every) return;
    const on = boxes.filter(box => box.checked).length;
    const text = said.dataset.frSelected.replace('%s', String(on + +said.dataset.frElsewhere));
    if (said.textContent !== text) said.textContent = text;
    every.hidden = !boxes.length;
    every.checked = boxes.length > 0 && on === boxes.length;
    every.indeterminate = on > 0 && on < boxes.length;
  }
  const showAll = () => document.querySelectorAll('.stModelTable').forEach(show);

  /** Check boxes as a person does, who sends all of them by the last one. */
  function set(boxes, on) {
    const changed = boxes.filter(box => box.checked !== on);
    for (const box of changed) box.checked = on;
    for (const type of ['input', 'change']) changed.at(-1)?.dispatchEvent(new Event(type, { bubbles: true }));
  }

  document.addEventListener('click', event => {
    const table = tableOf(event.target);
    if (!table || event.target.type !== 'checkbox') return;
    const boxes = boxesOf(table);
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(event.target)];
    if (event.target.dataset.frPageBox !== undefined) set(boxes, event.target.checked);
    else if (event.shiftKey && from >= 0 && to >= 0) {
      set(boxes.slice(Math.min(from, to), Math.max(from, to) + 1), event.target.checked);
    }
    if (to >= 0) last = event.target;
    show(table);
  });
  const looked = { childList: true, subtree: true };
  new MutationObserver(showAll).observe(document.getElementById('fr-app'), looked);
  showAll();
})();
