    // ----------------------------------------------------------------------------------------------- list

    /** Put the list below the field or above it, over everything: nothing around that scrolls may cut it. */
    #place() {
      const ts = this.#ts;
      if (!ts?.isOpen) return;
      const list = ts.dropdown;
      const box = (this.closest('.fr-field') ?? this).getBoundingClientRect();
      const height = visualViewport?.height ?? innerHeight;
      const below = height - box.bottom - 12;
      const above = box.top - 12;
      ts.dropdown_content.style.maxHeight = '';
      const wanted = Math.min(ts.dropdown_content.scrollHeight, 320);
      const up = below < wanted && above > below;
      ts.dropdown_content.style.maxHeight = `${Math.max(Math.min(320, up ? above : below), 80)}px`;
      Object.assign(list.style, {
        width: `${box.width}px`,
        left: `${box.left}px`,
        top: up ? 'auto' : `${box.bottom + 4}px`,
        bottom: up ? `${innerHeight - box.top + 4}px` : 'auto',
      });
    }

    /** Show the next options of a long list. */
    #more() {
      const ts = this.#ts;
      const top = ts.dropdown_content.scrollTop;
      if (ts.settings.maxOptions >= this.#found.values.length) {
        const list = this.#remote && this.#asked(ts.inputValue());
        if (!list || !list.more || list.asks) return;
        ts.settings.maxOptions = list.values.length + ASKED;
        this.#ask(ts.inputValue().trim(), list);
        return;
      }
      ts.settings.maxOptions += SHOWN;
      ts.refreshOptions(false);
      ts.dropdown_content.scrollTop = top;
    }

    // ------------------------------------------------------------------------------------ what can be chosen

    #search(query) {
      const ts = this.#ts;
      const isNew = query !== this.#found.query;
      if (isNew && this.#lists.get(query.trim())?.failed) this.#lists.delete(query.trim());
      const values = this.#full ? [] : this.#matching(query);
      if (isNew) ts.settings.maxOptions = SHOWN;
      // what is chosen is in the list when it opens
      const at = this.#multiple || query ? -1 : values.indexOf(ts.items[0]);
      if (at >= ts.settings.maxOptions) ts.settings.maxOptions = at + SHOWN;
      this.#found = { query, values };
      if (values[0] === ALL) delete ts.options[ALL].$div; // it says how many, so it is drawn again
      ts.lastQuery = query;
      ts.currentResults = {
        query,
        tokens: [],
        options: {},
        total: values.length,
        items: values.map(id => ({ id, score: 1 })),
      };
      return ts.currentResults;
    }

    #matching(query) {
      const ts = this.#ts;
      const chosen = this.#multiple ? new Set(ts.items) : new Set();
      if (this.#remote) {
        const { values, more } = this.#asked(query);
        const left = values.filter(value => !chosen.has(value));
        return !more && this.#offersAll(left) ? [ALL, ...left] : left;
      }
      const left = Object.values(ts.options)
        .filter(({ value }) => value !== ALL && !chosen.has(value))
        .sort((one, other) => one.$order - other.$order);
      const filter = FILTERS[this.dataset.frFilter];
      const wanted = fold(query);
      let values = left.map(({ value }) => value);
      if (wanted && filter) {
        const found = left
          .map(option => [option.value, filter((option.$folded ??= fold(option.text)), wanted)])
          .filter(([, score]) => score);
        values = found.sort(([, one], [, other]) => other - one).map(([value]) => value);
      }
      return this.#offersAll(values) ? [ALL, ...values] : values;
    }

    #offersAll(values) {
      const limit = +(this.dataset.frAll ?? 0);
      const ts = this.#ts;
      const offers =
        this.#multiple &&
        values.length > 1 &&
        (limit < 0 || Object.keys(ts.options).length - has(ts.options, ALL) <= limit);
      if (offers && !has(ts.options, ALL)) {
        ts.addOption({ value: ALL, text: texts.selectAll ?? '', $order: 0.5 });
      }
      return offers;
    }

    #chooseAll() {
      const ts = this.#ts;
      const values = this.#found.values.filter(value => value !== ALL);
      ts.setTextboxValue();
      ts.addItems(values.slice(0, this.#most - ts.items.length));
      ts.close();
    }

    /** True for a text that nothing offered resembles. */
    #isNews(text) {
      if (this.#remote && this.#asked(text).asks) return false;
      return text !== '' && !this.#full && !this.#matching(text).length;
    }

    /** Choose the option whose text was typed and left there, where texts may be free. */
    #takeTyped() {
      const ts = this.#ts;
      const text = ts.inputValue();
      if (!text || !this.hasAttribute('data-fr-new')) return;
      const same = Object.values(ts.options).find(
        option => option.value !== ALL && fold(option.text) === fold(text),
      );
      if (same) {
        ts.setTextboxValue();
        ts.addItem(same.value);
      }
    }

    // ---------------------------------------------------------------------------------------- what is chosen
