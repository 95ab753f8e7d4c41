
    // --------------------------------------------------------------- which columns are shown, where, pinned

    get _grouped() {
      return this._columns.some(column => column.group?.length);
    }

    _isPinned(column) {
      if (this._grouped || this._columns.length > 40) return false;
      const byItself = column.pinned ?? Boolean(column.index && this.clientWidth > 480);
      return this._layout.pinned.get(column.field) ?? byItself;
    }

    /** The columns that are shown, in their order; pinned ones come first. */
    _ordered() {
      const { order, hidden } = this._layout;
      const at = column => (order.includes(column.field) ? order.indexOf(column.field) : Infinity);
      const shown = this._columns.filter(column => !hidden.has(column.field));
      if (this._grouped) return shown;
      const sorted = shown.sort((one, other) => at(one) - at(other) || 0);
      return [...sorted.filter(one => this._isPinned(one)), ...sorted.filter(one => !this._isPinned(one))];
    }

    /** Show the columns as they are wanted now, with the order of the rows and the widths that were chosen. */
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

    /** Another size of the table, or that it is seen again, draws its rows anew. */
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

    /** Wait while somebody types into a cell: it is one of the rows that are about to be drawn anew. */
    async _untyped() {
      if (!this.editor?.types) return;
      this.removeAttribute('aria-busy'); // what is there can be read, and typed into
      await new Promise(done => this._owed.push(done));
    }

    /** Called by the editor when a cell is not typed into any more. */
    typed() {
      for (const go of this._owed.splice(0)) go();
    }

    /** The panel in which columns are hidden, pinned and moved. */
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
