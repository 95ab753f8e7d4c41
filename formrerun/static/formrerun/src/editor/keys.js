    // -------------------------------------------------------------------------------------- keys and pointers

    #wire() {
      const inGrid = event => event.target === this.#table.inner?.table?.element;
      this.addEventListener('keydown', event => inGrid(event) && this.#key(event), true);
      this.addEventListener('paste', event => {
        if (!inGrid(event) && document.activeElement !== this.#table.inner?.table?.element) return;
        event.preventDefault();
        this.#paste(event.clipboardData.getData('text/plain'));
      });
      this.addEventListener('cut', event => {
        if (!inGrid(event)) return;
        document.execCommand('copy');
        this.#clear();
        event.preventDefault();
      });
      this.addEventListener('dblclick', event => {
        if (event.target.closest('.tabulator-cell') && !this.#open) this.#begin();
      });
      // a second tap on a cell opens it, and a click on a box turns it
      let before = '';
      this.addEventListener('click', event => {
        const cell = event.target.closest('.tabulator-cell');
        if (!cell || this.#open) return;
        const { at } = this.#table.inner;
        const place = at && `${at.row} ${at.column}`;
        const touched = event.pointerType === 'touch' && place === before;
        before = place;
        const isBox = this.#rules[at?.column]?.kind === 'bool' && event.target.closest('.fr-table-bool');
        if (touched || isBox) this.#begin();
      });
    }

    #key(event) {
      const { inner } = this.#table;
      const control = event.ctrlKey || event.metaKey;
      const key = keyOf(event);
      const letter = key.toLowerCase();
      const act = control
        ? { d: () => this.#fillDown(), y: () => this.#step(this.#future, this.#past) }[letter] ??
          (letter === 'z'
            ? () => this.#step(...(event.shiftKey ? [this.#future, this.#past] : [this.#past, this.#future]))
            : key === '-' && (() => this.#deleteRows()))
        : {
            Enter: () => this.#begin(),
            F2: () => this.#begin(),
            Delete: () => this.#clear(),
            Backspace: () => this.#clear(),
          }[key];
      const types = !control && !event.altKey && [...event.key].length === 1;
      if (!inner.at || event.isComposing || (!act && !types)) return;
      event.preventDefault();
      event.stopPropagation();
      if (act) act();
      else this.#begin(event.key);
    }
  }

  addStyle('frEditorCss')
    .catch(() => {})
    .then(() => customElements.define('fr-editor', Editor));
})();
