    // -------------------------------------------------------------------------------------------------- data

    async #fetch(url) {
      const response = await fetch(url, {
        credentials: 'same-origin',
        headers: { Accept: 'application/json' },
      });
      if (!response.ok) throw new Error(`${response.status}`);
      return this.#objects(await response.json());
    }

    #objects({ values, total }) {
      if (total !== undefined) this.#page.total = total;
      const fields = this.#columns.map(column => column.field);
      const rows = [];
      for (let place = 0; place < (values[0]?.length ?? 0); place++) {
        const row = {};
        for (let at = 0; at < fields.length; at++) row[fields[at]] = values[at][place];
        rows.push(row);
      }
      return rows;
    }

    #parameters() {
      const made = new URLSearchParams();
      const [sort] = this.#table?.getSorters() ?? [];
      if (sort) {
        made.set('sort', sort.field.slice(1));
        made.set('dir', sort.dir);
      }
      if (this.#query) made.set('q', this.#query.slice(0, 200));
      return made;
    }

    /** One page of rows, as the server sorts and finds them. */
    async #ask(number) {
      const size = this.#remote;
      const parameters = this.#parameters();
      const asked = (this.#asked = Symbol('page'));
      parameters.set('page', number);
      parameters.set('size', size);
      const rows = await this.#fetch(`${this.dataset.frSrc}?${parameters}`);
      if (asked === this.#asked) Object.assign(this.#page, { number, first: (number - 1) * size });
      return rows;
    }

    async #turnTo(number) {
      try {
        await this.#table.replaceData(await this.#ask(number));
        this.#holder.scrollTop = 0;
        this.#tell();
      } catch (error) {
        this.#lost(error);
      }
    }

    #lost() {
      this.removeAttribute('aria-busy');
      const again = Object.assign(made('button', 'fr-button fr-button-secondary', texts.again), {
        type: 'button',
      });
      again.addEventListener('click', () => this.#show());
      this.#count.replaceChildren(this.#words.lost ?? '', ' ', again);
    }

