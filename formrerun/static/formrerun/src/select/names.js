    // ---------------------------------------------------------------------------------------------- names

    /** One choice goes; by keyboard the next one is at hand. */
    #remove(button, byKey) {
      const ts = this.#ts;
      const places = [...ts.control.querySelectorAll('[data-fr-remove]')];
      const at = places.indexOf(button);
      const next = byKey && (places[at + 1] ?? places[at - 1]);
      ts.removeItem(button.closest('[data-ts-item]'));
      if (ts.isOpen) ts.refreshOptions(false);
      (next || ts.control_input).focus();
    }

    // ----------------------------------------------------------------------------------------- what is shown

    #name() {
      for (const el of [this.#ts.control_input, this.#ts.dropdown_content]) {
        el.setAttribute('aria-label', this.dataset.frLabel ?? '');
      }
      this.#ts.control_input.removeAttribute('aria-labelledby');
    }

    #able() {
      const off = this.hasAttribute('data-fr-disabled');
      if (off === this.#ts.isDisabled) return;
      if (off) this.#ts.disable();
      else this.#ts.enable();
    }

    /** What a screen reader says beside the name: the choice, and what is wrong with it. */
    #describe() {
      const input = this.#ts.control_input;
      const select = this.#select;
      const chosen = this.#multiple ? this.#said : this.#ts.control.querySelector('.item');
      if (chosen) chosen.id = `${this.id}-v`;
      if (this.#multiple) {
        chosen.textContent = this.#ts.items.map(value => this.#ts.options[value].text).join(', ');
      }
      // Tom Select goes on naming one that is not there
      if (!this.#ts.isOpen) input.removeAttribute('aria-activedescendant');
      const parts = [
        chosen?.textContent ? chosen.id : '',
        select.getAttribute('aria-describedby') ?? '',
      ].filter(Boolean);
      if (parts.length) input.setAttribute('aria-describedby', parts.join(' '));
      else input.removeAttribute('aria-describedby');
      if (select.hasAttribute('aria-invalid')) input.setAttribute('aria-invalid', 'true');
      else input.removeAttribute('aria-invalid');
    }

    #option(data) {
      if (data.value !== ALL) return made('div', 'option', data.text);
      const { query, values } = this.#found;
      const text = query?.trim() ? format(texts.selectMatches ?? '', values.length - 1) : data.text;
      return made('div', 'option fr-select-all', text);
    }

    #item(data) {
      const item = made('div', 'item');
      const text = made('span', 'fr-select-text', data.text);
      item.append(text);
      if (this.#multiple) {
        text.title = data.text;
        const button = made('button', 'fr-select-remove', '×');
        button.type = 'button';
        button.setAttribute('aria-label', format(texts.remove, data.text));
        button.dataset.frRemove = '';
        item.append(button);
      }
      return item;
    }

