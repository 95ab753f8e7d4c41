    // --------------------------------------------------------------------------------------- keys and copies

    _wire(grid) {
      const holder = this._holder;
      this._describe(grid, holder);
      let leaves = false;
      // What scrolls is the stop of the tabulator key, behind the headers. The grid around it has the focus,
      // and says which cell is meant; from there the key goes on as from the stop.
      grid.tabIndex = -1;
      holder.tabIndex = 0;
      holder.addEventListener('focus', () => leaves || grid.focus({ preventScroll: true }));
      grid.addEventListener('focus', () => {
        if (!this._at && this._rows.length) this._go(0, 0);
      });
      grid.addEventListener('keydown', event => {
        if (event.target !== grid) this._headerKey(event);
        else if (event.key === 'Tab') {
          leaves = true;
          holder.focus({ preventScroll: true });
          leaves = false;
        } else this._key(event);
      });
      const cellOf = event => {
        const cell = event.target.closest?.('.tabulator-cell');
        const row = cell?.closest('.tabulator-row');
        const place = row ? this._placeOf(row) : -1;
        if (place < 0) return null;
        const field = cell.getAttribute('tabulator-field');
        const column = this._shown.findIndex(each => each.field === field);
        return column < 0 ? null : [place, column];
      };
      const boxOf = event => {
        const row = event.target.closest?.('.tabulator-cell.fr-table-pick')?.closest('.tabulator-row');
        return row ? this._placeOf(row) : -1;
      };
      grid.addEventListener('click', event => this._pressHeader(event), true);
      let dragging = false;
      grid.addEventListener('mousedown', event => {
        const from = event.button === 0 && this._can('row', 'multi') ? boxOf(event) : -1;
        if (from >= 0) {
          const drop = up => {
            const to = boxOf(up);
            if (to >= 0 && to !== from) this._pickRows(from, to, true);
          };
          addEventListener('mouseup', drop, { once: true });
        }
        const at = event.button === 0 && cellOf(event);
        if (!at) return;
        dragging = true;
        addEventListener(
          'mouseup',
          () => {
            dragging = false;
            if (this._can('cell') && this._at && !this._shown[this._at.column]?.index) this._pickCells();
          },
          { once: true },
        );
        this._go(...at, event.shiftKey, false);
      });
      grid.addEventListener('mouseover', event => {
        const at = dragging && cellOf(event);
        if (at) this._go(...at, true, false);
      });
    }

    /** Say what the parts of a grid are, in words that ARIA has: Tabulator has some of its own. */
    _describe(grid, holder) {
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
    _headerKey(event) {
      const buttons = [...this._grid.querySelectorAll('.fr-table-title, .fr-table-pick-column')];
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

    _key(event) {
      if (event.altKey || !this._rows.length) return;
      const jump = event.ctrlKey || event.metaKey;
      const last = { row: this._rows.length - 1, column: this._shown.length - 1 };
      const page = Math.max(Math.floor(this._holder.clientHeight / this._height) - 1, 1);
      let { row, column } = this._at ?? { row: 0, column: 0 };
      if (jump && event.key.toLowerCase() === 'a') {
        event.preventDefault();
        this._at = { row: last.row, column: last.column, fromRow: 0, fromColumn: 0 };
        this._paint();
        return;
      }
      if (this._act(event)) {
        event.preventDefault();
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
      this._go(
        Math.min(Math.max(row, 0), last.row),
        Math.min(Math.max(column, 0), last.column),
        event.shiftKey,
      );
    }

    /** Select by the keyboard, or press what stands in the cell. Returns true if the key was for that. */
    _act(event) {
      const at = this._at;
      const key = event.key === ' ' ? 'Space' : event.key;
      if (!at || (key !== 'Space' && key !== 'Enter')) return false;
      const inner = this._active?.querySelector('a[href], button:not(:disabled)');
      if (key === 'Enter' && inner) inner.click();
      else if (key === 'Space' && event.ctrlKey && this._can('column')) {
        if (!this._shown[at.column].index) this._pickColumn(this._shown[at.column]);
      } else if (key === 'Space' && this._can('row')) {
        const { top, bottom } = this._chosen;
        if (event.shiftKey) this._pickRows(top, bottom, true);
        else this._pickRows(at.row);
      } else if (this._can('cell')) this._pickCells();
      else return false;
      return true;
    }

    /** Move to a cell; `extend` keeps the other corner. */
    _go(row, column, extend = false, scroll = true) {
      this._at =
        extend && this._at ? { ...this._at, row, column } : { row, column, fromRow: row, fromColumn: column };
      this._follow = scroll;
      this._paint();
      if (!this._follow) return;
      // Its row does not exist yet: scroll about there, and it is brought into sight when it has been
      // painted.
      const holder = this._holder;
      const widths = this._dataColumns().map(one => one.getWidth());
      holder.scrollTop = (row + 1) * this._height - holder.clientHeight;
      holder.scrollLeft =
        widths.slice(0, column + 1).reduce((one, other) => one + other, 0) - holder.clientWidth;
    }

    /**
     * Scroll no more than it takes to see a cell. Its place is measured: after a leap Tabulator's rows stand
     * only about where they belong.
     */
    _reveal(cell) {
      const holder = this._holder;
      const box = holder.getBoundingClientRect();
      const { top, bottom, left, right } = cell.getBoundingClientRect();
      holder.scrollTop += Math.min(top - box.top, 0) || Math.max(bottom - box.top - holder.clientHeight, 0);
      if (cell.classList.contains('tabulator-frozen')) return;
      // pinned columns lie over what is scrolled below them
      const edges = [...this._grid.querySelectorAll('.tabulator-header .tabulator-frozen-left')].map(
        pinned => pinned.getBoundingClientRect().right,
      );
      const start = Math.max(box.left, ...edges);
      holder.scrollLeft +=
        Math.min(left - start, 0) ||
        Math.min(Math.max(right - box.left - holder.clientWidth, 0), Math.max(left - start, 0));
    }

    get _chosen() {
      const { row, column, fromRow, fromColumn } = this._at;
      return {
        top: Math.min(row, fromRow),
        bottom: Math.max(row, fromRow),
        left: Math.min(column, fromColumn),
        right: Math.max(column, fromColumn),
      };
    }

    /** Mark what is chosen in the rows that exist: the others are painted when they come into sight. */
    _paint() {
      const table = this._table;
      if (!table?.initialized) return;
      const grid = table.element;
      const at = this._at;
      const chosen = at && this._chosen;
      let active = null;
      const index = new Map(this._shown.map((column, at) => [column.field, at]));
      for (const el of grid.querySelectorAll('.tabulator-row')) {
        const place = this._placeOf(el);
        const inside = chosen && place >= chosen.top && place <= chosen.bottom;
        el.setAttribute('aria-rowindex', place + 2 + this._page.first);
        for (const cell of el.querySelectorAll('.tabulator-cell')) {
          const column = index.get(cell.getAttribute('tabulator-field')) ?? -1;
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
        this._paintPicked(el, place);
      }
      this._active = active;
      if (active && this._follow) {
        this._follow = false;
        this._reveal(active);
      }
      if (active) {
        active.id = `${this.id}-active`;
        grid.setAttribute('aria-activedescendant', active.id);
      } else grid.removeAttribute('aria-activedescendant');
      this.editor?.painted();
    }

    /** Text for another program: tabs between cells, numbers with all their digits. */
    _plain(rows, columns) {
      const cell = (row, column) => {
        const value = row[column.field];
        if (value == null) return '';
        if (column.kind === 'bool' || column.kind === 'float') return String(value);
        return column.read(value).replace(/[\t\r\n]+/g, ' ');
      };
      return rows.map(row => columns.map(column => cell(row, column)).join('\t')).join('\n');
    }

    _copy(event) {
      if (!this._at || event.target === this._search || document.activeElement !== this._table?.element) {
        return;
      }
      const { top, bottom, left, right } = this._chosen;
      event.clipboardData.setData(
        'text/plain',
        this._plain(
          this._rows.slice(top, bottom + 1).map(row => row.getData()),
          this._shown.slice(left, right + 1),
        ),
      );
      event.preventDefault();
    }

    _copyAll() {
      const at = this._at && this._chosen;
      const several = at && (at.top !== at.bottom || at.left !== at.right);
      const rows = (several ? this._rows.slice(at.top, at.bottom + 1) : this._rows).map(row => row.getData());
      const columns = several ? this._shown.slice(at.left, at.right + 1) : this._shown;
      const head = several ? '' : `${columns.map(column => column.title).join('\t')}\n`;
      navigator.clipboard.writeText(head + this._plain(rows, columns)).then(
        () => {
          this._count.textContent = this._words.copied;
          setTimeout(() => this._tell(), 1500);
        },
        () => {},
      );
    }
  }

  // What other scripts build on: the data editor is one.
  app.formrerun.tables = { Table, TYPES, counted, format, made, nameOf, sign, typed };

  Promise.all([addStyle('frTableLibCss').then(() => addStyle('frTableCss')), addScript('frTableLib')])
    .then(() => customElements.define('fr-table', Table))
    .catch(() => {});
})();
