/*
 * <fr-editor>: a table whose cells are edited; <fr-table> draws it, and here is what was changed.
 *
 * The value is one text of JSON: what was changed, by the names of rows. It is laid over the rows as they
 * come, so that it stays with its row when others come and go. Cells are text, never HTML.
 */
(() => {
  'use strict';
  if (customElements.get('fr-editor')) return;
  const { addStyle, keyOf, latin } = document.getElementById('fr-app').formrerun;

  const UNDONE = 100; // steps that are remembered
  const NUMBERS = ['int', 'float', 'decimal', 'duration'];
  const format = (text, value) => (text ?? '').replace('%s', () => value);
  const made = (name, className, text = '') =>
    Object.assign(document.createElement(name), { className, textContent: text });

  /** Small signs for buttons: strokes in a square of 20. */
  const SIGNS = {
    add: 'M10 4v12M4 10h12',
    delete: 'M4 6h12M8 6V4h4v2m-6 0 1 10h6l1-10',
    undo: 'M7 5 3 9l4 4M3 9h8a4 4 0 0 1 0 8H8',
    redo: 'm13 5 4 4-4 4m4-4H9a4 4 0 0 0 0 8h3',
    edit: 'm4 16 1-4 8-8 3 3-8 8z',
  };
  function sign(name) {
    const [svg, path] = ['svg', 'path'].map(tag =>
      document.createElementNS('http://www.w3.org/2000/svg', tag),
    );
    const look = { viewBox: '0 0 20 20', width: 18, height: 18, fill: 'none', stroke: 'currentColor' };
    for (const [key, value] of Object.entries({ ...look, 'stroke-width': 1.6, 'aria-hidden': 'true' })) {
      svg.setAttribute(key, value);
    }
    path.setAttribute('d', SIGNS[name]);
    svg.append(path);
    return svg;
  }

  const isNumber = ({ kind, type }) => NUMBERS.includes(kind) || (kind === 'empty' && type === 'number');

  /** A number as people write one, in either language; NaN for none. */
  function numberIn(text) {
    const plain = text.replace(/[\s'’]/g, '');
    const one = /^[+-]?\d*[.,]?\d*(e[+-]?\d+)?$/i.test(plain) && /\d/.test(plain);
    return one ? +plain.replace(',', '.') : NaN;
  }

  /** What a typed or pasted text is in a column: { value } or { wrong }. */
  function read(rule, text, words) {
    const bare = isNumber(rule) ? latin(text).replace('٫', '.') : text.trim();
    if (rule.options && rule.kind !== 'list') {
      if (!bare) return { value: null };
      const found = rule.options.find(option => String(option) === text || String(option) === bare);
      return found === undefined ? { wrong: words.options } : { value: found };
    }
    if (rule.kind === 'text' || (rule.kind === 'empty' && rule.type !== 'number')) return { value: text };
    if (!bare) return { value: null };
    if (rule.kind === 'bool') {
      if (/^(true|1|yes|ja|wahr|☑)$/i.test(bare)) return { value: true };
      return /^(false|0|no|nein|falsch|☐)$/i.test(bare) ? { value: false } : { wrong: words.wrong };
    }
    if (rule.kind === 'int' && /^[+-]?\d+$/.test(bare)) {
      return { value: Number.isSafeInteger(+bare) ? +bare : bare.replace('+', '') };
    }
    if (isNumber(rule)) {
      const number = numberIn(bare);
      const wrong = !Number.isFinite(number) || (rule.kind === 'int' && !Number.isInteger(number));
      if (wrong) return { wrong: words.wrong };
      return { value: rule.kind === 'decimal' ? bare.replace(',', '.') : number };
    }
    if (rule.kind === 'list') {
      if (bare.startsWith('[')) {
        try {
          return { value: JSON.parse(bare) };
        } catch {
          // words between brackets
        }
      }
      return { value: bare.split(',').map(part => part.trim()).filter(Boolean) };
    }
    const shape = {
      date: /^\d{4}-\d\d-\d\d$/,
      time: /^\d\d:\d\d(:\d\d(\.\d+)?)?$/,
      datetime: /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?)?([+-]\d\d:\d\d|Z)?$/,
    }[rule.kind];
    return shape?.test(bare) ? { value: bare.replace('T', ' ') } : { wrong: words.wrong };
  }

  /** What is wrong with a value in a column, or ''. The server checks the same again. */
  function wrongOf(rule, value, words) {
    const none = value === null || value === undefined || value === '' || value?.length === 0;
    if (none) return rule.required ? words.required : '';
    const { low, high, most, pattern, options } = rule;
    if (options && !rule.free && ![value].flat().every(one => options.includes(one))) return words.options;
    const bounded = typeof value === 'number' || isNumber(rule);
    const beyond = (one, other) => (bounded ? +one < +other : String(one) < String(other).replace('T', ' '));
    if (low !== undefined && beyond(value, low)) return format(words.least, low);
    if (high !== undefined && (bounded ? +value > +high : String(value) > String(high).replace('T', ' '))) {
      return format(words.greatest, high);
    }
    if (typeof value !== 'string' || isNumber(rule)) return '';
    if (most !== undefined && value.length > most) return format(words.most, most);
    if (!pattern) return '';
    try {
      return new RegExp(pattern, 'us').test(value) ? '' : words.pattern;
    } catch {
      return ''; // a pattern this browser cannot read: the server decides
    }
  }

