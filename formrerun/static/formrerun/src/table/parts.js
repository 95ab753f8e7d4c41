/*
 * <fr-table>: a table of data that is fetched by its hash; Tabulator draws it.
 *
 * The rows never stand in the page. Unchanged data keeps its address, so nothing happens here; changed data
 * is put into the table that is there, which keeps its place, its order and what is searched for. Cells are
 * text nodes, never HTML. Above a size the server sorts and searches, and one page of rows is here at a time.
 */
(() => {
  'use strict';
  if (customElements.get('fr-table')) return;
  const app = document.getElementById('fr-app');
  const { formrerun } = app;
  const { addScript, addStyle, FORMATS, keyOf, libs, printf, texts } = formrerun;

  const SEARCH_FROM = 6; // rows
  const NARROWEST = 56; // pixels of a column that says nothing about its width
  const WIDEST = 360;
  const NUMBERS = new Set(['int', 'float', 'decimal', 'duration']);
  const FEW = 15; // milliseconds before a search begins that is done here
  const LONG = 200; // and one that the server does
  const format = (text, values) =>
    (text ?? '').replace(/%(?:\((\w+)\))?[sd]/g, (_, name) => values[name ?? 'value'] ?? '');
  const made = (name, className, text = '') =>
    Object.assign(document.createElement(name), { className, textContent: text });

  /** A small box with enough room to hit it; a press beside it is one on it, and none on what is around. */
  function withRoom(box) {
    const room = made('label', 'fr-table-room');
    room.append(box);
    room.addEventListener('click', event => event.stopPropagation());
    return room;
  }

  /** Small signs for buttons: strokes in a square of 20. */
  const SIGNS = {
    columns: 'M4 4h12v12H4zM8 4v12m4-12v12',
    pin: 'M7 3h6l-1 6 3 3H5l3-3zM10 12v5',
    previous: 'M12 5 7 10l5 5',
    next: 'm8 5 5 5-5 5',
    clear: 'm5 5 10 10M15 5 5 15',
    copy: 'M7 7V4h9v9h-3M4 7h9v9H4z',
    download: 'M10 3v9m-4-4 4 4 4-4M4 16h12',
    full: 'M4 8V4h4m4 0h4v4m0 4v4h-4m-4 0H4v-4',
  };
  /** What all of them have. */
  const SIGN = {
    viewBox: '0 0 20 20',
    width: 18,
    height: 18,
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': 1.6,
    'aria-hidden': 'true',
  };

  function sign(name) {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    for (const [key, value] of Object.entries(SIGN)) svg.setAttribute(key, value);
    path.setAttribute('d', SIGNS[name]);
    svg.append(path);
    return svg;
  }

  const MOST_CELLS = 100_000; // that can be selected at once
  /** What a column is called in a selection. */
  const nameOf = column => column.name ?? column.title;
  const alikeTexts = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  /** "3", "5-7" as numbers, and numbers as such texts. */
  const placesOf = text => {
    const [first, last] = text.split('-').map(Number);
    return Array.from({ length: (last ?? first) - first + 1 }, (_, place) => first + place);
  };
  function rangesOf(numbers) {
    const found = [];
    for (const number of [...numbers].sort((one, other) => one - other)) {
      if (found.at(-1)?.[1] === number - 1) found.at(-1)[1] = number;
      else found.push([number, number]);
    }
    return found.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
  }
  /** Whether a text says the cell of a row and a column. */
  function coversCell(text, id, name) {
    const at = text[0] === 'y' ? text.lastIndexOf('\u2063') : text.indexOf('\u2063');
    if (text.slice(at + 1) !== name) return false;
    if (text[0] === 'y') return text.slice(1, at) === String(id);
    const [first, last] = text.slice(1, at).split('-').map(Number);
    return first <= id && id <= (last ?? first);
  }

  const language = app.lang || undefined;
  const counted = number => number.toLocaleString(language);
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });

