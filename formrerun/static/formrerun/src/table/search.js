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

    #text(row) {
      let text = this.#texts.get(row);
      if (text === undefined)
        this.#texts.set(
          row,
          (text = this.#columns
            .map(column => (row[column.field] == null ? '' : column.read(row[column.field])))
            .join('\u001f')
            .toLowerCase()),
        );
      return text;
    }

    /** Where a row stands among those that are shown, by its element; -1 for none. */
    #placeOf(el) {
      return (this.#drawn.get(el)?.getPosition() || 0) - 1;
    }

    #settle() {
      this.#rows = this.#table.getRows('active');
      if (this.#at && this.#at.row >= this.#rows.length) this.#at = null;
      this.#tell();
      this.#paint();
    }

    #tell() {
      const words = this.#words;
      const all = +this.dataset.frRows;
      const size = this.#remote;
      const { total, first } = this.#page;
      const shown = this.#rows.length;
      const found = size ? total : shown;
      const count = counted(all);
      this.#count.textContent =
        size && found
          ? format(words.page, {
              first: counted(first + 1),
              last: counted(first + shown),
              count: counted(found),
            })
          : this.#query
            ? format(words.found, { found: counted(found), count })
            : format(words.rows, { count });
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

    #fullscreen(button) {
      button.setAttribute('aria-pressed', String(this.toggleAttribute('data-fr-full')));
      this.#table?.redraw(true);
    }

