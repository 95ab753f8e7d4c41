    // ----------------------------------------------------------------------------------------------- columns

    /** The columns as Tabulator wants them, under the headers that several share. */
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
            const look = row._looks?.[column.field]; // an author's colours
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
      button.textContent = ''; // the text selects, as all of the header does: what sorts stands at its end
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

    /** Show all of a cell over the page. */
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

    /** Press a button of a column: its row is posted with the form that the button belongs to. */
    _press(column, row, label) {
      const field = document.getElementById(column.press);
      if (!field) return;
      field.value = (typeof row._id === 'number' ? 'r' : 'k') + row._id;
      const button = document.getElementById(`${column.press}-p`);
      button.textContent = label; // what agrees to its question is called so
      button.click();
    }

    /** What is missing comes last, whichever way the others go. */
    _compare(column, one, other, dir) {
      if (one == null && other == null) return 0;
      if (one == null || other == null) return (one == null ? 1 : -1) * (dir === 'desc' ? -1 : 1);
      if (NUMBERS.has(column.kind) || column.kind === 'bool') return +one - +other;
      if (column.kind === 'list' || column.kind === 'json') return collator.compare(said(one), said(other));
      return collator.compare(one, other);
    }

    /** Widths by what stands in the first rows: quicker than letting the browser lay out every cell. */
    _widths(rows) {
      const styles = getComputedStyle(this);
      const context = document.createElement('canvas').getContext('2d');
      context.font = `${styles.fontWeight} ${parseFloat(styles.fontSize) * 0.875}px ${styles.fontFamily}`;
      const wide = text => context.measureText(text.length > 60 ? text.slice(0, 60) : text).width;
      return this._columns.map(column => {
        if (column.width) return column.width;
        let most = wide(column.title) * 1.08 + 40;
        if (column.as?.wide === 0) return Math.ceil(Math.max(most, 140)); // a chart
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

    /** Tabulator's columns of the data that are not hidden, in their order. */
    _dataColumns() {
      return this._table.getColumns().filter(column => column.getField()?.[0] === 'c' && column.isVisible());
    }

    /**
     * Adapt to the room there is: the widths of columns, and the height where a scrollbar takes some of it.
     */
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

    /** Share what is left of the width among all columns, those of the index left out. */
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

