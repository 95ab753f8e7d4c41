
    // ---------------------------------------------------------------------------------------------- value

    get value() {
      const values = this.#ts
        ? [...this.#ts.items]
        : [...this.#select.selectedOptions].map(option => option.value);
      return values.length || this.#multiple ? values : [''];
    }

    /** Show these choices, as far as they are offered, and post exactly those. No event tells of it. */
    set value(list) {
      const ts = this.#ts;
      const free = this.hasAttribute('data-fr-new');
      if (this.#remote) {
        const unknown = (list ?? []).filter(value => value !== '' && !has(ts.options, value));
        if (unknown.length && !free) this.#nameUnknown(unknown);
      }
      const wanted = this.#today(list ?? []).filter(
        value =>
          value !== '' && (has(ts.options, value) || (free && ts.addOption({ value, text: value }, true))),
      );
      // an option that is gone: what is shown stays
      if (!wanted.length && list?.some(Boolean) && !this.#multiple) return;
      ts.clear(true);
      for (const value of wanted) ts.addItem(value, true);
      ts.updateOriginalInput({ silent: true });
      ts.inputState();
      this.#describe();
    }

    /** What posts today what was chosen when an option had another label or value. */
    #today(list) {
      const offered = list.some(value => value.includes('\u2063')) ? Object.keys(this.#ts.options) : [];
      return list
        .map(value => offered[placeAmong(offered, value)] ?? value)
        .filter(value => !value.includes('\u2063') || has(this.#ts.options, value));
    }

    #listed(select) {
      return JSON.stringify(
        [...select.options]
          .filter(option => option.value !== '' && !option.hasAttribute('data-fr-chosen'))
          .map(option => [option.value, option.textContent]),
      );
    }

    /** Take over what the server changed around the value: options, texts, the form it belongs to. */
    frMorph(fresh) {
      const ts = this.#ts;
      const select = this.#select;
      const theirs = fresh.querySelector('select');
      if (!ts || !theirs) return;
      for (const name of ['name', 'form', 'aria-label']) {
        if (theirs.getAttribute(name) !== select.getAttribute(name)) {
          select.setAttribute(name, theirs.getAttribute(name) ?? '');
        }
      }
      this.#name();
      if (ts.settings.placeholder !== this.dataset.frPlaceholder) {
        ts.settings.placeholder = this.dataset.frPlaceholder;
        ts.inputState();
      }
      for (const option of theirs.querySelectorAll('[data-fr-chosen]')) {
        this.#know(option.value, option.textContent);
      }
      const listed = this.#listed(theirs);
      if (listed === this.#served) return;
      this.#served = listed;
      const kept = this.value;
      const options = JSON.parse(listed);
      const labels = kept.map(value => [value, ts.options[value]?.text]);
      ts.clear(true);
      ts.clearOptions(() => false);
      select.replaceChildren(
        ...[...theirs.options].map(option => new Option(option.textContent, option.value)),
      );
      const place = new Map([...select.options].map(option => [option.value, option]));
      ts.order = 0;
      for (const [value, text] of options) ts.addOption({ value, text, $option: place.get(value) });
      const offered = new Set(options.map(([value]) => value));
      if (this.#remote) {
        this.#forget();
        for (const [value, text] of labels) {
          if (value === '' || text === undefined) continue;
          if (!offered.has(value)) ts.addOption({ value, text });
          offered.add(value);
        }
      }
      const left = this.#today(kept).filter(
        value => value === '' || offered.has(value) || this.hasAttribute('data-fr-new'),
      );
      this.value = left.length || this.#multiple ? left : JSON.parse(fresh.dataset.frValue || '[]');
      if (ts.isOpen) ts.refreshOptions(true);
    }

    focus(options) {
      const field = this.#ts ? this.#ts.control_input : this.#select;
      field.focus(options);
    }
  }

  Promise.all([addStyle('frSelectCss'), addScript('frSelectLib')])
    .then(() => customElements.define('fr-select', Select))
    .catch(() => {}); // the native selects stay
})();
