
    // ------------------------------------------------------------------- what is selected, where it can be

    /** What is selected, as it is posted; undefined where nothing can be, or not yet. */
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

    /** Whether something of this kind can be selected: "row", "column", "cell"; `how` asks for "multi". */
    _can(kind, how = '') {
      const modes = (this.dataset.frSelect ?? '').split(' ');
      return modes.some(mode => (how ? mode === `${how}-${kind}` : mode.split('-')[1] === kind));
    }
    get _required() {
      return (this.dataset.frSelect ?? '').includes('single-row-required');
    }

    /** The native select is what is posted. */
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

    /** Say what is selected now, if it is something else than before. */
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

    /** Select rows or take them out, by their places among those that are shown. */
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

    /** Select a column or take it out; `alone` takes out the others, as a press on a header does. */
    _pickColumn(column, alone = false) {
      const { columns } = this._picked;
      const name = nameOf(column);
      const on = !columns.has(name) || (alone && columns.size > 1);
      if (alone || !this._can('column', 'multi')) columns.clear();
      columns[on ? 'add' : 'delete'](name);
      this._choose();
    }

    /** A press on a header selects its column; with Ctrl beside the others. What sorts is a button in it. */
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

    /** Take everything out. Returns true if there was something. */
    _unpick() {
      const { rows, columns, cells } = this._picked;
      const kept = this._required ? rows : new Set();
      if (!this._native || rows.size + columns.size + cells.length === kept.size) return false;
      this._picked = { rows: kept, columns: new Set(), cells: [] };
      this._choose();
      return true;
    }

    /** Select the cells that are marked, or the only one; once more: none. */
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

    /** The first column: a box for each row. */
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
            this._paint(); // of one that must stay
          });
          return withRoom(one);
        },
      };
    }

    /** Mark what is selected in a row that exists. */
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

    /** What the bar says of it, "" for nothing. */
    _pickedText() {
      if (!this._native) return '';
      const { rows, columns, cells } = this._picked;
      const count = rows.size + columns.size + cells.length;
      return count ? ` · ${format(this._words.selected, { count: counted(count) })}` : '';
    }
