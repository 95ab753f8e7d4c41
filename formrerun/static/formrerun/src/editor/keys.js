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
        const { clipboardData } = event;
        this.#table.dispatchEvent(new ClipboardEvent('copy', { clipboardData, cancelable: true }));
        this.#clear();
        event.preventDefault();
      });
      this.addEventListener('dblclick', event => {
        if (event.target.closest('.tabulator-cell') && !this.#open) this.#begin();
      });
      this.addEventListener('click', event => {
        if (!event.target.closest('a[download]') || this.dataset.frRemote) return;
        event.preventDefault(); // the server's file has the data as they were given
        this.#download();
      });
      this.addEventListener('pointerdown', event => {
        if (!event.target.closest('.fr-editor-fill')) return;
        event.preventDefault();
        event.stopPropagation();
        this.#pull(event);
      }, true);
      this.addEventListener('mousedown', event => {
        if (event.target.closest('.fr-editor-fill, .fr-editor-control')) event.stopPropagation();
      }, true);
      // a second tap on a cell opens it, and a click on a box turns it
      let before = '';
      this.addEventListener('click', event => {
        const cell = event.target.closest('.tabulator-cell');
        if (!cell || this.#open) return;
        const { at } = this.#table.inner;
        const place = at && `${at.row} ${at.column}`;
        const touched = event.pointerType === 'touch' && place === before;
        before = place;
        const rule = this.#rules[this.#ruleOf(at?.column)];
        const isBox = rule?.kind === 'bool' && event.target.closest('.fr-table-bool');
        if (touched || isBox) this.#begin();
      });
    }

    /** Pull the corner of what is chosen down or up: its first row goes into the others. */
    #pull({ target, pointerId }) {
      const { chosen, go } = this.#table.inner;
      const { top, left, right } = chosen;
      target.setPointerCapture(pointerId);
      const move = ({ clientX, clientY }) => {
        const cell = document.elementsFromPoint(clientX, clientY).find(el => el.matches('.tabulator-cell'));
        const row = cell?.closest('.tabulator-row');
        const last = this.#table.inner.rows.findIndex(one => one.getElement() === row);
        if (!row || !this.contains(row) || last < top) return;
        go(top, left, false, false);
        go(last, right, true, false);
      };
      target.addEventListener('pointermove', move);
      target.addEventListener('lostpointercapture', () => this.#fillDown(), { once: true });
    }

    /** The rows as they are now, as a file. */
    #download() {
      const { table, columns } = this.#table.inner;
      const quoted = value => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
      const lines = table.getRows('active').map(row =>
        columns.map(column => quoted(String(row.getData()[column.field] ?? ''))),
      );
      const head = columns.map(column => quoted(column.title));
      const text = [head, ...lines].map(line => line.join(',')).join('\r\n');
      const address = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv' }));
      Object.assign(document.createElement('a'), { href: address, download: 'data.csv' }).click();
      setTimeout(() => URL.revokeObjectURL(address), 1000);
    }

    /** Put the corner that is pulled into the chosen cell. */
    #corner() {
      const cell = this.querySelector('.tabulator-cell.fr-active');
      const column = this.#table.inner?.at?.column;
      this.#handle ??= made('span', 'fr-editor-fill');
      this.#handle.setAttribute('aria-hidden', 'true');
      if (cell && !this.#open && !this.#rules[this.#ruleOf(column)]?.off && !this.#off) {
        if (this.#handle.parentElement !== cell) cell.append(this.#handle);
      } else this.#handle.remove();
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
