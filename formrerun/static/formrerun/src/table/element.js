  // ----------------------------------------------------------------------------------------------- the table

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
    _table = null; // Tabulator's
    _shape = ''; // what it was built for
    _turn = 0; // counts the attempts to show something: only the last one may
    _columns = []; // of the table that is shown
    _next = []; // of the one that is wanted, while its rows come
    _rows = []; // the rows that are shown, in their order
    _page = { number: 1, total: 0, first: 0 };
    // the cell the keys move, and the other corner of what is chosen: { row, column, fromRow, fromColumn }
    _at = null;
    _query = '';
    _texts = new WeakMap();
    _drawn = new WeakMap(); // elements of rows → rows
    _soon = false; // what the attributes say is about to be shown
    _grid = null;
    _bar = null; // below the grid: the count, and the tools
    _count = null;
    _search = null;
    _full = null;
    _clear = null; // the button that takes out what is selected
    _pager = null;
    _back = null;
    _forward = null;
    _file = null; // the link to the data as a file
    _watch = null;
    _wait = 0; // the timer of a search
    _later = 0; // the next painting after scrolling
    _asked = null; // the last page of rows that was asked for
    _natural = null; // widths of the columns by what stands in them
    _resized = false; // somebody chose widths
    _native = null; // the select that is posted, where something can be selected
    _picked = { rows: new Set(), columns: new Set(), cells: [] };
    _early; // a value from before it was built
    _lastPick; // the row that was selected last: with Shift the others up to the next one are, too
    _marked = false; // cells are marked as selected
    _owed = []; // what waits until no cell is typed into
    _layout = { order: [], hidden: new Set(), pinned: new Map() }; // what somebody made of the columns
    _wide = []; // the widths of the columns by themselves
    _panel = null;
    _shown = []; // the columns in the order that is shown, without hidden ones
    _follow = false; // the cell the keys moved to is still to be brought into sight

    connectedCallback() {
      if (this._bar) return;
      this._build();
      this._show();
    }

    connectedMoveCallback() {}

    disconnectedCallback() {
      queueMicrotask(() => {
        if (this.isConnected) return; // it was only moved
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
      for (const button of this._pager.children) delete button.dataset.testid; // Streamlit has none
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
        if (this._unpick()) event.preventDefault(); // a dialog around it stays open
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

    /** Show what the attributes say: build the table, or put other rows into the one that is there. */
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
      this._natural = null; // the widths of other columns
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
        // From here on a press on a header asks the server.
        table.options.ajaxRequestFunc = () => this._ask(1);
        table.modules.ajax.loaderPromise = () => this._ask(1);
      }
      table.on('renderComplete', () => {
        this._settle(); // other rows, another order, a search
        this._fit(); // a table that comes into sight is drawn anew, as wide as its columns were at first
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

    /** What an editor around it works with. */
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

