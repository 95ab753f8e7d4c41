    // ----------------------------------------------------------------------------------- search, count, file

    _find(text, again = false) {
      if (text === this._query && !again) return;
      this._query = text;
      if (this._remote) {
        if (!again) this._turnTo(1);
        return;
      }
      const wanted = [text.toLowerCase()];
      if (/^-?\d+[.,]\d*$/.test(text)) wanted.push(text.replace(',', '.'), text.replace('.', ','));
      if (text) this._table.setFilter(row => wanted.some(one => this._text(row).includes(one)));
      else this._table.clearFilter();
    }

    /** All texts of a row, in which a search looks. */
    _text(row) {
      if (!this._texts.has(row)) {
        const cells = this._columns.map(column => [column, row[column.field]]);
        const texts = cells.map(([column, value]) => (value == null ? '' : column.read(value)));
        this._texts.set(row, texts.join('\u001f').toLowerCase());
      }
      return this._texts.get(row);
    }

    /** Where a row stands among those that are shown, by its element; -1 for none. */
    _placeOf(el) {
      return (this._drawn.get(el)?.getPosition() || 0) - 1;
    }

    /** Called when other rows are shown, or in another order. */
    _settle() {
      this._holder.querySelector('.tabulator-placeholder')?.setAttribute('role', 'row');
      this._rows = this._table.getRows('active');
      this._shown = this._dataColumns().map(column => this._columns[+column.getField().slice(1)]);
      if (this._at && this._at.row >= this._rows.length) this._at = null;
      this._tell();
      this._paint();
    }

    /** How many rows there are, how many were found, or which of them are here. */
    _counting(found) {
      const words = this._words;
      const { first } = this._page;
      const count = counted(+this.dataset.frRows);
      if (this._remote && found) {
        const last = counted(first + this._rows.length);
        const page = found === 1 ? words.pageOne : words.page;
        return format(page, { first: counted(first + 1), last, count: counted(found) });
      }
      if (this._query) return format(words.found, { found: counted(found), count });
      return format(words.rows, { count });
    }

    /** Say what the table shows: in the bar, and to screen readers. */
    _tell() {
      const all = +this.dataset.frRows;
      const size = this._remote;
      const { total, first } = this._page;
      const shown = this._rows.length;
      const found = size ? total : shown;
      this._count.textContent = this._counting(found) + this._pickedText();
      this._columnsButton.hidden = this._columns.length < 2;
      this._search.hidden = all < SEARCH_FROM;
      this._pager.hidden = !size || found <= size;
      this._back.disabled = first === 0;
      this._forward.disabled = first + shown >= found;
      const parameters = this._parameters();
      parameters.set('format', 'csv');
      this._file.href = `${this.dataset.frSrc}?${parameters}`;
      const grid = this._table?.element;
      grid?.setAttribute('aria-label', this._name);
      grid?.setAttribute('aria-rowcount', found + 1);
      grid?.setAttribute('aria-colcount', this._shown.length + (this._can('row') ? 1 : 0));
      if (this._can('row')) grid?.setAttribute('aria-multiselectable', String(this._can('row', 'multi')));
      this._paintHeaders();
    }

    _fullscreen() {
      const full = this.toggleAttribute('data-fr-full');
      this._full.setAttribute('aria-pressed', String(full));
      this._table?.redraw(true);
      if (!this.contains(document.activeElement)) this._full.focus();
    }

    // Nothing else can be seen meanwhile: the focus stays in the table, and Escape closes it wherever it is.
    _stay = event => {
      if (!this.hasAttribute('data-fr-full') || this.contains(event.target)) return;
      const before = this.compareDocumentPosition(event.target) & Node.DOCUMENT_POSITION_PRECEDING;
      const first = this.querySelector('[tabindex="0"]') ?? this._full;
      (before ? this._full : first).focus();
    };
    _leave = event => {
      if (event.key !== 'Escape' || !this.hasAttribute('data-fr-full')) return;
      if (event.target === this._search && this._search.value) return; // it empties the search
      event.preventDefault(); // a dialog around it stays
      event.stopPropagation();
      this._fullscreen();
    };

