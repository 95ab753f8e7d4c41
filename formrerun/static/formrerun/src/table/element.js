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
    ];
    #table = null; // Tabulator's
    #shape = ''; // what it was built for
    #turn = 0; // counts the attempts to show something: only the last one may
    #columns = [];
    #rows = []; // the rows that are shown, in their order
    #page = { number: 1, total: 0, first: 0 };
    // the cell the keys move, and the other corner of what is chosen: { row, column, fromRow, fromColumn }
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

    /** Show what the attributes say: build the table, or put other rows into the one that is there. */
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
        // From here on a press on a header asks the server.
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

