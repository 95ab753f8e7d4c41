  class Select extends HTMLElement {
    static formAssociated = true; // so that its <label> leads here
    static observedAttributes = ['data-fr-disabled'];
    #ts = null;
    #served = ''; // the options as the server gave them last
    #found = { query: null, values: [] }; // what the last search found
    #said = made('span', ''); // of several choices, what a screen reader says
    #lists = new Map(); // of a long list, what each text has found
    #pause = 0;
    #enters = false; // Enter was pressed before the answer to a search was there
    #seen = null; // watches what the page says of the native select

    connectedCallback() {
      if (this.#ts) return;
      const early = Object.getOwnPropertyDescriptor(this, 'value')?.value; // set before this class was known
      delete this.value;
      this.#build();
      if (early !== undefined) this.value = early;
    }

    connectedMoveCallback() {}

    disconnectedCallback() {
      queueMicrotask(() => {
        // a browser without moveBefore() takes it out and puts it back
        if (this.isConnected || !this.#ts) return;
        this.#ts.destroy();
        this.#ts = null;
        this.#seen?.disconnect();
      });
    }

    attributeChangedCallback() {
      if (this.#ts) this.#able();
    }

    get #multiple() {
      return this.hasAttribute('data-fr-multiple');
    }
    get #select() {
      return this.querySelector('select');
    }
    get #most() {
      return this.dataset.frMost ? +this.dataset.frMost : Infinity;
    }
    get #whyNone() {
      if (this.#full) return this.dataset.frMostText;
      const list = this.#remote ? this.#asked(this.#ts.inputValue()) : {};
      return list.asks ? texts.searching : list.failed ? texts.notLoaded : texts.none;
    }
    get #full() {
      return this.#multiple && this.#ts.items.length >= this.#most;
    }

    #build() {
      const select = this.#select;
      const live = [...select.selectedOptions].map(option => option.value);
      const given = JSON.parse(this.dataset.frValue || '[]');
      // Chosen by hand while this was loading? Otherwise the server knows the order of choosing.
      const early = live.length !== given.length || live.some(value => !given.includes(value)) ? live : given;
      const untouched = [...select.options].every(option => option.selected === option.defaultSelected);
      this.#served = this.#listed(select);
      select.id = `${this.id}-s`;
      select.hidden = true;
      // nobody can choose it here
      for (const option of select.options) if (option.value === '') option.disabled = false;
      const multiple = this.#multiple;
      const free = this.hasAttribute('data-fr-new');
      const ts = (this.#ts = new libs.TomSelect(select, {
        maxItems: multiple ? null : 1,
        hideSelected: multiple,
        maxOptions: SHOWN,
        openOnFocus: false,
        highlight: false,
        clearAfterSelect: true,
        placeholder: this.dataset.frPlaceholder ?? '',
        hidePlaceholder: true,
        refreshThrottle: 0, // Enter must mean what was typed just before
        delimiter: '\u001f',
        shouldLoad: () => true,
        create: free ? text => ({ value: text, text }) : false,
        createFilter: text => !has(ts.options, text) && !this.#full,
        onDelete: () => multiple || this.hasAttribute('data-fr-clearable'),
        render: {
          option: data => this.#option(data),
          item: data => this.#item(data),
          option_create: data => made('div', 'create', format(texts.add, data.input)),
          no_results: ({ input }) =>
            free && ts.canCreate(input) ? null : made('div', 'no-results', this.#whyNone),
        },
      }));
      Object.defineProperty(ts.settings, 'createOnBlur', {
        get: () => free && this.#isNews(ts.inputValue()),
      });
      ts.search = query => this.#search(query);
      const choose = ts.addItem.bind(ts);
      ts.addItem = (value, silent) => {
        if (value === ALL) this.#chooseAll();
        else if (!this.#full || !ts.isSetup) choose(value, silent);
      };
      if (this.#remote) this.#forget();
      this.#wire(ts);
      this.value = untouched ? given : early;
    }

