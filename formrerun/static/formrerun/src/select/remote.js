
    // ------------------------------------------------------------------- options that the server searches

    get #remote() {
      return this.hasAttribute('data-fr-remote');
    }

    /** What is known of each text that was looked for: {values, more, asks, failed}. */
    #forget() {
      clearTimeout(this.#pause);
      const values = JSON.parse(this.#served).map(([value]) => value);
      this.#lists = new Map([['', { values, more: true }]]);
    }

    /** What a text finds, as far as that is known; what is not is asked for. */
    #asked(query) {
      const text = query.trim();
      let list = this.#lists.get(text);
      if (!list) {
        list = { values: [], more: true, asks: true };
        this.#lists.set(text, list);
        clearTimeout(this.#pause);
        this.#pause = setTimeout(() => this.#ask(text, list), PAUSE);
      }
      return list;
    }

    async #ask(text, list) {
      if (!this.#ts || this.#ts.inputValue().trim() !== text) {
        // another one is typed by now
        this.#lists.delete(text);
        return;
      }
      list.asks = true;
      list.failed = false;
      this.#tell();
      try {
        const find = [text, this.dataset.frFilter ?? '', `${list.values.length}`, `${ASKED}`];
        const { options, more } = await askOptions(this.id, { find });
        for (const [value, label] of options) this.#know(value, label);
        list.values = [...new Set([...list.values, ...options.map(([value]) => value)])];
        list.more = more;
      } catch {
        list.failed = true;
      }
      list.asks = false;
      const ts = this.#ts;
      if (!ts || this.#lists.get(text) !== list) return;
      const enters = this.#enters;
      this.#enters = false;
      if (ts.inputValue().trim() !== text) return;
      const top = ts.dropdown_content.scrollTop;
      if (ts.isOpen) ts.refreshOptions(list.values.length <= ASKED);
      if (list.values.length > ASKED) ts.dropdown_content.scrollTop = top;
      this.#tell();
      this.#place();
      if (enters && ts.isOpen) this.#enter(text, list);
    }

    /** Enter was pressed before the answer was there: it means the first of what was found. */
    #enter(text, list) {
      const ts = this.#ts;
      const [first] = list.values.filter(value => !ts.items.includes(value));
      ts.setTextboxValue();
      if (first !== undefined) ts.addItem(first);
      else if (this.hasAttribute('data-fr-new') && !list.failed) ts.createItem(text);
      if (!this.#multiple) ts.close();
    }

    #know(value, label) {
      const ts = this.#ts;
      const option = has(ts.options, value) ? ts.options[value] : null;
      if (!option) ts.addOption({ value, text: label });
      else if (option.text !== label) ts.updateOption(value, { ...option, text: label });
    }

    /** Say to a screen reader that the list is being looked for. */
    #tell() {
      const list = this.#ts && this.#lists.get(this.#ts.inputValue().trim());
      this.#ts?.dropdown_content.setAttribute('aria-busy', `${Boolean(list?.asks)}`);
    }

    /** Find out what is called what of values that were chosen before this page, as a draft says. */
    async #nameUnknown(values) {
      for (const value of values) this.#ts.addOption({ value, text: '…' });
      const { options } = await askOptions(this.id, { name: values }).catch(() => ({ options: null }));
      if (!this.#ts || !options) return;
      const labels = new Map(options);
      for (const value of values) {
        if (labels.has(value)) this.#know(value, labels.get(value));
        else {
          this.#ts.removeItem(value, true);
          this.#ts.removeOption(value, true);
        }
      }
      this.#describe();
    }
