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

  const SEARCH_FROM = 6;
  const NARROWEST = 56;
  const WIDEST = 360;
  const NUMBERS = new Set(['int', 'float', 'decimal', 'duration']);
  const FEW = 15;
  const LONG = 200;
  const format = (text, values) =>
    (text ?? '').replace(/%(?:\((\w+)\))?[sd]/g, (_, name) => values[name ?? 'value'] ?? '');
  const made = (name, className, text = '') =>
    Object.assign(document.createElement(name), { className, textContent: text });

  function withRoom(box) {
    const room = made('label', 'fr-table-room');
    room.append(box);
    room.addEventListener('click', event => event.stopPropagation());
    return room;
  }

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

  const MOST_CELLS = 100_000;
  const nameOf = column => column.name ?? column.title;
  const alikeTexts = (one, other) => JSON.stringify(one) === JSON.stringify(other);
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


  function short(value) {
    const rounded = +value.toFixed(4);
    if (rounded === 0 && value !== 0) return String(+value.toPrecision(4));
    if (rounded === 0) return '0';
    return Math.abs(value) < 1e21 ? String(rounded) : String(value);
  }

  function duration(seconds) {
    const two = number => String(number).padStart(2, '0');
    const sign = seconds < 0 ? '-' : '';
    const all = Math.abs(seconds);
    const whole = Math.floor(all);
    const part = all % 1 ? (all % 1).toFixed(6).slice(1).replace(/0+$/, '') : '';
    const days = Math.floor(whole / 86400);
    const clock = [Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60].map(two).join(':');
    const before = days ? `${days} ${days === 1 ? 'day' : 'days'} ` : '';
    return sign + before + clock + part;
  }

  function moment(format, text) {
    const [, y = '', mo = '', d = '', h = '00', mi = '00', s = '00', ms = ''] =
      /^(?:(-?\d+)-(\d\d)-(\d\d))?[ T]?(?:(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?/.exec(text) ?? [];
    const day = y ? new Date(Date.UTC(+y, +mo - 1, +d)) : null;
    const name = options =>
      day ? new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...options }).format(day) : '';
    const tokens = {
      YYYY: y,
      YY: y.slice(-2),
      MMMM: name({ month: 'long' }),
      MMM: name({ month: 'short' }),
      MM: mo,
      M: String(+mo),
      DD: d,
      D: String(+d),
      dddd: name({ weekday: 'long' }),
      ddd: name({ weekday: 'short' }),
      HH: h,
      H: String(+h),
      hh: String(+h % 12 || 12).padStart(2, '0'),
      h: String(+h % 12 || 12),
      mm: mi,
      m: String(+mi),
      ss: s,
      s: String(+s),
      SSS: ms.padEnd(3, '0').slice(0, 3),
      A: +h < 12 ? 'AM' : 'PM',
      a: +h < 12 ? 'am' : 'pm',
    };
    return format.replace(
      /\[([^\]]*)\]|YYYY|YY|MMMM|MMM|MM|M|DD|D|dddd|ddd|HH|H|hh|h|mm|m|SSS|ss|s|A|a/g,
      (all, literal) => literal ?? tokens[all],
    );
  }

  const UNITS = { year: 31_557_600, month: 2_629_800, day: 86_400, hour: 3_600, minute: 60, second: 1 };
  function distance(value) {
    const seconds = (new Date(value.replace(' ', 'T')) - Date.now()) / 1000;
    const [unit, size] = Object.entries(UNITS).find(([, one]) => Math.abs(seconds) >= one) ?? ['second', 1];
    const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
    return Number.isNaN(seconds) ? value : format.format(Math.round(seconds / size), unit);
  }

  function calendar(value) {
    const moment = new Date(value.replace(' ', 'T'));
    const day = date => new Date(date.getFullYear(), date.getMonth(), date.getDate());
    const days = Math.round((day(moment) - day(new Date())) / 86_400_000);
    if (!(Math.abs(days) <= 1)) return localized('datetime', value);
    const name = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(days, 'day');
    return `${name} ${moment.toLocaleTimeString(language, { timeStyle: 'short' })}`;
  }

  function localized(kind, value) {
    if (kind === 'time') return value;
    if (kind === 'date') return new Date(`${value}T00:00`).toLocaleString(language, { dateStyle: 'medium' });
    const moment = new Date(value.replace(' ', 'T'));
    return moment.toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
  }

  function reader({ kind, format }) {
    const number = value => (typeof value === 'string' ? +value : value);
    if (format && NUMBERS.has(kind)) {
      if (format === 'duration') return value => duration(number(value));
      const known = FORMATS[format];
      if (known) return value => known(number(value));
      return format.includes('%') ? value => printf(format, value) : null;
    }
    if (format && ['date', 'datetime', 'time'].includes(kind)) {
      if (format === 'distance') return value => distance(value);
      if (format === 'calendar') return value => calendar(value);
      if (format === 'iso8601') return value => value.replace(' ', 'T');
      if (format === 'localized') return value => localized(kind, value);
      return value => moment(format, value);
    }
    if (format && kind === 'text') return value => printf(format, value);
    if (kind === 'float') {
      return value => (typeof value === 'string' ? value : short(value).replace('.', texts.decimal));
    }
    if (kind === 'bool') return value => (value ? '☑' : '☐');
    if (kind === 'list' || kind === 'json') return value => JSON.stringify(value);
    return kind === 'duration' ? duration : String;
  }

  function alignment(kind) {
    if (NUMBERS.has(kind)) return 'right';
    return kind === 'bool' ? 'center' : 'start';
  }


  const COLORS = Object.fromEntries(
    ['red', 'orange', 'yellow', 'green', 'blue', 'violet', 'gray'].map(name => [name, `var(--fr-${name})`]),
  );
  Object.assign(COLORS, { grey: COLORS.gray, primary: 'var(--fr-accent)' });
  const paint = name => COLORS[name] ?? name ?? COLORS.primary;
  const RAINBOW = ['blue', 'green', 'orange', 'violet', 'red', 'yellow', 'gray'];

  const asNumber = value => (value === '' || typeof value === 'boolean' ? NaN : +value);
  const listOf = value => {
    if (Array.isArray(value)) return value;
    if (typeof value !== 'string') return value == null ? [] : [value];
    try {
      const parsed = JSON.parse(value);
      if (Array.isArray(parsed)) return parsed;
    } catch {
    }
    return value.split(',').map(part => part.trim());
  };
  const numbersOf = value => listOf(value).map(asNumber).filter(Number.isFinite);
  const said = value => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
  const YES = /^(true|yes|on|1)$/i;
  const isTrue = value => (typeof value === 'string' ? YES.test(value.trim()) : Boolean(value));

  const SAFE = new Set(['http', 'https', 'mailto', 'tel', 'ftp', 'sms']);
  function safeUrl(text) {
    const bare = String(text).replace(/[\u0000-\u0020]/g, '');
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(bare)?.[1].toLowerCase();
    return scheme && !SAFE.has(scheme) ? '' : String(text).trim();
  }
  const mediaUrl = text => (/^data:(image|audio|video)\//i.test(text) ? text : safeUrl(text));

  function linkText(address, { display_text: shown }) {
    if (!shown || shown.startsWith(':material/')) return address;
    if (!shown.includes('(')) return shown;
    try {
      const found = new RegExp(shown, 'us').exec(address)?.[1];
      return found === undefined ? address : decodeURI(found);
    } catch {
      return address;
    }
  }

  const svgNode = (name, attributes) => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  function chart(kind, value, column) {
    const numbers = numbersOf(value);
    if (!numbers.length) return made('span', '');
    const least = column.y_min ?? Math.min(...(kind === 'bar' ? [0, ...numbers] : numbers));
    const most = column.y_max ?? Math.max(...numbers);
    const span = most - least || 1;
    const y = number => 22 - (20 * (Math.min(Math.max(number, least), most) - least)) / span;
    const x = place => (numbers.length < 2 ? 50 : 1 + (98 * place) / (numbers.length - 1));
    const svg = svgNode('svg', { viewBox: '0 0 100 24', preserveAspectRatio: 'none', role: 'img' });
    svg.setAttribute('class', 'fr-table-chart');
    svg.setAttribute('aria-label', numbers.join(', '));
    const rises = numbers.at(-1) >= numbers[0];
    const auto = { auto: rises ? 'green' : 'red', 'auto-inverse': rises ? 'red' : 'green' };
    svg.style.setProperty('--fr-paint', paint(auto[column.color] ?? column.color));
    if (kind === 'bar') {
      const wide = 100 / numbers.length;
      const zero = y(Math.min(Math.max(0, least), most));
      numbers.forEach((number, place) => {
        const top = Math.min(y(number), zero);
        const height = Math.max(Math.abs(y(number) - zero), 0.6);
        svg.append(svgNode('rect', { x: place * wide + wide * 0.1, y: top, width: wide * 0.8, height }));
      });
      return svg;
    }
    const line = numbers.map((number, place) => `${place ? 'L' : 'M'}${x(place)} ${y(number)}`).join('');
    if (kind === 'area') {
      const area = `${line}L${x(numbers.length - 1)} 23L${x(0)} 23Z`;
      svg.append(svgNode('path', { d: area, class: 'fr-table-area' }));
    }
    svg.append(svgNode('path', { d: line, class: 'fr-table-line', 'vector-effect': 'non-scaling-stroke' }));
    return svg;
  }

  function tags(entries) {
    const box = made('span', 'fr-table-tags');
    for (const { text, color } of entries) {
      const tag = made('span', 'fr-table-tag', text);
      if (color) tag.style.setProperty('--fr-paint', paint(color));
      box.append(tag);
    }
    return box;
  }
  const optionOf = (column, value) => column.options?.find(option => option.value === value);
  const labelOf = (column, value) => optionOf(column, value)?.label ?? said(value);

  const MARKS = new RegExp(
    [
      /`([^`]+)`/,
      /\*\*(.+?)\*\*/,
      /__(.+?)__/,
      /~~(.+?)~~/,
      /\*([^*\s][^*]*)\*/,
      /\b_([^_\s][^_]*)_\b/,
      /\[([^\]]+)\]\(([^)\s]+)\)/,
    ]
      .map(one => one.source)
      .join('|'),
    'g',
  );
  function markdownNodes(text) {
    const out = document.createDocumentFragment();
    let at = 0;
    for (const found of text.matchAll(MARKS)) {
      out.append(text.slice(at, found.index));
      at = found.index + found[0].length;
      const [, code, bold, strong, gone, slanted, italic, name, address] = found;
      if (code) out.append(made('code', '', code));
      else if (address) out.append(link(safeUrl(address), name));
      else {
        const inner = made(bold || strong ? 'strong' : gone ? 's' : 'em', '');
        inner.append(markdownNodes(bold ?? strong ?? gone ?? slanted ?? italic));
        out.append(inner);
      }
    }
    out.append(text.slice(at));
    return out;
  }

  function link(address, text) {
    if (!address) return document.createTextNode(text);
    const anchor = Object.assign(made('a', ''), { href: address, target: '_blank', tabIndex: -1 });
    anchor.rel = 'noopener noreferrer';
    anchor.append(text);
    return anchor;
  }

  function opener(table, column, inside, fill) {
    const button = Object.assign(made('button', 'fr-table-peek'), { type: 'button', tabIndex: -1 });
    button.append(inside);
    button.addEventListener('click', () => table._peek(column, fill));
    return button;
  }

  function progress(value, column) {
    const whole = column.kind === 'int';
    const least = column.min_value ?? 0;
    const most = column.max_value ?? (whole ? 100 : 1);
    const number = asNumber(value);
    const share = Math.min(Math.max((number - least) / (most - least || 1), 0), 1) || 0;
    const box = made('span', 'fr-table-progress');
    const bar = made('span', 'fr-table-progress-bar');
    const auto = { auto: share < 0.5 ? 'red' : 'green', 'auto-inverse': share < 0.5 ? 'green' : 'red' };
    bar.style.setProperty('--fr-share', `${100 * share}%`);
    bar.style.setProperty('--fr-paint', paint(auto[column.color] ?? column.color));
    box.append(bar, made('span', 'fr-table-progress-text', column.read(value)));
    return box;
  }
  function progressText(column) {
    const written = column.format && reader({ kind: 'float', format: column.format });
    const whole = column.kind === 'int';
    const most = column.max_value ?? (whole ? 100 : 1);
    const least = column.min_value ?? 0;
    return value => {
      const number = asNumber(value);
      if (Number.isNaN(number)) return said(value);
      return written ? written(number) : `${short((100 * (number - least)) / (most - least || 1))}%`;
    };
  }

  const TYPES = {
    number: {
      align: 'right',
      text: column => {
        const written = reader({ ...column, kind: NUMBERS.has(column.kind) ? column.kind : 'float' });
        return value => (Number.isNaN(asNumber(value)) ? said(value) : written(asNumber(value)));
      },
    },
    checkbox: {
      align: 'center',
      text: () => value => (isTrue(value) ? '☑' : '☐'),
      draw: (value, column, table) => {
        const glyph = made('span', 'fr-table-bool', isTrue(value) ? '☑' : '☐');
        glyph.setAttribute('role', 'img');
        glyph.setAttribute('aria-label', isTrue(value) ? table._words.true : table._words.false);
        return glyph;
      },
    },
    text: { align: 'start', text: column => (column.format ? value => printf(column.format, value) : said) },
    selectbox: { align: 'start', text: column => value => labelOf(column, value) },
    link: {
      align: 'start',
      text: column => value => linkText(said(value), column),
      draw: (value, column) => {
        const address = safeUrl(said(value));
        if (!column.icon) return link(address, column.read(value));
        const anchor = link(address, symbol(column.icon));
        anchor.ariaLabel = said(value);
        return anchor;
      },
    },
    image: {
      align: 'center',
      text: () => said,
      wide: 24,
      draw: (value, column, table) => {
        const address = mediaUrl(said(value));
        const picture = () => Object.assign(new Image(), { src: address, alt: column.title });
        const small = Object.assign(picture(), { loading: 'lazy' });
        return opener(table, column, small, box => box.append(picture()));
      },
    },
    audio: { align: 'start', text: () => said, draw: media('audio') },
    video: { align: 'start', text: () => said, draw: media('video') },
    progress: { align: 'start', text: progressText, wide: 110, draw: progress },
    line_chart: charts('line'),
    bar_chart: charts('bar'),
    area_chart: charts('area'),
    list: {
      align: 'start',
      text: () => value => listOf(value).map(said).join(', '),
      draw: value => tags(listOf(value).map(entry => ({ text: said(entry) }))),
    },
    multiselect: {
      align: 'start',
      text: column => value => listOf(value).map(entry => labelOf(column, entry)).join(', '),
      draw: (value, column) =>
        tags(
          listOf(value).map(entry => {
            const option = optionOf(column, entry);
            const place = column.options?.indexOf(option) ?? 0;
            const color = option?.color === 'auto' ? RAINBOW[place % RAINBOW.length] : option?.color;
            return { text: labelOf(column, entry), color };
          }),
        ),
    },
    json: {
      align: 'start',
      text: () => said,
      draw: (value, column, table) =>
        opener(table, column, made('code', '', said(value)), box => {
          let shown = value;
          try {
            shown = typeof value === 'string' ? JSON.parse(value) : value;
          } catch {
          }
          box.append(made('pre', '', typeof shown === 'string' ? shown : JSON.stringify(shown, null, 2)));
        }),
    },
    markdown: {
      align: 'start',
      text: () => value => said(value).replace(/\[([^\]]+)\]\([^)]*\)/g, '$1'),
      draw: (value, column, table) => {
        const text = said(value);
        if (!text.includes('\n')) return markdownNodes(text);
        return opener(table, column, markdownNodes(text.split('\n')[0]), box => {
          for (const line of text.split(/\n+/)) {
            const paragraph = made('p', '');
            paragraph.append(markdownNodes(line));
            box.append(paragraph);
          }
        });
      },
    },
    button: {
      align: 'start',
      text: () => said,
      wide: 20,
      draw: (value, column, table, row) => {
        const look = `fr-button fr-button-${column.button_type ?? 'secondary'}`;
        const button = made('button', look, said(value));
        Object.assign(button, { type: 'button', tabIndex: -1, disabled: !column.press });
        if (column.refused) button.title = column.refused;
        button.addEventListener('click', () => table._press(column, row, button.textContent));
        return button;
      },
    },
  };
  for (const name of ['date', 'datetime', 'time']) {
    TYPES[name] = {
      align: 'start',
      text: column => {
        const written = reader({ ...column, kind: name });
        const zone = name === 'datetime' && column.timezone;
        return value => written(zone ? inZone(value, zone) : isoOf(value));
      },
    };
  }
  const OF_KIND = { bool: TYPES.checkbox, list: TYPES.list, json: TYPES.json };

  function charts(kind) {
    const text = () => value => numbersOf(value).join(', ');
    return { align: 'start', text, draw: (value, column) => chart(kind, value, column), wide: 0 };
  }
  function media(kind) {
    return (value, column, table) =>
      opener(table, column, `▶ ${said(value).split(/[?#]/)[0].split('/').at(-1).slice(0, 40)}`, box => {
        const src = mediaUrl(said(value));
        box.append(Object.assign(document.createElement(kind), { controls: true, src }));
      });
  }
  function symbol(path) {
    const svg = svgNode('svg', { viewBox: '0 -960 960 960', width: 18, height: 18, fill: 'currentColor' });
    svg.setAttribute('aria-hidden', 'true');
    svg.append(svgNode('path', { d: path }));
    return svg;
  }

  const isoOf = value =>
    typeof value === 'number'
      ? new Date(value * 1000).toISOString().slice(0, 19).replace('T', ' ')
      : String(value);
  function inZone(value, timeZone) {
    const moment = new Date(isoOf(value).replace(' ', 'T'));
    if (!/(Z|[+-]\d\d:?\d\d)$/.test(String(value)) || isNaN(moment)) return isoOf(value);
    try {
      const format = { timeZone, dateStyle: 'short', timeStyle: 'medium' };
      return new Intl.DateTimeFormat('sv-SE', format).format(moment);
    } catch {
      return isoOf(value);
    }
  }

  function typed(column) {
    const type = TYPES[column.type] ?? OF_KIND[column.kind];
    const made = { ...column, as: type };
    made.read = (type?.text ? type.text(made) : reader(column)) ?? String;
    const usual = type?.align ?? alignment(column.kind);
    made.numeric = usual === 'right';
    made.where = column.align ?? usual;
    return made;
  }

  class Table extends HTMLElement {
    static observedAttributes = [
      'data-fr-src',
      'data-fr-columns',
      'data-fr-placeholder',
      'data-fr-label',
      'data-fr-remote',
      'data-fr-row-height',
      'data-fr-words',
      'data-fr-select',
    ];
    _table = null;
    _shape = '';
    _turn = 0;
    _columns = [];
    _next = [];
    _rows = [];
    _page = { number: 1, total: 0, first: 0 };
    _at = null;
    _query = '';
    _texts = new WeakMap();
    _drawn = new WeakMap();
    _soon = false;
    _grid = null;
    _bar = null;
    _count = null;
    _search = null;
    _full = null;
    _clear = null;
    _pager = null;
    _back = null;
    _forward = null;
    _file = null;
    _watch = null;
    _wait = 0;
    _later = 0;
    _asked = null;
    _natural = null;
    _resized = false;
    _native = null;
    _picked = { rows: new Set(), columns: new Set(), cells: [] };
    _early;
    _lastPick;
    _marked = false;
    _owed = [];
    _layout = { order: [], hidden: new Set(), pinned: new Map() };
    _wide = [];
    _panel = null;
    _shown = [];
    _follow = false;

    connectedCallback() {
      if (this._bar) return;
      this._build();
      this._show();
    }

    connectedMoveCallback() {}

    disconnectedCallback() {
      queueMicrotask(() => {
        if (this.isConnected) return;
        this._table?.destroy();
        this._table = this._bar = this._native = null;
        this._shape = '';
        this._watch?.disconnect();
        document.removeEventListener('focusin', this._stay);
        document.removeEventListener('keydown', this._leave, true);
      });
    }

    attributeChangedCallback(name, before, now) {
      if (!this._bar || before === now || this._soon) return;
      this._soon = true;
      queueMicrotask(() => {
        this._soon = false;
        if (this._bar) this._show();
      });
    }

    get _words() {
      return JSON.parse(this.dataset.frWords || '{}');
    }
    get _remote() {
      return this.dataset.frRemote ? +this.dataset.frRemote : 0;
    }
    get _height() {
      return +this.dataset.frRowHeight || 35;
    }
    get _name() {
      return this.dataset.frLabel || format(this._words.rows, { count: counted(+this.dataset.frRows) });
    }

    _build() {
      this.replaceChildren();
      const grid = (this._grid = made('div', 'fr-grid'));
      const bar = (this._bar = made('div', 'fr-table-bar stElementToolbar'));
      bar.dataset.testid = 'stElementToolbar';
      const words = this._words;
      this._count = made('span', 'fr-table-count');
      this._count.setAttribute('role', 'status');
      this._search = Object.assign(made('input', 'fr-table-search'), {
        type: 'search',
        placeholder: words.search,
        autocomplete: 'off',
        hidden: true,
      });
      this._search.setAttribute('aria-label', words.search);
      this._search.setAttribute('form', '');
      this._search.addEventListener('input', () => {
        clearTimeout(this._wait);
        this._wait = setTimeout(() => this._find(this._search.value.trim()), this._remote ? LONG : FEW);
      });
      this._search.addEventListener('keydown', event => {
        if (event.key === 'Enter') event.preventDefault();
      });
      this._pager = made('span', 'fr-table-pager');
      this._back = this._button('previous', words.previous, () => this._turnTo(this._page.number - 1));
      this._forward = this._button('next', words.next, () => this._turnTo(this._page.number + 1));
      this._pager.append(this._back, this._forward);
      for (const button of this._pager.children) delete button.dataset.testid;
      this._pager.hidden = true;
      const copy = this._button('copy', words.copy, () => this._copyAll());
      copy.hidden = !navigator.clipboard;
      this._file = made('a', 'fr-table-button');
      this._file.append(sign('download'));
      this._file.setAttribute('aria-label', words.download);
      this._file.title = words.download;
      this._file.dataset.testid = 'stElementToolbarButton';
      this._file.setAttribute('download', '');
      this._clear = this._button('clear', words.clear, () => {
        if (this._unpick()) this._table.element.focus();
      });
      this._full = this._button('full', words.full, () => this._fullscreen());
      const tools = made('span', 'fr-table-tools');
      tools.append(this._search, this._pager, copy, this._file, this._full);
      bar.append(this._count, tools);
      this._addPanel();
      this.append(grid, bar);
      this._addNative();
      document.addEventListener('focusin', this._stay);
      document.addEventListener('keydown', this._leave, true);
      this.addEventListener('keydown', event => {
        if (event.key !== 'Escape' || event.defaultPrevented || event.target === this._search) return;
        if (this._unpick()) event.preventDefault();
      });
      this.addEventListener('copy', event => this._copy(event));
      this._watch = new ResizeObserver(() => this._fit());
      this._watch.observe(this);
    }

    _button(name, label, act) {
      const button = Object.assign(made('button', 'fr-table-button'), { type: 'button', title: label ?? '' });
      button.append(sign(name));
      button.setAttribute('aria-label', label ?? '');
      button.dataset.testid = 'stElementToolbarButton';
      button.addEventListener('click', act);
      return button;
    }

    async _show() {
      const turn = ++this._turn;
      const remote = this._remote;
      this._next = JSON.parse(this.dataset.frColumns || '[]').map((column, place) => ({
        ...typed(column),
        field: `c${place}`,
      }));
      const shape = JSON.stringify([
        this._next,
        remote,
        this._height,
        this.dataset.frPlaceholder,
        this.dataset.frWords,
        this.dataset.frSelect,
      ]);
      this.setAttribute('aria-busy', 'true');
      try {
        if (this._table && shape === this._shape) await this._replace(turn);
        else await this._draw(turn, shape);
      } catch (error) {
        if (turn === this._turn) this._lost(error);
        return;
      }
      if (turn !== this._turn) return;
      this.removeAttribute('aria-busy');
      this._tell();
    }

    async _draw(turn, shape) {
      const rows = this._remote ? await this._ask(1) : await this._fetch(this.dataset.frSrc);
      if (turn !== this._turn) return;
      this._table?.destroy();
      this._columns = this._next;
      this._shape = shape;
      this._at = null;
      this._natural = null;
      this._resized = false;
      this._grid.replaceChildren();
      const host = made('div', '');
      this._grid.append(host);
      this._layout = { order: [], hidden: new Set(), pinned: new Map() };
      const widths = (this._wide = this._widths(rows));
      const empty = made('span', 'fr-table-empty', this._words.empty);
      empty.setAttribute('role', 'gridcell');
      const table = (this._table = new libs.Tabulator(host, {
        data: rows,
        columns: [...(this._can('row') ? [this._picker()] : []), ...this._defined(widths)],
        height: '100%',
        rowHeight: this._height,
        layout: 'fitData',
        nestedFieldSeparator: false,
        keybindings: false,
        headerVisible: this._columns.length > 0,
        renderHorizontal: this._columns.length > 40 ? 'virtual' : 'basic',
        placeholder: empty,
        dataLoader: false,
        sortMode: this._remote ? 'remote' : 'local',
        ...(this._remote ? { ajaxURL: this.dataset.frSrc, ajaxRequestFunc: () => Promise.resolve([]) } : {}),
        rowFormatter: row => {
          this._drawn.set(row.getElement(), row);
          this.editor?.drawn(row);
        },
        movableColumns: !this._grouped,
        columnDefaults: { headerSortTristate: true, resizable: 'header', minWidth: 36 },
      }));
      await new Promise(done => table.on('tableBuilt', done));
      if (turn !== this._turn) return;
      this._watchSize(table.modules.resizeTable);
      if (this._remote) {
        await table.setData(rows);
        table.options.ajaxRequestFunc = () => this._ask(1);
        table.modules.ajax.loaderPromise = () => this._ask(1);
      }
      table.on('renderComplete', () => {
        this._settle();
        this._fit();
      });
      for (const event of ['scrollVertical', 'scrollHorizontal']) {
        table.on(event, () => {
          cancelAnimationFrame(this._later);
          this._later = requestAnimationFrame(() => this._paint());
        });
      }
      table.on('columnResized', () => {
        this._resized = true;
      });
      table.on('columnMoved', (_, columns) => {
        this._layout.order = columns.map(column => column.getField()).filter(Boolean);
        this._natural = null;
        this._at = null;
        this._settle();
      });
      this._wire(host);
      if (this._query) this._find(this._query, true);
      this._settle();
      this._fit();
    }

    async _replace(turn) {
      const rows = this._remote ? await this._ask(this._page.number) : await this._fetch(this.dataset.frSrc);
      if (turn !== this._turn) return;
      const holder = this._holder;
      const { scrollTop, scrollLeft } = holder;
      await this._table.replaceData(rows);
      Object.assign(holder, { scrollTop, scrollLeft });
    }

    get inner() {
      return {
        table: this._table,
        columns: this._shown,
        rows: this._rows,
        at: this._at,
        chosen: this._at && this._chosen,
        go: (...to) => this._go(...to),
      };
    }

    get _holder() {
      return this._grid.querySelector('.tabulator-tableholder');
    }


    async _fetch(url) {
      const response = await fetch(url, {
        credentials: 'same-origin',
        headers: { Accept: 'application/json' },
      });
      if (!response.ok) throw new Error(`${response.status}`);
      const data = await response.json();
      await this._untyped();
      return this._objects(data);
    }

    _objects({ values, total, rows: places, keys, looks, palette }) {
      if (total !== undefined) this._page.total = total;
      const fields = this._next.map(column => column.field);
      const rows = [];
      for (let place = 0; place < (values[0]?.length ?? 0); place++) {
        const row = { _at: places?.[place] ?? place };
        row._id = keys ? String(keys[place]) : row._at;
        for (let at = 0; at < fields.length; at++) row[fields[at]] = values[at][place];
        if (looks) {
          row._looks = {};
          for (const [at, numbers] of Object.entries(looks)) {
            if (numbers[place]) row._looks[`c${at}`] = palette[numbers[place]];
          }
        }
        rows.push(row);
      }
      return this.editor ? this.editor.adapt(rows, values[fields.length]) : rows;
    }

    _parameters() {
      const made = new URLSearchParams();
      const [sort] = this._table?.getSorters() ?? [];
      if (sort) {
        made.set('sort', sort.field.slice(1));
        made.set('dir', sort.dir);
      }
      if (this._query) made.set('q', this._query.slice(0, 200));
      return made;
    }

    async _ask(number) {
      const size = this._remote;
      const parameters = this._parameters();
      const asked = (this._asked = Symbol('page'));
      parameters.set('page', number);
      parameters.set('size', size);
      const rows = await this._fetch(`${this.dataset.frSrc}?${parameters}`);
      if (asked === this._asked) Object.assign(this._page, { number, first: (number - 1) * size });
      return rows;
    }

    async _turnTo(number) {
      try {
        await this._table.replaceData(await this._ask(number));
        this._holder.scrollTop = 0;
        this._tell();
      } catch (error) {
        this._lost(error);
      }
    }

    _lost() {
      this.removeAttribute('aria-busy');
      const again = Object.assign(made('button', 'fr-button fr-button-secondary', texts.again), {
        type: 'button',
      });
      again.addEventListener('click', () => this._show());
      this._count.replaceChildren(this._words.lost ?? '', ' ', again);
    }


    _defined(widths) {
      const all = [];
      this._ordered().forEach((column, nth) => {
        const place = +column.field.slice(1);
        let into = all;
        for (const name of column.group ?? []) {
          const last = into.at(-1);
          if (last?.columns && last.title === name) into = last.columns;
          else {
            const group = { title: name, columns: [], titleFormatter: () => document.createTextNode(name) };
            into.push(group);
            into = group.columns;
          }
        }
        const css = [column.index && 'fr-table-index', column.numeric && 'fr-table-number'];
        into.push({
          title: column.title,
          field: column.field,
          width: widths[place],
          hozAlign: column.where,
          headerHozAlign: 'start',
          frozen: this._isPinned(column),
          cssClass: css.filter(Boolean).join(' '),
          titleFormatter: () => this._title(column, nth),
          formatter: cell => {
            const row = cell.getRow().getData();
            const look = row._looks?.[column.field];
            if (look) cell.getElement().classList.add(...look.split(' '));
            return this._cell(column, cell.getValue(), row);
          },
          sorter: (one, other, ...[, , , dir]) => this._compare(column, one, other, dir),
        });
      });
      return all;
    }

    _title(column, place) {
      const button = Object.assign(made('button', 'fr-table-title', column.title), {
        type: 'button',
        tabIndex: place ? -1 : 0,
      });
      const { sort } = this._words;
      const label = column.title
        ? format(sort, { value: column.title })
        : sort?.replace('%s', '').trim() || '#';
      button.setAttribute('aria-label', label);
      if (column.help) {
        button.title = column.help;
        button.setAttribute('aria-description', column.help);
      }
      if (!this._can('column') || column.index) return button;
      const box = Object.assign(made('input', 'fr-table-pick-column'), { type: 'checkbox', tabIndex: -1 });
      box.column = column;
      box.setAttribute('form', '');
      box.setAttribute('aria-label', format(this._words.selectColumn, { value: column.title }));
      box.addEventListener('click', event => {
        event.stopPropagation();
        this._pickColumn(column);
      });
      const head = made('span', 'fr-table-head');
      button.textContent = '';
      head.append(withRoom(box), made('span', 'fr-table-name', column.title), button);
      return head;
    }

    _cell(column, value, row) {
      if (value === null || value === undefined) {
        const { frPlaceholder: placeholder } = this.dataset;
        if (column.as?.draw && placeholder === undefined) return made('span', '');
        return made('span', 'fr-table-none', placeholder ?? 'None');
      }
      return column.as?.draw?.(value, column, this, row) ?? document.createTextNode(column.read(value));
    }

    _peek(column, fill) {
      const dialog = made('dialog', 'fr-table-dialog');
      const close = Object.assign(made('button', 'fr-table-button', '✕'), { type: 'button' });
      close.setAttribute('aria-label', this._words.close ?? '');
      close.addEventListener('click', () => dialog.close());
      const body = made('div', 'fr-table-dialog-body');
      fill(body);
      dialog.setAttribute('aria-label', column.title);
      dialog.addEventListener('close', () => dialog.remove());
      dialog.addEventListener('click', event => event.target === dialog && dialog.close());
      dialog.append(close, body);
      this.append(dialog);
      dialog.showModal();
    }

    _press(column, row, label) {
      const field = document.getElementById(column.press);
      if (!field) return;
      field.value = (typeof row._id === 'number' ? 'r' : 'k') + row._id;
      const button = document.getElementById(`${column.press}-p`);
      button.textContent = label;
      button.click();
    }

    _compare(column, one, other, dir) {
      if (one == null && other == null) return 0;
      if (one == null || other == null) return (one == null ? 1 : -1) * (dir === 'desc' ? -1 : 1);
      if (NUMBERS.has(column.kind) || column.kind === 'bool') return +one - +other;
      if (column.kind === 'list' || column.kind === 'json') return collator.compare(said(one), said(other));
      return collator.compare(one, other);
    }

    _widths(rows) {
      const styles = getComputedStyle(this);
      const context = document.createElement('canvas').getContext('2d');
      context.font = `${styles.fontWeight} ${parseFloat(styles.fontSize) * 0.875}px ${styles.fontFamily}`;
      const wide = text => context.measureText(text.length > 60 ? text.slice(0, 60) : text).width;
      return this._columns.map(column => {
        if (column.width) return column.width;
        let most = wide(column.title) * 1.08 + 40;
        if (column.as?.wide === 0) return Math.ceil(Math.max(most, 140));
        const more = 22 + (column.as?.wide ?? 0);
        if (column.as === TYPES.image) return Math.ceil(Math.max(most, 90));
        for (const row of rows.slice(0, 100)) {
          const value = row[column.field];
          most = Math.max(
            most,
            wide(value == null ? (this.dataset.frPlaceholder ?? 'None') : column.read(value)) + more,
          );
        }
        return Math.ceil(Math.min(Math.max(most, NARROWEST), WIDEST));
      });
    }

    _dataColumns() {
      return this._table.getColumns().filter(column => column.getField()?.[0] === 'c' && column.isVisible());
    }

    _fit() {
      const holder = this._holder;
      if (!this._table?.initialized || !holder || !this.clientWidth) return;
      const columns = this._dataColumns();
      if (!this._resized && columns.length) this._fillWidth(columns, holder);
      if (this.hasAttribute('data-fr-fits')) {
        const bar = holder.offsetHeight - holder.clientHeight;
        this.parentElement.style.height = bar > 0 ? `calc(var(--fr-height) + ${bar}px)` : '';
      }
    }

    _fillWidth(columns, holder) {
      const widths = (this._natural ??= columns.map(column => column.getWidth()));
      const sum = widths.reduce((one, other) => one + other, this._can('row') ? 38 : 0);
      const content = this.closest('.fr-w-content');
      if (content) this.style.width = `min(100%, ${sum + 2 + (holder.offsetWidth - holder.clientWidth)}px)`;
      const open = columns
        .map((column, place) => (this._columns[+column.getField().slice(1)].index ? -1 : place))
        .filter(place => place >= 0);
      const room = holder.clientWidth - sum;
      const more = !content && room > 0 && open.length ? room / open.length : 0;
      let given = 0;
      columns.forEach((column, place) => {
        let share = 0;
        if (open.includes(place)) {
          share = place === open.at(-1) && more ? room - given : Math.floor(more);
          given += share;
        }
        if (column.getWidth() !== widths[place] + share) column.setWidth(widths[place] + share);
      });
    }



    get _grouped() {
      return this._columns.some(column => column.group?.length);
    }

    _isPinned(column) {
      if (this._grouped || this._columns.length > 40) return false;
      const byItself = column.pinned ?? Boolean(column.index && this.clientWidth > 480);
      return this._layout.pinned.get(column.field) ?? byItself;
    }

    _ordered() {
      const { order, hidden } = this._layout;
      const at = column => (order.includes(column.field) ? order.indexOf(column.field) : Infinity);
      const shown = this._columns.filter(column => !hidden.has(column.field));
      if (this._grouped) return shown;
      const sorted = shown.sort((one, other) => at(one) - at(other) || 0);
      return [...sorted.filter(one => this._isPinned(one)), ...sorted.filter(one => !this._isPinned(one))];
    }

    _arrange() {
      const table = this._table;
      const chosen = new Map(this._dataColumns().map(column => [column.getField(), column.getWidth()]));
      const sorters = table.getSorters().map(({ field, dir }) => ({ column: field, dir }));
      const { scrollTop } = this._holder;
      const widths = this._wide.map((width, place) =>
        this._resized ? (chosen.get(`c${place}`) ?? width) : width,
      );
      this._at = null;
      table.setColumns([...(this._can('row') ? [this._picker()] : []), ...this._defined(widths)]);
      const left = sorters.filter(({ column }) => !this._layout.hidden.has(column));
      if (left.length) table.setSort(left);
      this._natural = null;
      this._describe(table.element, this._holder);
      this._settle();
      this._fit();
      this._holder.scrollTop = scrollTop;
    }

    _watchSize(sizes) {
      const redraw = sizes.redrawTable.bind(sizes);
      let waits = false;
      sizes.redrawTable = all => {
        if (!this.editor?.types) return redraw(all);
        if (waits) return;
        waits = true;
        this._untyped().then(() => {
          waits = false;
          redraw(all);
        });
      };
    }

    async _untyped() {
      if (!this.editor?.types) return;
      this.removeAttribute('aria-busy');
      await new Promise(done => this._owed.push(done));
    }

    typed() {
      for (const go of this._owed.splice(0)) go();
    }

    _addPanel() {
      const words = this._words;
      const panel = (this._panel = made('div', 'fr-table-panel'));
      panel.hidden = true;
      panel.setAttribute('role', 'group');
      panel.setAttribute('aria-label', words.columns);
      const button = (this._columnsButton = this._button('columns', words.columns, () => {
        panel.hidden = !panel.hidden;
        button.setAttribute('aria-expanded', String(!panel.hidden));
        if (panel.hidden) return;
        this._fillPanel();
        panel.querySelector('input')?.focus();
      }));
      button.setAttribute('aria-expanded', 'false');
      const close = () => {
        panel.hidden = true;
        button.setAttribute('aria-expanded', 'false');
      };
      panel.addEventListener('keydown', event => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        close();
        button.focus();
      });
      this._bar.addEventListener('focusout', event => {
        const to = event.relatedTarget;
        if (to && !panel.contains(to) && to !== button) close();
      });
      this._search.after(button);
      this._bar.append(panel);
    }

    _fillPanel(focused = '') {
      const words = this._words;
      const { order, hidden, pinned } = this._layout;
      const all = [...this._ordered(), ...this._columns.filter(column => hidden.has(column.field))];
      const rows = all.map((column, place) => {
        const row = made('div', 'fr-table-panel-row');
        const label = made('label', '');
        const box = Object.assign(made('input', ''), { type: 'checkbox' });
        box.checked = !hidden.has(column.field);
        box.setAttribute('form', '');
        box.addEventListener('change', () => {
          if (box.checked) hidden.delete(column.field);
          else hidden.add(column.field);
          this._arrange();
        });
        label.append(box, ` ${column.title || '#'}`);
        const act = (name, text, what, off = false) => {
          const button = this._button(name, `${text}: ${column.title || '#'}`, () => {
            what();
            this._arrange();
            this._fillPanel(`${name}-${column.field}`);
          });
          button.disabled = off;
          button.dataset.frAct = `${name}-${column.field}`;
          return button;
        };
        const move = by => {
          const fields = all.map(one => one.field);
          fields.splice(place, 1);
          fields.splice(place + by, 0, column.field);
          order.splice(0, order.length, ...fields);
        };
        row.append(label);
        if (!this._grouped) {
          const on = this._isPinned(column);
          row.append(
            act('pin', on ? words.unpin : words.pin, () => pinned.set(column.field, !on)),
            act('previous', words.left, () => move(-1), place === 0),
            act('next', words.right, () => move(1), place === all.length - 1),
          );
          row.children[1].setAttribute('aria-pressed', String(on));
        }
        return row;
      });
      this._panel.replaceChildren(...rows);
      this._panel.querySelector(`[data-fr-act="${focused}"]`)?.focus();
    }

    _find(text, again = false) {
      if (text === this._query && !again) return;
      this._query = text;
      if (this._remote) {
        if (!again) this._turnTo(1);
        return;
      }
      const wanted = [text.toLowerCase()];
      if (/^-?\d+[.,]\d*$/.test(text)) wanted.push(text.replace(',', '.'), text.replace('.', ','));
      if (text) this._table.setFilter(row => wanted.some(one => this._text(row).includes(one)));
      else this._table.clearFilter();
    }

    _text(row) {
      if (!this._texts.has(row)) {
        const cells = this._columns.map(column => [column, row[column.field]]);
        const texts = cells.map(([column, value]) => (value == null ? '' : column.read(value)));
        this._texts.set(row, texts.join('\u001f').toLowerCase());
      }
      return this._texts.get(row);
    }

    _placeOf(el) {
      return (this._drawn.get(el)?.getPosition() || 0) - 1;
    }

    _settle() {
      this._holder.querySelector('.tabulator-placeholder')?.setAttribute('role', 'row');
      this._rows = this._table.getRows('active');
      this._shown = this._dataColumns().map(column => this._columns[+column.getField().slice(1)]);
      if (this._at && this._at.row >= this._rows.length) this._at = null;
      this._tell();
      this._paint();
    }

    _counting(found) {
      const words = this._words;
      const { first } = this._page;
      const count = counted(+this.dataset.frRows);
      if (this._remote && found) {
        const last = counted(first + this._rows.length);
        const page = found === 1 ? words.pageOne : words.page;
        return format(page, { first: counted(first + 1), last, count: counted(found) });
      }
      if (this._query) return format(words.found, { found: counted(found), count });
      return format(words.rows, { count });
    }

    _tell() {
      const all = +this.dataset.frRows;
      const size = this._remote;
      const { total, first } = this._page;
      const shown = this._rows.length;
      const found = size ? total : shown;
      this._count.textContent = this._counting(found) + this._pickedText();
      this._columnsButton.hidden = this._columns.length < 2;
      this._search.hidden = all < SEARCH_FROM;
      this._pager.hidden = !size || found <= size;
      this._back.disabled = first === 0;
      this._forward.disabled = first + shown >= found;
      const parameters = this._parameters();
      parameters.set('format', 'csv');
      this._file.href = `${this.dataset.frSrc}?${parameters}`;
      const grid = this._table?.element;
      grid?.setAttribute('aria-label', this._name);
      grid?.setAttribute('aria-rowcount', found + 1);
      grid?.setAttribute('aria-colcount', this._shown.length + (this._can('row') ? 1 : 0));
      if (this._can('row')) grid?.setAttribute('aria-multiselectable', String(this._can('row', 'multi')));
      this._paintHeaders();
    }

    _fullscreen() {
      const full = this.toggleAttribute('data-fr-full');
      this._full.setAttribute('aria-pressed', String(full));
      this._table?.redraw(true);
      if (!this.contains(document.activeElement)) this._full.focus();
    }

    _stay = event => {
      if (!this.hasAttribute('data-fr-full') || this.contains(event.target)) return;
      const before = this.compareDocumentPosition(event.target) & Node.DOCUMENT_POSITION_PRECEDING;
      const first = this.querySelector('[tabindex="0"]') ?? this._full;
      (before ? this._full : first).focus();
    };
    _leave = event => {
      if (event.key !== 'Escape' || !this.hasAttribute('data-fr-full')) return;
      if (event.target === this._search && this._search.value) return;
      event.preventDefault();
      event.stopPropagation();
      this._fullscreen();
    };



    get value() {
      return this._native ? [...this._native.options].map(option => option.value) : undefined;
    }

    set value(texts) {
      if (!this._native) {
        this._early = texts;
        return;
      }
      this._picked = { rows: new Set(), columns: new Set(), cells: [] };
      for (const text of texts ?? []) {
        const [kind, rest] = [text[0], text.slice(1)];
        if (kind === 'c') this._picked.columns.add(rest);
        else if (kind === 'k') this._picked.rows.add(rest);
        else if (kind === 'r') for (const place of placesOf(rest)) this._picked.rows.add(place);
        else this._picked.cells.push(text);
      }
      this._post(texts ?? []);
      if (this._table?.initialized) {
        this._paint();
        this._tell();
      }
    }

    _can(kind, how = '') {
      const modes = (this.dataset.frSelect ?? '').split(' ');
      return modes.some(mode => (how ? mode === `${how}-${kind}` : mode.split('-')[1] === kind));
    }
    get _required() {
      return (this.dataset.frSelect ?? '').includes('single-row-required');
    }

    _addNative() {
      if (this.dataset.frSelect === undefined) return;
      const early = Object.getOwnPropertyDescriptor(this, 'value')?.value ?? this._early;
      delete this.value;
      this._native = Object.assign(made('select', ''), {
        multiple: true,
        hidden: true,
        name: this.dataset.frName,
      });
      this._native.setAttribute('form', this.dataset.frForm);
      this.append(this._native);
      this.value = early ?? JSON.parse(this.dataset.frValue || '[]');
    }

    _post(texts) {
      this._native.replaceChildren(...texts.map(text => new Option(text, text, true, true)));
    }

    _choose() {
      const { rows, columns, cells } = this._picked;
      const ids = [...rows];
      const texts = ids.every(id => typeof id === 'number')
        ? rangesOf(ids).map(text => `r${text}`)
        : ids.map(id => `k${id}`);
      texts.push(...[...columns].map(name => `c${name}`), ...cells);
      this._paint();
      this._tell();
      if (JSON.stringify(texts) === JSON.stringify(this.value)) return;
      this._post(texts);
      for (const event of ['input', 'change']) {
        this._native.dispatchEvent(new Event(event, { bubbles: true }));
      }
    }

    _pickRows(from, to = from, on = null) {
      const { rows } = this._picked;
      const ids = this._rows.slice(Math.min(from, to), Math.max(from, to) + 1).map(row => row.getData()._id);
      if (!ids.length) return;
      const wanted = on ?? !ids.every(id => rows.has(id));
      if (!this._can('row', 'multi')) {
        if (!wanted && this._required) return;
        rows.clear();
        if (wanted) rows.add(ids.at(-1));
      } else for (const id of ids) rows[wanted ? 'add' : 'delete'](id);
      this._choose();
    }

    _pickColumn(column, alone = false) {
      const { columns } = this._picked;
      const name = nameOf(column);
      const on = !columns.has(name) || (alone && columns.size > 1);
      if (alone || !this._can('column', 'multi')) columns.clear();
      columns[on ? 'add' : 'delete'](name);
      this._choose();
    }

    _pressHeader(event) {
      const header = event.target.closest('.tabulator-col[tabulator-field]');
      const column = header && this._columns[+header.getAttribute('tabulator-field').slice(1)];
      const own = event.target.closest('.fr-table-title, .fr-table-room, .tabulator-col-resize-handle');
      if (!column || !this._can('column') || (own && !column.index)) return;
      event.stopPropagation();
      if (!column.index) this._pickColumn(column, !event.ctrlKey && !event.metaKey);
      else {
        this._picked.columns.clear();
        this._choose();
      }
    }

    _unpick() {
      const { rows, columns, cells } = this._picked;
      const kept = this._required ? rows : new Set();
      if (!this._native || rows.size + columns.size + cells.length === kept.size) return false;
      this._picked = { rows: kept, columns: new Set(), cells: [] };
      this._choose();
      return true;
    }

    _pickCells() {
      const { top, bottom, left, right } = this._chosen;
      const one = !this._can('cell', 'multi');
      const columns = this._shown.slice(left, right + 1).filter(column => !column.index);
      const ids = this._rows.slice(top, bottom + 1).map(row => row.getData()._id);
      const { row, column } = this._at;
      const texts = one
        ? this._cellTexts([this._rows[row]?.getData()._id], [this._shown[column]].filter(each => !each.index))
        : this._cellTexts(ids, columns);
      if (texts.length > MOST_CELLS) return;
      this._picked.cells = one && alikeTexts(texts, this._picked.cells) ? [] : texts;
      this._choose();
    }

    _cellTexts(ids, columns) {
      return columns.flatMap(column =>
        ids.every(id => typeof id === 'number')
          ? rangesOf(ids).map(rows => `x${rows}\u2063${nameOf(column)}`)
          : ids.map(id => `y${id}\u2063${nameOf(column)}`),
      );
    }

    _picker() {
      const { select, selectAll } = this._words;
      const single = !this._can('row', 'multi');
      const box = label => {
        const made = Object.assign(document.createElement('input'), { type: 'checkbox', tabIndex: -1 });
        made.className = 'fr-table-box';
        made.setAttribute('aria-label', label);
        made.setAttribute('form', '');
        return made;
      };
      return {
        title: '',
        width: 38,
        minWidth: 38,
        frozen: true,
        headerSort: false,
        resizable: false,
        cssClass: 'fr-table-pick',
        titleFormatter: () => {
          if (single) return made('span', 'fr-sr', format(select, { value: '' }).trim());
          const all = box(selectAll);
          all.tabIndex = 0;
          all.addEventListener('click', event => {
            event.stopPropagation();
            this._pickRows(0, this._rows.length - 1, all.checked);
          });
          return withRoom(all);
        },
        formatter: cell => {
          const one = box('');
          one.addEventListener('click', event => {
            const at = this._placeOf(cell.getRow().getElement());
            one.setAttribute('aria-label', format(select, { value: at + 1 }));
            event.stopPropagation();
            const from = event.shiftKey && this._lastPick !== undefined ? this._lastPick : at;
            this._lastPick = at;
            this._pickRows(from, at, one.checked);
            this._paint();
          });
          return withRoom(one);
        },
      };
    }

    _paintPicked(el, place) {
      if (!this._native) return;
      const row = this._drawn.get(el)?.getData();
      if (!row) return;
      const { rows, columns, cells } = this._picked;
      if (this._can('row')) {
        const on = rows.has(row._id);
        el.classList.toggle('fr-picked', on);
        el.setAttribute('aria-selected', String(on));
        const box = el.querySelector('.fr-table-box');
        if (box) {
          box.checked = on;
          box.setAttribute('aria-label', format(this._words.select, { value: place + 1 + this._page.first }));
        }
      }
      if (!columns.size && !cells.length && !this._marked) return;
      for (const cell of el.querySelectorAll('.tabulator-cell[tabulator-field]')) {
        const name = nameOf(this._columns[+cell.getAttribute('tabulator-field').slice(1)]);
        const on = columns.has(name) || cells.some(text => coversCell(text, row._id, name));
        cell.classList.toggle('fr-picked-cell', on);
        if (on) cell.setAttribute('aria-selected', 'true');
      }
      this._marked = true;
    }

    _paintHeaders() {
      if (!this._native) return;
      for (const box of this._grid.querySelectorAll('.fr-table-pick-column')) {
        box.checked = this._picked.columns.has(nameOf(box.column));
      }
      if (this._pickedText()) this._search.before(this._clear);
      else this._clear.remove();
      const all = this._grid.querySelector('.tabulator-header .fr-table-box');
      if (!all) return;
      const { rows } = this._picked;
      const here = this._rows.filter(row => rows.has(row.getData()._id)).length;
      all.checked = here > 0 && here === this._rows.length;
      all.indeterminate = here > 0 && here < this._rows.length;
    }

    _pickedText() {
      if (!this._native) return '';
      const { rows, columns, cells } = this._picked;
      const count = rows.size + columns.size + cells.length;
      return count ? ` · ${format(this._words.selected, { count: counted(count) })}` : '';
    }

    _wire(grid) {
      const holder = this._holder;
      this._describe(grid, holder);
      let leaves = false;
      grid.tabIndex = -1;
      holder.tabIndex = 0;
      holder.addEventListener('focus', () => leaves || grid.focus({ preventScroll: true }));
      grid.addEventListener('focus', () => {
        if (!this._at && this._rows.length) this._go(0, 0);
      });
      grid.addEventListener('keydown', event => {
        if (event.target !== grid) this._headerKey(event);
        else if (event.key === 'Tab') {
          leaves = true;
          holder.focus({ preventScroll: true });
          leaves = false;
        } else this._key(event);
      });
      const cellOf = event => {
        const cell = event.target.closest?.('.tabulator-cell');
        const row = cell?.closest('.tabulator-row');
        const place = row ? this._placeOf(row) : -1;
        if (place < 0) return null;
        const field = cell.getAttribute('tabulator-field');
        const column = this._shown.findIndex(each => each.field === field);
        return column < 0 ? null : [place, column];
      };
      const boxOf = event => {
        const row = event.target.closest?.('.tabulator-cell.fr-table-pick')?.closest('.tabulator-row');
        return row ? this._placeOf(row) : -1;
      };
      grid.addEventListener('click', event => this._pressHeader(event), true);
      let dragging = false;
      grid.addEventListener('mousedown', event => {
        const from = event.button === 0 && this._can('row', 'multi') ? boxOf(event) : -1;
        if (from >= 0) {
          const drop = up => {
            const to = boxOf(up);
            if (to >= 0 && to !== from) this._pickRows(from, to, true);
          };
          addEventListener('mouseup', drop, { once: true });
        }
        const at = event.button === 0 && cellOf(event);
        if (!at) return;
        dragging = true;
        addEventListener(
          'mouseup',
          () => {
            dragging = false;
            if (this._can('cell') && this._at && !this._shown[this._at.column]?.index) this._pickCells();
          },
          { once: true },
        );
        this._go(...at, event.shiftKey, false);
      });
      grid.addEventListener('mouseover', event => {
        const at = dragging && cellOf(event);
        if (at) this._go(...at, true, false);
      });
    }

    _describe(grid, holder) {
      grid.removeAttribute('aria-owns');
      grid.querySelector('.tabulator-header').removeAttribute('tabindex');
      holder.setAttribute('role', 'rowgroup');
      holder.querySelector('.tabulator-table').setAttribute('role', 'none');
      for (const group of grid.querySelectorAll('.tabulator-col-group')) {
        for (const name of ['aria-sort', 'aria-title']) group.removeAttribute(name);
        group.setAttribute('role', 'none');
        const title = group.firstElementChild;
        if (!title.textContent) continue;
        title.setAttribute('role', 'columnheader');
        title.setAttribute('aria-colspan', group.querySelectorAll('.tabulator-col[tabulator-field]').length);
      }
    }

    _headerKey(event) {
      const buttons = [...this._grid.querySelectorAll('.fr-table-title, .fr-table-pick-column')];
      const at = buttons.indexOf(event.target);
      if (at < 0) return;
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[keyOf(event)];
      const next = buttons[to];
      if (!next) return;
      event.preventDefault();
      event.target.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    }

    _key(event) {
      if (event.altKey || !this._rows.length) return;
      const jump = event.ctrlKey || event.metaKey;
      const last = { row: this._rows.length - 1, column: this._shown.length - 1 };
      const page = Math.max(Math.floor(this._holder.clientHeight / this._height) - 1, 1);
      let { row, column } = this._at ?? { row: 0, column: 0 };
      if (jump && event.key.toLowerCase() === 'a') {
        event.preventDefault();
        this._at = { row: last.row, column: last.column, fromRow: 0, fromColumn: 0 };
        this._paint();
        return;
      }
      if (this._act(event)) {
        event.preventDefault();
        return;
      }
      switch (keyOf(event)) {
        case 'ArrowDown':
          row = jump ? last.row : row + 1;
          break;
        case 'ArrowUp':
          row = jump ? 0 : row - 1;
          break;
        case 'ArrowRight':
          column = jump ? last.column : column + 1;
          break;
        case 'ArrowLeft':
          column = jump ? 0 : column - 1;
          break;
        case 'PageDown':
          row += page;
          break;
        case 'PageUp':
          row -= page;
          break;
        case 'Home':
          column = 0;
          if (jump) row = 0;
          break;
        case 'End':
          column = last.column;
          if (jump) row = last.row;
          break;
        default:
          return;
      }
      event.preventDefault();
      this._go(
        Math.min(Math.max(row, 0), last.row),
        Math.min(Math.max(column, 0), last.column),
        event.shiftKey,
      );
    }

    _act(event) {
      const at = this._at;
      const key = event.key === ' ' ? 'Space' : event.key;
      if (!at || (key !== 'Space' && key !== 'Enter')) return false;
      const inner = this._active?.querySelector('a[href], button:not(:disabled)');
      if (key === 'Enter' && inner) inner.click();
      else if (key === 'Space' && event.ctrlKey && this._can('column')) {
        if (!this._shown[at.column].index) this._pickColumn(this._shown[at.column]);
      } else if (key === 'Space' && this._can('row')) {
        const { top, bottom } = this._chosen;
        if (event.shiftKey) this._pickRows(top, bottom, true);
        else this._pickRows(at.row);
      } else if (this._can('cell')) this._pickCells();
      else return false;
      return true;
    }

    _go(row, column, extend = false, scroll = true) {
      this._at =
        extend && this._at ? { ...this._at, row, column } : { row, column, fromRow: row, fromColumn: column };
      this._follow = scroll;
      this._paint();
      if (!this._follow) return;
      const holder = this._holder;
      const widths = this._dataColumns().map(one => one.getWidth());
      holder.scrollTop = (row + 1) * this._height - holder.clientHeight;
      holder.scrollLeft =
        widths.slice(0, column + 1).reduce((one, other) => one + other, 0) - holder.clientWidth;
    }

    _reveal(cell) {
      const holder = this._holder;
      const box = holder.getBoundingClientRect();
      const { top, bottom, left, right } = cell.getBoundingClientRect();
      holder.scrollTop += Math.min(top - box.top, 0) || Math.max(bottom - box.top - holder.clientHeight, 0);
      if (cell.classList.contains('tabulator-frozen')) return;
      const edges = [...this._grid.querySelectorAll('.tabulator-header .tabulator-frozen-left')].map(
        pinned => pinned.getBoundingClientRect().right,
      );
      const start = Math.max(box.left, ...edges);
      holder.scrollLeft +=
        Math.min(left - start, 0) ||
        Math.min(Math.max(right - box.left - holder.clientWidth, 0), Math.max(left - start, 0));
    }

    get _chosen() {
      const { row, column, fromRow, fromColumn } = this._at;
      return {
        top: Math.min(row, fromRow),
        bottom: Math.max(row, fromRow),
        left: Math.min(column, fromColumn),
        right: Math.max(column, fromColumn),
      };
    }

    _paint() {
      const table = this._table;
      if (!table?.initialized) return;
      const grid = table.element;
      const at = this._at;
      const chosen = at && this._chosen;
      let active = null;
      const index = new Map(this._shown.map((column, at) => [column.field, at]));
      for (const el of grid.querySelectorAll('.tabulator-row')) {
        const place = this._placeOf(el);
        const inside = chosen && place >= chosen.top && place <= chosen.bottom;
        el.setAttribute('aria-rowindex', place + 2 + this._page.first);
        for (const cell of el.querySelectorAll('.tabulator-cell')) {
          const column = index.get(cell.getAttribute('tabulator-field')) ?? -1;
          const on = Boolean(inside && column >= chosen.left && column <= chosen.right);
          if (cell.classList.contains('fr-chosen') !== on) {
            cell.classList.toggle('fr-chosen', on);
            if (on) cell.setAttribute('aria-selected', 'true');
            else cell.removeAttribute('aria-selected');
          }
          const here = Boolean(at && place === at.row && column === at.column);
          cell.classList.toggle('fr-active', here);
          if (here) active = cell;
          else if (cell.id) cell.removeAttribute('id');
        }
        this._paintPicked(el, place);
      }
      this._active = active;
      if (active && this._follow) {
        this._follow = false;
        this._reveal(active);
      }
      if (active) {
        active.id = `${this.id}-active`;
        grid.setAttribute('aria-activedescendant', active.id);
      } else grid.removeAttribute('aria-activedescendant');
      this.editor?.painted();
    }

    _plain(rows, columns) {
      const cell = (row, column) => {
        const value = row[column.field];
        if (value == null) return '';
        if (column.kind === 'bool' || column.kind === 'float') return String(value);
        return column.read(value).replace(/[\t\r\n]+/g, ' ');
      };
      return rows.map(row => columns.map(column => cell(row, column)).join('\t')).join('\n');
    }

    _copy(event) {
      if (!this._at || event.target === this._search || document.activeElement !== this._table?.element) {
        return;
      }
      const { top, bottom, left, right } = this._chosen;
      event.clipboardData.setData(
        'text/plain',
        this._plain(
          this._rows.slice(top, bottom + 1).map(row => row.getData()),
          this._shown.slice(left, right + 1),
        ),
      );
      event.preventDefault();
    }

    _copyAll() {
      const at = this._at && this._chosen;
      const several = at && (at.top !== at.bottom || at.left !== at.right);
      const rows = (several ? this._rows.slice(at.top, at.bottom + 1) : this._rows).map(row => row.getData());
      const columns = several ? this._shown.slice(at.left, at.right + 1) : this._shown;
      const head = several ? '' : `${columns.map(column => column.title).join('\t')}\n`;
      navigator.clipboard.writeText(head + this._plain(rows, columns)).then(
        () => {
          this._count.textContent = this._words.copied;
          setTimeout(() => this._tell(), 1500);
        },
        () => {},
      );
    }
  }

  app.formrerun.tables = { Table, TYPES, counted, format, made, nameOf, sign, typed };

  Promise.all([addStyle('frTableLibCss').then(() => addStyle('frTableCss')), addScript('frTableLib')])
    .then(() => customElements.define('fr-table', Table))
    .catch(() => {});
})();
