    // ----------------------------------------------------------------------------------- search, count, file

    #find(text, again = false) {
      if (text === this.#query && !again) return;
      this.#query = text;
      if (this.#remote) {
        if (!again) this.#turnTo(1);
        return;
      }
      const wanted = text.toLowerCase();
      if (wanted) this.#table.setFilter(row => this.#text(row).includes(wanted));
      else this.#table.clearFilter();
    }

    /** All texts of a row, in which a search looks. */
    #text(row) {
      if (!this.#texts.has(row)) {
        const cells = this.#columns.map(column => [column, row[column.field]]);
        const texts = cells.map(([column, value]) => (value == null ? '' : column.read(value)));
        this.#texts.set(row, texts.join('\u001f').toLowerCase());
      }
      return this.#texts.get(row);
    }

    /** Where a row stands among those that are shown, by its element; -1 for none. */
    #placeOf(el) {
      return (this.#drawn.get(el)?.getPosition() || 0) - 1;
    }

    /** Called when other rows are shown, or in another order. */
    #settle() {
      this.#holder.querySelector('.tabulator-placeholder')?.setAttribute('role', 'row');
      this.#rows = this.#table.getRows('active');
      if (this.#at && this.#at.row >= this.#rows.length) this.#at = null;
      this.#tell();
      this.#paint();
    }

    /** How many rows there are, how many were found, or which of them are here. */
    #counting(found) {
      const words = this.#words;
      const { first } = this.#page;
      const count = counted(+this.dataset.frRows);
      if (this.#remote && found) {
        const last = counted(first + this.#rows.length);
        const page = found === 1 ? words.pageOne : words.page;
        return format(page, { first: counted(first + 1), last, count: counted(found) });
      }
      if (this.#query) return format(words.found, { found: counted(found), count });
      return format(words.rows, { count });
    }

    /** Say what the table shows: in the bar, and to screen readers. */
    #tell() {
      const all = +this.dataset.frRows;
      const size = this.#remote;
      const { total, first } = this.#page;
      const shown = this.#rows.length;
      const found = size ? total : shown;
      this.#count.textContent = this.#counting(found);
      this.#search.hidden = all < SEARCH_FROM;
      this.#pager.hidden = !size || found <= size;
      this.#back.disabled = first === 0;
      this.#forward.disabled = first + shown >= found;
      const parameters = this.#parameters();
      parameters.set('format', 'csv');
      this.#file.href = `${this.dataset.frSrc}?${parameters}`;
      const grid = this.#table?.element;
      grid?.setAttribute('aria-label', this.#name);
      grid?.setAttribute('aria-rowcount', found + 1);
      grid?.setAttribute('aria-colcount', this.#columns.length);
    }

    #fullscreen() {
      const full = this.toggleAttribute('data-fr-full');
      this.#full.setAttribute('aria-pressed', String(full));
      this.#table?.redraw(true);
      if (!this.contains(document.activeElement)) this.#full.focus();
    }

    // Nothing else can be seen meanwhile: the focus stays in the table, and Escape closes it wherever it is.
    #stay = event => {
      if (!this.hasAttribute('data-fr-full') || this.contains(event.target)) return;
      const before = this.compareDocumentPosition(event.target) & Node.DOCUMENT_POSITION_PRECEDING;
      const first = this.querySelector('[tabindex="0"]') ?? this.#full;
      (before ? this.#full : first).focus();
    };
    #leave = event => {
      if (event.key !== 'Escape' || !this.hasAttribute('data-fr-full')) return;
      if (event.target === this.#search && this.#search.value) return; // it empties the search
      event.preventDefault(); // a dialog around it stays
      event.stopPropagation();
      this.#fullscreen();
    };

