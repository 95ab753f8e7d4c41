    // --------------------------------------------------------------------------------------- keys and copies

    #wire(grid) {
      const holder = this.#holder;
      this.#describe(grid, holder);
      let leaves = false;
      // What scrolls is the stop of the tabulator key, behind the headers. The grid around it has the focus,
      // and says which cell is meant; from there the key goes on as from the stop.
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

    /** Say what the parts of a grid are, in words that ARIA has: Tabulator has some of its own. */
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

    /** Headers are one stop of the tabulator key; the arrows move among them. */
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

    /** Move to a cell; `extend` keeps the other corner. */
    #go(row, column, extend = false, scroll = true) {
      this.#at =
        extend && this.#at ? { ...this.#at, row, column } : { row, column, fromRow: row, fromColumn: column };
      this.#follow = scroll;
      this.#paint();
      if (!this.#follow) return;
      // Its row does not exist yet: scroll about there, and it is brought into sight when it has been
      // painted.
      const holder = this.#holder;
      const widths = this.#table.getColumns().map(one => one.getWidth());
      holder.scrollTop = (row + 1) * this.#height - holder.clientHeight;
      holder.scrollLeft =
        widths.slice(0, column + 1).reduce((one, other) => one + other, 0) - holder.clientWidth;
    }

    /**
     * Scroll no more than it takes to see a cell. Its place is measured: after a leap Tabulator's rows stand
     * only about where they belong.
     */
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

    /** Mark what is chosen in the rows that exist: the others are painted when they come into sight. */
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

    /** Text for another program: tabs between cells, numbers with all their digits. */
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
