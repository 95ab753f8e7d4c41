    // -------------------------------------------------------------------------------------------------- data

    async _fetch(url) {
      const response = await fetch(url, {
        credentials: 'same-origin',
        headers: { Accept: 'application/json' },
      });
      if (!response.ok) throw new Error(`${response.status}`);
      const data = await response.json();
      await this._untyped();
      return this._objects(data);
    }

    _objects({ values, total, rows: places, keys, looks, palette }) {
      if (total !== undefined) this._page.total = total;
      const fields = this._next.map(column => column.field);
      const rows = [];
      for (let place = 0; place < (values[0]?.length ?? 0); place++) {
        // what the row is called in a selection, wherever it is shown
        const row = { _at: places?.[place] ?? place };
        row._id = keys ? String(keys[place]) : row._at;
        for (let at = 0; at < fields.length; at++) row[fields[at]] = values[at][place];
        if (looks) {
          row._looks = {};
          for (const [at, numbers] of Object.entries(looks)) {
            if (numbers[place]) row._looks[`c${at}`] = palette[numbers[place]];
          }
        }
        rows.push(row);
      }
      // an editor around it lays over them what was changed
      return this.editor ? this.editor.adapt(rows, values[fields.length]) : rows;
    }

    _parameters() {
      const made = new URLSearchParams();
      const [sort] = this._table?.getSorters() ?? [];
      if (sort) {
        made.set('sort', sort.field.slice(1));
        made.set('dir', sort.dir);
      }
      if (this._query) made.set('q', this._query.slice(0, 200));
      return made;
    }

    /** One page of rows, as the server sorts and finds them. */
    async _ask(number) {
      const size = this._remote;
      const parameters = this._parameters();
      const asked = (this._asked = Symbol('page'));
      parameters.set('page', number);
      parameters.set('size', size);
      const rows = await this._fetch(`${this.dataset.frSrc}?${parameters}`);
      if (asked === this._asked) Object.assign(this._page, { number, first: (number - 1) * size });
      return rows;
    }

    async _turnTo(number) {
      try {
        await this._table.replaceData(await this._ask(number));
        this._holder.scrollTop = 0;
        this._tell();
      } catch (error) {
        this._lost(error);
      }
    }

    _lost() {
      this.removeAttribute('aria-busy');
      const again = Object.assign(made('button', 'fr-button fr-button-secondary', texts.again), {
        type: 'button',
      });
      again.addEventListener('click', () => this._show());
      this._count.replaceChildren(this._words.lost ?? '', ' ', again);
    }

