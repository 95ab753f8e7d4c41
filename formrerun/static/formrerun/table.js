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

  const SIGNS = {
    previous: 'M12 5 7 10l5 5',
    next: 'm8 5 5 5-5 5',
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

  const language = app.lang || undefined;
  const counted = number => number.toLocaleString(language);
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });


  function short(value) {
    const rounded = +value.toFixed(4);
    if (rounded === 0 && value !== 0) return String(+value.toPrecision(4));
    if (rounded === 0) return '0'; // without the sign of -0
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

  function localized(kind, value) {
    if (kind === 'time') return value;
    if (kind === 'date') return new Date(`${value}T00:00`).toLocaleString(language, { dateStyle: 'medium' });
    const moment = new Date(value.replace(' ', 'T'));
    return moment.toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
  }

  function reader({ kind, format }) {
    const number = value => (typeof value === 'string' ? +value : value);
    if (format && NUMBERS.has(kind)) {
      const known = FORMATS[format];
      if (known) return value => known(number(value));
      return format.includes('%') ? value => printf(format, value) : null;
    }
    if (format && ['date', 'datetime', 'time'].includes(kind)) {
      if (format === 'iso8601') return value => value.replace(' ', 'T');
      if (format === 'localized') return value => localized(kind, value);
      return value => moment(format, value);
    }
    if (format && kind === 'text') return value => printf(format, value);
    if (kind === 'float') {
      return value => (typeof value === 'string' ? value : short(value).replace('.', texts.decimal));
    }
    if (kind === 'bool') return value => (value ? '☑' : '☐');
    return kind === 'duration' ? duration : String;
  }

  function alignment(kind) {
    if (NUMBERS.has(kind)) return 'right';
    return kind === 'bool' ? 'center' : 'left';
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
    ];
    #table = null; // Tabulator's
    #shape = ''; // what it was built for
    #turn = 0; // counts the attempts to show something: only the last one may
    #columns = [];
    #rows = []; // the rows that are shown, in their order
    #page = { number: 1, total: 0, first: 0 };
    #at = null;
    #query = '';
    #texts = new WeakMap();
    #drawn = new WeakMap(); // elements of rows → rows
    #soon = false; // what the attributes say is about to be shown
    #grid = null;
    #bar = null; // below the grid: the count, and the tools
    #count = null;
    #search = null;
    #full = null;
    #pager = null;
    #back = null;
    #forward = null;
    #file = null; // the link to the data as a file
    #watch = null;
    #wait = 0; // the timer of a search
    #later = 0; // the next painting after scrolling
    #asked = null; // the last page of rows that was asked for
    #natural = null; // widths of the columns by what stands in them
    #resized = false; // somebody chose widths
    #follow = false; // the cell the keys moved to is still to be brought into sight

    connectedCallback() {
      if (this.#bar) return;
      this.#build();
      this.#show();
    }

    connectedMoveCallback() {}

    disconnectedCallback() {
      queueMicrotask(() => {
        if (this.isConnected) return; // it was only moved
        this.#table?.destroy();
        this.#table = this.#bar = null;
        this.#shape = '';
        this.#watch?.disconnect();
        document.removeEventListener('focusin', this.#stay);
        document.removeEventListener('keydown', this.#leave, true);
      });
    }

    attributeChangedCallback(name, before, now) {
      if (!this.#bar || before === now || this.#soon) return;
      this.#soon = true;
      queueMicrotask(() => {
        this.#soon = false;
        if (this.#bar) this.#show();
      });
    }

    get #words() {
      return JSON.parse(this.dataset.frWords || '{}');
    }
    get #remote() {
      return this.dataset.frRemote ? +this.dataset.frRemote : 0;
    }
    get #height() {
      return +this.dataset.frRowHeight || 35;
    }
    get #name() {
      return this.dataset.frLabel || format(this.#words.rows, { count: counted(+this.dataset.frRows) });
    }

    #build() {
      this.replaceChildren();
      const grid = (this.#grid = made('div', 'fr-grid'));
      const bar = (this.#bar = made('div', 'fr-table-bar stElementToolbar'));
      bar.dataset.testid = 'stElementToolbar';
      const words = this.#words;
      this.#count = made('span', 'fr-table-count');
      this.#count.setAttribute('role', 'status');
      this.#search = Object.assign(made('input', 'fr-table-search'), {
        type: 'search',
        placeholder: words.search,
        autocomplete: 'off',
        hidden: true,
      });
      this.#search.setAttribute('aria-label', words.search);
      this.#search.setAttribute('form', '');
      this.#search.addEventListener('input', () => {
        clearTimeout(this.#wait);
        this.#wait = setTimeout(() => this.#find(this.#search.value.trim()), this.#remote ? LONG : FEW);
      });
      this.#search.addEventListener('keydown', event => {
        if (event.key === 'Enter') event.preventDefault();
      });
      this.#pager = made('span', 'fr-table-pager');
      this.#back = this.#button('previous', words.previous, () => this.#turnTo(this.#page.number - 1));
      this.#forward = this.#button('next', words.next, () => this.#turnTo(this.#page.number + 1));
      this.#pager.append(this.#back, this.#forward);
      this.#pager.hidden = true;
      const copy = this.#button('copy', words.copy, () => this.#copyAll());
      copy.hidden = !navigator.clipboard;
      this.#file = made('a', 'fr-table-button');
      this.#file.append(sign('download'));
      this.#file.setAttribute('aria-label', words.download);
      this.#file.title = words.download;
      this.#file.dataset.testid = 'stElementToolbarButton';
      this.#file.setAttribute('download', '');
      this.#full = this.#button('full', words.full, () => this.#fullscreen());
      const tools = made('span', 'fr-table-tools');
      tools.append(this.#search, this.#pager, copy, this.#file, this.#full);
      bar.append(this.#count, tools);
      this.append(grid, bar);
      document.addEventListener('focusin', this.#stay);
      document.addEventListener('keydown', this.#leave, true);
      this.addEventListener('copy', event => this.#copy(event));
      this.#watch = new ResizeObserver(() => this.#fit());
      this.#watch.observe(this);
    }

    #button(name, label, act) {
      const button = Object.assign(made('button', 'fr-table-button'), { type: 'button', title: label ?? '' });
      button.append(sign(name));
      button.setAttribute('aria-label', label ?? '');
      button.dataset.testid = 'stElementToolbarButton';
      button.addEventListener('click', act);
      return button;
    }

    async #show() {
      const turn = ++this.#turn;
      const remote = this.#remote;
      this.#columns = JSON.parse(this.dataset.frColumns || '[]').map((column, place) => ({
        ...column,
        field: `c${place}`,
        read: reader(column) ?? String,
      }));
      const shape = JSON.stringify([
        this.#columns,
        remote,
        this.#height,
        this.dataset.frPlaceholder,
        this.dataset.frWords,
      ]);
      this.setAttribute('aria-busy', 'true');
      try {
        if (this.#table && shape === this.#shape) await this.#replace(turn);
        else await this.#draw(turn, shape);
      } catch (error) {
        if (turn === this.#turn) this.#lost(error);
        return;
      }
      if (turn !== this.#turn) return;
      this.removeAttribute('aria-busy');
      this.#tell();
    }

    async #draw(turn, shape) {
      const rows = this.#remote ? await this.#ask(1) : await this.#fetch(this.dataset.frSrc);
      if (turn !== this.#turn) return;
      this.#table?.destroy();
      this.#shape = shape;
      this.#at = null;
      this.#natural = null; // the widths of other columns
      this.#resized = false;
      this.#grid.replaceChildren();
      const host = made('div', '');
      this.#grid.append(host);
      const widths = this.#widths(rows);
      const empty = made('span', 'fr-table-empty', this.#words.empty);
      empty.setAttribute('role', 'gridcell');
      const table = (this.#table = new libs.Tabulator(host, {
        data: rows,
        columns: this.#defined(widths),
        height: '100%',
        rowHeight: this.#height,
        layout: 'fitData',
        nestedFieldSeparator: false,
        keybindings: false,
        headerVisible: this.#columns.length > 0,
        renderHorizontal: this.#columns.length > 40 ? 'virtual' : 'basic',
        placeholder: empty,
        dataLoader: false,
        sortMode: this.#remote ? 'remote' : 'local',
        ...(this.#remote ? { ajaxURL: this.dataset.frSrc, ajaxRequestFunc: () => Promise.resolve([]) } : {}),
        rowFormatter: row => this.#drawn.set(row.getElement(), row),
        columnDefaults: { headerSortTristate: true, resizable: 'header', minWidth: 36 },
      }));
      await new Promise(done => table.on('tableBuilt', done));
      if (turn !== this.#turn) return;
      if (this.#remote) {
        await table.setData(rows);
        table.options.ajaxRequestFunc = () => this.#ask(1);
        table.modules.ajax.loaderPromise = () => this.#ask(1);
      }
      table.on('renderComplete', () => this.#settle()); // other rows, another order, a search
      for (const event of ['scrollVertical', 'scrollHorizontal']) {
        table.on(event, () => {
          cancelAnimationFrame(this.#later);
          this.#later = requestAnimationFrame(() => this.#paint());
        });
      }
      table.on('columnResized', () => {
        this.#resized = true;
      });
      this.#wire(host);
      if (this.#query) this.#find(this.#query, true);
      this.#settle();
      this.#fit();
    }

    async #replace(turn) {
      const rows = this.#remote ? await this.#ask(this.#page.number) : await this.#fetch(this.dataset.frSrc);
      if (turn !== this.#turn) return;
      const holder = this.#holder;
      const { scrollTop, scrollLeft } = holder;
      await this.#table.replaceData(rows);
      Object.assign(holder, { scrollTop, scrollLeft });
    }

    get #holder() {
      return this.#grid.querySelector('.tabulator-tableholder');
    }


    async #fetch(url) {
      const response = await fetch(url, {
        credentials: 'same-origin',
        headers: { Accept: 'application/json' },
      });
      if (!response.ok) throw new Error(`${response.status}`);
      return this.#objects(await response.json());
    }

    #objects({ values, total }) {
      if (total !== undefined) this.#page.total = total;
      const fields = this.#columns.map(column => column.field);
      const rows = [];
      for (let place = 0; place < (values[0]?.length ?? 0); place++) {
        const row = {};
        for (let at = 0; at < fields.length; at++) row[fields[at]] = values[at][place];
        rows.push(row);
      }
      return rows;
    }

    #parameters() {
      const made = new URLSearchParams();
      const [sort] = this.#table?.getSorters() ?? [];
      if (sort) {
        made.set('sort', sort.field.slice(1));
        made.set('dir', sort.dir);
      }
      if (this.#query) made.set('q', this.#query.slice(0, 200));
      return made;
    }

    async #ask(number) {
      const size = this.#remote;
      const parameters = this.#parameters();
      const asked = (this.#asked = Symbol('page'));
      parameters.set('page', number);
      parameters.set('size', size);
      const rows = await this.#fetch(`${this.dataset.frSrc}?${parameters}`);
      if (asked === this.#asked) Object.assign(this.#page, { number, first: (number - 1) * size });
      return rows;
    }

    async #turnTo(number) {
      try {
        await this.#table.replaceData(await this.#ask(number));
        this.#holder.scrollTop = 0;
        this.#tell();
      } catch (error) {
        this.#lost(error);
      }
    }

    #lost() {
      this.removeAttribute('aria-busy');
      const again = Object.assign(made('button', 'fr-button fr-button-secondary', texts.again), {
        type: 'button',
      });
      again.addEventListener('click', () => this.#show());
      this.#count.replaceChildren(this.#words.lost ?? '', ' ', again);
    }


    #defined(widths) {
      const all = [];
      this.#columns.forEach((column, place) => {
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
        into.push({
          title: column.title,
          field: column.field,
          width: widths[place],
          hozAlign: alignment(column.kind),
          headerHozAlign: 'left',
          cssClass: column.index ? 'fr-table-index' : '',
          titleFormatter: () => this.#title(column, place),
          formatter: cell => this.#cell(column, cell.getValue()),
          sorter: (one, other, ...[, , , dir]) => this.#compare(column, one, other, dir),
        });
      });
      return all;
    }

    #title(column, place) {
      const button = Object.assign(made('button', 'fr-table-title', column.title), {
        type: 'button',
        tabIndex: place ? -1 : 0,
      });
      const { sort } = this.#words;
      const label = column.title
        ? format(sort, { value: column.title })
        : sort?.replace('%s', '').trim() || '#';
      button.setAttribute('aria-label', label);
      if (column.help) {
        button.title = column.help;
        button.setAttribute('aria-description', column.help);
      }
      return button;
    }

    #cell(column, value) {
      if (value === null || value === undefined) {
        const { frPlaceholder: placeholder } = this.dataset;
        if (column.kind === 'bool' && placeholder === undefined) return made('span', '');
        return made('span', 'fr-table-none', placeholder ?? 'None');
      }
      const text = column.read(value);
      if (column.kind !== 'bool') return document.createTextNode(text);
      const glyph = made('span', 'fr-table-bool', text);
      glyph.setAttribute('role', 'img');
      glyph.setAttribute('aria-label', value ? this.#words.true : this.#words.false);
      return glyph;
    }

    #compare(column, one, other, dir) {
      if (one == null && other == null) return 0;
      if (one == null || other == null) return (one == null ? 1 : -1) * (dir === 'desc' ? -1 : 1);
      if (NUMBERS.has(column.kind) || column.kind === 'bool') return +one - +other;
      return collator.compare(one, other);
    }

    #widths(rows) {
      const styles = getComputedStyle(this);
      const context = document.createElement('canvas').getContext('2d');
      context.font = `${styles.fontWeight} ${parseFloat(styles.fontSize) * 0.875}px ${styles.fontFamily}`;
      const wide = text => context.measureText(text.length > 60 ? text.slice(0, 60) : text).width;
      return this.#columns.map(column => {
        if (column.width) return column.width;
        let most = wide(column.title) * 1.08 + 40;
        for (const row of rows.slice(0, 100)) {
          const value = row[column.field];
          most = Math.max(
            most,
            wide(value == null ? (this.dataset.frPlaceholder ?? 'None') : column.read(value)) + 22,
          );
        }
        return Math.ceil(Math.min(Math.max(most, NARROWEST), WIDEST));
      });
    }

    #fit() {
      const holder = this.#holder;
      if (!this.#table?.initialized || !holder || !this.clientWidth) return;
      const columns = this.#table.getColumns();
      if (!this.#resized && columns.length) this.#fillWidth(columns, holder);
      if (this.hasAttribute('data-fr-fits')) {
        const bar = holder.offsetHeight - holder.clientHeight;
        this.parentElement.style.height = bar > 0 ? `calc(var(--fr-height) + ${bar}px)` : '';
      }
    }

    #fillWidth(columns, holder) {
      const widths = (this.#natural ??= columns.map(column => column.getWidth()));
      const sum = widths.reduce((one, other) => one + other, 0);
      const content = this.closest('.fr-w-content');
      if (content) this.style.width = `min(100%, ${sum + 2 + (holder.offsetWidth - holder.clientWidth)}px)`;
      const open = this.#columns
        .map((column, place) => (column.width || column.index ? -1 : place))
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


    #find(text, again = false) {
      if (text === this.#query && !again) return;
      this.#query = text;
      if (this.#remote) {
        if (!again) this.#turnTo(1);
        return;
      }
      const wanted = text.toLowerCase();
      if (wanted) this.#table.setFilter(row => this.#text(row).includes(wanted));
      else this.#table.clearFilter();
    }

    #text(row) {
      if (!this.#texts.has(row)) {
        const cells = this.#columns.map(column => [column, row[column.field]]);
        const texts = cells.map(([column, value]) => (value == null ? '' : column.read(value)));
        this.#texts.set(row, texts.join('\u001f').toLowerCase());
      }
      return this.#texts.get(row);
    }

    #placeOf(el) {
      return (this.#drawn.get(el)?.getPosition() || 0) - 1;
    }

    #settle() {
      this.#holder.querySelector('.tabulator-placeholder')?.setAttribute('role', 'row');
      this.#rows = this.#table.getRows('active');
      if (this.#at && this.#at.row >= this.#rows.length) this.#at = null;
      this.#tell();
      this.#paint();
    }

    #counting(found) {
      const words = this.#words;
      const { first } = this.#page;
      const count = counted(+this.dataset.frRows);
      if (this.#remote && found) {
        const last = counted(first + this.#rows.length);
        const page = found === 1 ? words.pageOne : words.page;
        return format(page, { first: counted(first + 1), last, count: counted(found) });
      }
      if (this.#query) return format(words.found, { found: counted(found), count });
      return format(words.rows, { count });
    }

    #tell() {
      const all = +this.dataset.frRows;
      const size = this.#remote;
      const { total, first } = this.#page;
      const shown = this.#rows.length;
      const found = size ? total : shown;
      this.#count.textContent = this.#counting(found);
      this.#search.hidden = all < SEARCH_FROM;
      this.#pager.hidden = !size || found <= size;
      this.#back.disabled = first === 0;
      this.#forward.disabled = first + shown >= found;
      const parameters = this.#parameters();
      parameters.set('format', 'csv');
      this.#file.href = `${this.dataset.frSrc}?${parameters}`;
      const grid = this.#table?.element;
      grid?.setAttribute('aria-label', this.#name);
      grid?.setAttribute('aria-rowcount', found + 1);
      grid?.setAttribute('aria-colcount', this.#columns.length);
    }

    #fullscreen() {
      const full = this.toggleAttribute('data-fr-full');
      this.#full.setAttribute('aria-pressed', String(full));
      this.#table?.redraw(true);
      if (!this.contains(document.activeElement)) this.#full.focus();
    }

    #stay = event => {
      if (!this.hasAttribute('data-fr-full') || this.contains(event.target)) return;
      const before = this.compareDocumentPosition(event.target) & Node.DOCUMENT_POSITION_PRECEDING;
      const first = this.querySelector('[tabindex="0"]') ?? this.#full;
      (before ? this.#full : first).focus();
    };
    #leave = event => {
      if (event.key !== 'Escape' || !this.hasAttribute('data-fr-full')) return;
      if (event.target === this.#search && this.#search.value) return; // it empties the search
      event.preventDefault(); // a dialog around it stays
      event.stopPropagation();
      this.#fullscreen();
    };


    #wire(grid) {
      const holder = this.#holder;
      this.#describe(grid, holder);
      let leaves = false;
      grid.tabIndex = -1;
      holder.tabIndex = 0;
      holder.addEventListener('focus', () => leaves || grid.focus({ preventScroll: true }));
      grid.addEventListener('focus', () => {
        if (!this.#at && this.#rows.length) this.#go(0, 0);
      });
      grid.addEventListener('keydown', event => {
        if (event.target !== grid) this.#headerKey(event);
        else if (event.key === 'Tab') {
          leaves = true;
          holder.focus({ preventScroll: true });
          leaves = false;
        } else this.#key(event);
      });
      const cellOf = event => {
        const cell = event.target.closest?.('.tabulator-cell');
        const row = cell?.closest('.tabulator-row');
        const place = row ? this.#placeOf(row) : -1;
        if (place < 0) return null;
        const field = cell.getAttribute('tabulator-field');
        return [place, this.#columns.findIndex(column => column.field === field)];
      };
      let dragging = false;
      grid.addEventListener('mousedown', event => {
        const at = event.button === 0 && cellOf(event);
        if (!at) return;
        dragging = true;
        addEventListener(
          'mouseup',
          () => {
            dragging = false;
          },
          { once: true },
        );
        this.#go(...at, event.shiftKey, false);
      });
      grid.addEventListener('mouseover', event => {
        const at = dragging && cellOf(event);
        if (at) this.#go(...at, true, false);
      });
    }

    #describe(grid, holder) {
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

    #headerKey(event) {
      const buttons = [...this.#grid.querySelectorAll('.fr-table-title')];
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

    #key(event) {
      if (event.altKey || !this.#rows.length) return;
      const jump = event.ctrlKey || event.metaKey;
      const last = { row: this.#rows.length - 1, column: this.#columns.length - 1 };
      const page = Math.max(Math.floor(this.#holder.clientHeight / this.#height) - 1, 1);
      let { row, column } = this.#at ?? { row: 0, column: 0 };
      if (jump && event.key.toLowerCase() === 'a') {
        event.preventDefault();
        this.#at = { row: last.row, column: last.column, fromRow: 0, fromColumn: 0 };
        this.#paint();
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
      this.#go(
        Math.min(Math.max(row, 0), last.row),
        Math.min(Math.max(column, 0), last.column),
        event.shiftKey,
      );
    }

    #go(row, column, extend = false, scroll = true) {
      this.#at =
        extend && this.#at ? { ...this.#at, row, column } : { row, column, fromRow: row, fromColumn: column };
      this.#follow = scroll;
      this.#paint();
      if (!this.#follow) return;
      const holder = this.#holder;
      const widths = this.#table.getColumns().map(one => one.getWidth());
      holder.scrollTop = (row + 1) * this.#height - holder.clientHeight;
      holder.scrollLeft =
        widths.slice(0, column + 1).reduce((one, other) => one + other, 0) - holder.clientWidth;
    }

    #reveal(cell) {
      const holder = this.#holder;
      const box = holder.getBoundingClientRect();
      const { top, bottom, left, right } = cell.getBoundingClientRect();
      holder.scrollTop += Math.min(top - box.top, 0) || Math.max(bottom - box.top - holder.clientHeight, 0);
      holder.scrollLeft +=
        Math.min(left - box.left, 0) ||
        Math.min(Math.max(right - box.left - holder.clientWidth, 0), left - box.left);
    }

    get #chosen() {
      const { row, column, fromRow, fromColumn } = this.#at;
      return {
        top: Math.min(row, fromRow),
        bottom: Math.max(row, fromRow),
        left: Math.min(column, fromColumn),
        right: Math.max(column, fromColumn),
      };
    }

    #paint() {
      const table = this.#table;
      if (!table?.initialized) return;
      const grid = table.element;
      const at = this.#at;
      const chosen = at && this.#chosen;
      let active = null;
      for (const el of grid.querySelectorAll('.tabulator-row')) {
        const place = this.#placeOf(el);
        const inside = chosen && place >= chosen.top && place <= chosen.bottom;
        el.setAttribute('aria-rowindex', place + 2 + this.#page.first);
        for (const cell of el.querySelectorAll('.tabulator-cell')) {
          const column = +(cell.getAttribute('tabulator-field') ?? 'c-1').slice(1);
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
      }
      if (active && this.#follow) {
        this.#follow = false;
        this.#reveal(active);
      }
      if (active) {
        active.id = `${this.id}-active`;
        grid.setAttribute('aria-activedescendant', active.id);
      } else grid.removeAttribute('aria-activedescendant');
    }

    #plain(rows, columns) {
      const cell = (row, column) => {
        const value = row[column.field];
        if (value == null) return '';
        if (column.kind === 'bool' || column.kind === 'float') return String(value);
        return column.read(value).replace(/[\t\r\n]+/g, ' ');
      };
      return rows.map(row => columns.map(column => cell(row, column)).join('\t')).join('\n');
    }

    #copy(event) {
      if (!this.#at || event.target === this.#search || document.activeElement !== this.#table?.element) {
        return;
      }
      const { top, bottom, left, right } = this.#chosen;
      event.clipboardData.setData(
        'text/plain',
        this.#plain(
          this.#rows.slice(top, bottom + 1).map(row => row.getData()),
          this.#columns.slice(left, right + 1),
        ),
      );
      event.preventDefault();
    }

    #copyAll() {
      const at = this.#at && this.#chosen;
      const several = at && (at.top !== at.bottom || at.left !== at.right);
      const rows = (several ? this.#rows.slice(at.top, at.bottom + 1) : this.#rows).map(row => row.getData());
      const columns = several ? this.#columns.slice(at.left, at.right + 1) : this.#columns;
      const head = several ? '' : `${columns.map(column => column.title).join('\t')}\n`;
      navigator.clipboard.writeText(head + this.#plain(rows, columns)).then(
        () => {
          this.#count.textContent = this.#words.copied;
          setTimeout(() => this.#tell(), 1500);
        },
        () => {},
      );
    }
  }

  Promise.all([addStyle('frTableLibCss').then(() => addStyle('frTableCss')), addScript('frTableLib')])
    .then(() => customElements.define('fr-table', Table))
    .catch(() => {});
})();
