    // ----------------------------------------------------------------------------------------------- columns

    #defined(widths) {
      const all = [];
      this.#columns.forEach((column, place) => {
        let into = all;
        for (const name of column.group ?? []) {
          const last = into.at(-1);
          if (last?.columns && last.title === name && !last.closed) into = last.columns;
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
          hozAlign: NUMBERS.has(column.kind) ? 'right' : column.kind === 'bool' ? 'center' : 'left',
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
      button.setAttribute(
        'aria-label',
        column.title
          ? format(this.#words.sort, { value: column.title })
          : this.#words.sort?.replace('%s', '').trim() || '#',
      );
      if (column.help) {
        button.title = column.help;
        button.setAttribute('aria-description', column.help);
      }
      return button;
    }

    #cell(column, value) {
      if (value === null || value === undefined)
        return column.kind === 'bool' && this.dataset.frPlaceholder === undefined
          ? made('span', '')
          : made('span', 'fr-table-none', this.dataset.frPlaceholder ?? 'None');
      const text = column.read(value);
      if (column.kind !== 'bool') return document.createTextNode(text);
      const glyph = made('span', 'fr-table-bool', text);
      glyph.setAttribute('role', 'img');
      glyph.setAttribute('aria-label', value ? this.#words.true : this.#words.false);
      return glyph;
    }

    /** What is missing comes last, whichever way the others go. */
    #compare(column, one, other, dir) {
      if (one == null || other == null)
        return one == null && other == null ? 0 : (one == null ? 1 : -1) * (dir === 'desc' ? -1 : 1);
      return NUMBERS.has(column.kind) || column.kind === 'bool'
        ? +one - +other
        : collator.compare(one, other);
    }

    /** Widths by what stands in the first rows: quicker than letting the browser lay out every cell. */
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

    /**
     * Fill the width, unless somebody chose the widths; keep the height of the rows where a scrollbar takes
     * some of it.
     */
    #fit() {
      const table = this.#table;
      const holder = this.#holder;
      if (!table?.initialized || !holder || !this.clientWidth) return;
      const columns = table.getColumns();
      const content = this.closest('.fr-w-content');
      if (!this.#resized && columns.length) {
        const widths = (this.#natural ??= columns.map(column => column.getWidth()));
        const sum = widths.reduce((one, other) => one + other, 0);
        if (content) this.style.width = `min(100%, ${sum + 2 + (holder.offsetWidth - holder.clientWidth)}px)`;
        const open = this.#columns
          .map((column, place) => (column.width || column.index ? -1 : place))
          .filter(place => place >= 0);
        const room = holder.clientWidth - sum;
        const more = !content && room > 0 && open.length ? room / open.length : 0;
        let given = 0;
        columns.forEach((column, place) => {
          const share = open.includes(place)
            ? place === open.at(-1) && more
              ? room - given
              : Math.floor(more)
            : 0;
          if (open.includes(place)) given += share;
          if (column.getWidth() !== widths[place] + share) column.setWidth(widths[place] + share);
        });
      }
      if (this.hasAttribute('data-fr-fits')) {
        const bar = holder.offsetHeight - holder.clientHeight;
        this.parentElement.style.height = bar > 0 ? `calc(var(--fr-height) + ${bar}px)` : '';
      }
    }

