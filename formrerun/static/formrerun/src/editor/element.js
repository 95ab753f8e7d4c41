  // ---------------------------------------------------------------------------------------------- the editor

  /** What <fr-table> is told as well. */
  const PASSED = ['columns', 'rows', 'row-height', 'remote', 'placeholder', 'label', 'words', 'src'].map(
    name => `data-fr-${name}`,
  );

  class Editor extends HTMLElement {
    static observedAttributes = [...PASSED, 'style', 'data-fr-disabled', 'data-fr-rules', 'data-fr-form'];
    #table = null; // the <fr-table>
    #input = null; // what is posted
    #tools = null;
    #rows = []; // the rows as they came, with what was changed over it
    #base = new Map(); // row → what stood in its changed cells
    #edited = {}; // a row's name → its columns' new values
    #added = []; // the new rows, as they are posted
    #deleted = new Set();
    #fresh = []; // the rows of the table for those that were added
    #past = [];
    #future = [];
    #open = null; // the cell that is typed into
    #shown = null; // while it is about to be shown again
    #room = 0; // pixels for new rows
    #handle = null; // the corner that fills other cells

    connectedCallback() {
      if (this.#table) return;
      const early = Object.getOwnPropertyDescriptor(this, 'value')?.value; // set before this class was known
      delete this.value;
      this.#build();
      this.value = early ?? JSON.parse(this.dataset.frValue || '[""]');
    }

    connectedMoveCallback() {}

    attributeChangedCallback(name, before, now) {
      if (!this.#table || before === now) return;
      // the page's markup has no such style, and a morph takes it away
      if (name === 'style') return void (now || queueMicrotask(() => this.#grow()));
      if (name === 'data-fr-form') this.#input.setAttribute('form', now ?? '');
      if (PASSED.includes(name)) this.#pass(name);
      this.#able();
    }

    get #words() {
      return JSON.parse(this.dataset.frWords || '{}');
    }
    get #rules() {
      return JSON.parse(this.dataset.frRules || '[]');
    }
    get #adds() {
      return ['dynamic', 'add'].includes(this.dataset.frMode) && !this.#off;
    }
    get #deletes() {
      return ['dynamic', 'delete'].includes(this.dataset.frMode) && !this.#off;
    }
    get #off() {
      return this.hasAttribute('data-fr-disabled');
    }

    #pass(name) {
      const value = this.getAttribute(name);
      if (value === null) this.#table.removeAttribute(name);
      else this.#table.setAttribute(name, value);
    }

    #build() {
      this.#input = this.querySelector('input[name]');
      this.replaceChildren(this.#input);
      const tools = (this.#tools = made('div', 'fr-editor-tools'));
      tools.setAttribute('role', 'toolbar');
      tools.setAttribute('aria-label', this.dataset.frLabel || this.#words.name);
      const acts = {
        edit: () => this.#begin(),
        add: () => this.#addRow(),
        delete: () => this.#deleteRows(),
        undo: () => this.#step(this.#past, this.#future),
        redo: () => this.#step(this.#future, this.#past),
      };
      for (const [name, act] of Object.entries(acts)) {
        const button = made('button', 'fr-table-button');
        Object.assign(button, { type: 'button', title: this.#words[name] });
        button.dataset.act = name;
        button.setAttribute('aria-label', this.#words[name]);
        button.append(sign(name));
        button.addEventListener('mousedown', event => event.preventDefault()); // the cell keeps the focus
        button.addEventListener('click', act);
        tools.append(button);
      }
      const table = (this.#table = document.createElement('fr-table'));
      table.id = `${this.id}-t`;
      table.editor = this;
      table.toggleAttribute('data-fr-fits', this.hasAttribute('data-fr-fits'));
      for (const name of PASSED) this.#pass(name);
      if (!this.dataset.frLabel) table.dataset.frLabel = this.#words.name;
      this.append(tools, table);
      this.#able();
      this.#wire();
    }

    focus() {
      (this.#table.inner?.table?.element ?? this.querySelector('button:not([hidden])'))?.focus();
    }

    #able() {
      for (const [name, on] of [
        ['edit', !this.#off && this.#rules.some(rule => !rule.off)],
        ['add', this.#adds],
        ['delete', this.#deletes],
      ]) {
        this.#tools.querySelector(`[data-act=${name}]`).hidden = !on;
      }
      this.#tools.querySelector('[data-act=undo]').disabled = !this.#past.length;
      this.#tools.querySelector('[data-act=redo]').disabled = !this.#future.length;
      this.#tools.hidden = this.#off;
      this.#input.disabled = this.#off;
    }

    // ------------------------------------------------------------------------------------------------- value

    get #text() {
      const nothing = !Object.keys(this.#edited).length && !this.#added.length && !this.#deleted.size;
      if (nothing) return '';
      const deleted = [...this.#deleted];
      const names = this.hasAttribute('data-fr-keyed') ? deleted : deleted.map(Number);
      return JSON.stringify({ edited_rows: this.#edited, added_rows: this.#added, deleted_rows: names });
    }

    /** What was changed, as it is posted. */
    get value() {
      return [this.#text];
    }
    set value(values) {
      const text = values?.[0] ?? '';
      if (!this.#table || text === this.#text) return;
      let data = {};
      try {
        data = JSON.parse(text || '{}');
      } catch {
        // not of this release: nothing was changed
      }
      const { added_rows: added = [], deleted_rows: deleted = [] } = data;
      this.#edited = data.edited_rows ?? {};
      this.#added = added;
      this.#deleted = new Set(deleted.map(String));
      this.#input.value = this.#text;
      this.#show();
    }

    /** Called after a change: it is remembered, shown, and told. */
    #changed(before) {
      if (before === this.#text) return;
      this.#past = [...this.#past, before].slice(-UNDONE);
      this.#future = [];
      this.#tell();
    }

    #tell() {
      this.#input.value = this.#text;
      this.#able();
      this.#input.dispatchEvent(new Event('input', { bubbles: true }));
      if (!this.#unfinished) this.#input.dispatchEvent(new Event('change', { bubbles: true }));
    }

    /** A new row in which something is missing: outside of forms it is sent when it is complete. */
    get #unfinished() {
      const needed = this.#rules.filter(rule => rule.required);
      const lacks = (row, { name }) => row[name] === undefined || row[name] === null || row[name] === '';
      return this.#added.some(row => needed.some(rule => lacks(row, rule)));
    }

    #step(from, to) {
      if (!from.length) return;
      to.push(this.#text);
      this.value = [from.pop()];
      this.#tell();
    }

    // -------------------------------------------------------------------------------------------------- rows

    /** Whether somebody types into a cell. */
    get types() {
      return Boolean(this.#open);
    }

    /** Called by the table with rows that have come: name them, and lay over them what was changed. */
    adapt(rows, names) {
      rows.forEach((row, place) => {
        row.name = String(names ? names[place] : place);
      });
      this.#rows = rows;
      this.#base.clear();
      return this.#laid();
    }

    /** The rows to show: without those that are deleted, then the new ones. */
    #laid() {
      const fields = Object.fromEntries(this.#rules.map((rule, place) => [rule.name, `c${place}`]));
      for (const [row, values] of this.#base) Object.assign(row, values);
      this.#base.clear();
      for (const row of this.#rows) {
        const changes = this.#edited[row.name];
        if (!changes) continue;
        const before = {};
        for (const [name, value] of Object.entries(changes)) {
          const field = fields[name];
          if (!field) continue;
          before[field] = row[field];
          row[field] = this.#drawnAs(value);
        }
        this.#base.set(row, before);
      }
      this.#fresh = this.#added.map(values => {
        const row = { fresh: values };
        for (const [name, field] of Object.entries(fields)) row[field] = this.#drawnAs(values[name] ?? null);
        return row;
      });
      const shown = [...this.#rows.filter(row => !this.#deleted.has(row.name)), ...this.#fresh];
      if (!this.dataset.frRemote) {
        const more = shown.length - this.#rows.length;
        this.#table.dataset.frRows = shown.length;
        const least = Math.max(this.#rows.length, 1);
        const grown = Math.min(Math.max(shown.length, 1), Math.max(least, 10)) - least;
        const fits = this.hasAttribute('data-fr-fits') && more > 0 && grown > 0;
        this.#room = fits ? grown * (+this.dataset.frRowHeight || 35) : 0;
        this.#grow();
      }
      return shown;
    }

    /** Make room for new rows: the page's own styles know of those that there were. */
    #grow() {
      const room = this.#room;
      const height = room ? `calc(100% + ${room}px)` : '';
      if (this.style.minHeight !== height) this.style.minHeight = height;
      if (this.parentElement) this.parentElement.style.marginBottom = room ? `${room}px` : '';
    }

    #drawnAs(value) {
      return Array.isArray(value) ? JSON.stringify(value) : value;
    }

    /** Show again what was changed by other means than typing into a cell. */
    #show() {
      this.#shown ??= Promise.resolve().then(async () => {
        this.#shown = null;
        const { table, at } = this.#table?.inner ?? {};
        if (!table?.initialized) return; // adapt() will do it
        const holder = this.#table.querySelector('.tabulator-tableholder');
        const { scrollTop, scrollLeft } = holder;
        await table.replaceData(this.#laid());
        Object.assign(holder, { scrollTop, scrollLeft });
        if (at) this.#table.inner.go(Math.min(at.row, this.#table.inner.rows.length - 1), at.column);
      });
      return this.#shown;
    }

    /** Called by the table when it has marked what is chosen. */
    painted() {
      this.#corner();
    }

    /** Called by the table when a row is drawn: mark what was changed, and what is missing or wrong. */
    drawn(row) {
      const data = row.getData();
      const changes = data.fresh ?? this.#edited[data.name];
      const words = this.#words;
      this.#rules.forEach((rule, place) => {
        const el = row.getCell(`c${place}`)?.getElement();
        if (!el) return;
        const changed = Boolean(changes && rule.name in changes);
        const wrong = changed || data.fresh ? wrongOf(rule, data[`c${place}`], words) : '';
        el.classList.toggle('fr-edited', changed);
        el.classList.toggle('fr-wrong', Boolean(wrong));
        el.classList.toggle('fr-locked', Boolean(rule.off || this.#off));
        el.title = wrong;
        if (rule.off || this.#off) el.setAttribute('aria-readonly', 'true');
        else el.removeAttribute('aria-readonly');
        if (wrong) el.setAttribute('aria-invalid', 'true');
        else el.removeAttribute('aria-invalid');
        if (rule.required) el.setAttribute('aria-required', 'true');
      });
      row.getElement().classList.toggle('fr-fresh', Boolean(data.fresh));
    }

