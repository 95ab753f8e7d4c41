    // -------------------------------------------------------------------------------------- changes of cells

    /** Put values into cells: [row, column, value] each; what a cell does not take is left out. */
    #put(cells) {
      const before = this.#text;
      const rules = this.#rules;
      const rows = new Set();
      for (const [row, column, value] of cells) {
        const rule = rules[column];
        if (!rule || rule.off || this.#off || (wrongOf(rule, value, this.#words) && !row.fresh)) continue;
        const field = `c${column}`;
        if (row.fresh) row.fresh[rule.name] = value;
        else this.#note(row, field, rule.name, value);
        row[field] = this.#drawnAs(value);
        rows.add(row);
      }
      for (const one of this.#table.inner.table.getRows('visible')) {
        if (rows.has(one.getData())) one.reformat();
      }
      this.#changed(before);
    }

    #note(row, field, name, value) {
      const base = this.#base.get(row) ?? {};
      if (!(field in base)) base[field] = row[field] ?? null;
      this.#base.set(row, base);
      const changes = (this.#edited[row.name] ??= {});
      if (JSON.stringify(this.#drawnAs(value)) === JSON.stringify(base[field])) delete changes[name];
      else changes[name] = value;
      if (!Object.keys(changes).length) delete this.#edited[row.name];
    }

    async #addRow() {
      if (!this.#adds) return;
      const before = this.#text;
      const values = {};
      for (const rule of this.#rules) if (rule.default !== undefined) values[rule.name] = rule.default;
      this.#added.push(values);
      const shown = this.#show();
      this.#changed(before);
      await shown;
      const { rows, go, table, columns } = this.#table.inner;
      const last = rows.findIndex(row => row.getData().fresh === values);
      const first = columns.findIndex((_, place) => !this.#rules[this.#ruleOf(place)]?.off);
      if (last < 0) return;
      table.element.focus({ preventScroll: true });
      go(last, Math.max(first, 0));
    }

    #deleteRows() {
      const { chosen, rows } = this.#table.inner;
      if (!this.#deletes || !chosen) return;
      const before = this.#text;
      for (const row of rows.slice(chosen.top, chosen.bottom + 1)) {
        const data = row.getData();
        if (data.fresh) this.#added = this.#added.filter(one => one !== data.fresh);
        else {
          this.#deleted.add(data.name);
          delete this.#edited[data.name];
        }
      }
      this.#show();
      this.#changed(before);
    }

    /** Where a column that is shown stands among the rules: people may have moved it. */
    #ruleOf(shown) {
      return +(this.#table.inner.columns[shown]?.field ?? 'c-1').slice(1);
    }

    /** All cells that are chosen, as [row, column]. */
    get #cells() {
      const { chosen, rows } = this.#table.inner;
      if (!chosen) return [];
      const { top, bottom, left, right } = chosen;
      const columns = Array.from({ length: right - left + 1 }, (_, place) => this.#ruleOf(left + place));
      return rows.slice(top, bottom + 1).flatMap(row => columns.map(column => [row.getData(), column]));
    }

    #clear() {
      this.#put(this.#cells.map(([row, column]) => [row, column, null]));
    }

    /** Put what stands in the first of the chosen rows into the others. */
    #fillDown() {
      const { chosen, rows } = this.#table.inner;
      if (!chosen || chosen.top === chosen.bottom) return;
      const first = rows[chosen.top].getData();
      this.#put(this.#cells.map(([row, column]) => [row, column, this.#valueOf(first, column)]));
    }

    #valueOf(row, column) {
      const value = row[`c${column}`] ?? null;
      return this.#rules[column].kind === 'list' && typeof value === 'string' ? JSON.parse(value) : value;
    }

    /** Put the cells of a spreadsheet, lines and tabulators, where the chosen cell is; new rows if it may. */
    #paste(text) {
      const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n').map(line => line.split('\t'));
      const { chosen, rows } = this.#table.inner;
      const rules = this.#rules;
      if (!rules.length) return;
      const { top, bottom, left, right } = chosen ?? { top: 0, bottom: 0, left: 0, right: 0 };
      const one = lines.length === 1 && lines[0].length === 1;
      const height = one ? bottom - top + 1 : lines.length;
      const width = one ? right - left + 1 : Math.max(...lines.map(line => line.length));
      const before = this.#text;
      const cells = [];
      let grown = false;
      for (let down = 0; down < height; down++) {
        let row = rows[top + down]?.getData();
        if (!row && this.#adds) {
          row = { fresh: {} };
          for (const rule of rules) if (rule.default !== undefined) row.fresh[rule.name] = rule.default;
          this.#added.push(row.fresh);
          grown = true;
        }
        if (!row) break;
        for (let across = 0; across < width && rules[this.#ruleOf(left + across)]; across++) {
          const column = this.#ruleOf(left + across);
          const given = one ? lines[0][0] : lines[down][across];
          if (given === undefined) continue;
          const { value, wrong } = read(rules[column], given, this.#words);
          if (!wrong) cells.push([row, column, value]);
        }
      }
      if (grown) {
        for (const [row, column, value] of cells) {
          const rule = rules[column];
          if (rule.off) continue;
          if (row.fresh) row.fresh[rule.name] = value;
          else if (!wrongOf(rule, value, this.#words)) this.#note(row, `c${column}`, rule.name, value);
        }
        this.#show();
        this.#changed(before);
      } else this.#put(cells);
      if (!one) {
        this.#table.inner.go(top, left);
        const last = [Math.min(top + height, rows.length) - 1, Math.min(left + width, rules.length) - 1];
        this.#table.inner.go(...last, true);
      }
    }

    // ---------------------------------------------------------------------------------------- typing a cell

    /** Open the chosen cell; `typed` is the key that began it. */
    #begin(typed = null) {
      const { at, rows, table } = this.#table.inner;
      if (this.#open || !at || !rows[at.row]) return;
      const row = rows[at.row].getData();
      const column = this.#ruleOf(at.column);
      const rule = this.#rules[column];
      if (!rule || rule.off || this.#off) return;
      const value = this.#valueOf(row, column);
      if (rule.kind === 'bool') {
        if (typed === null || typed === ' ') this.#put([[row, column, !value]]);
        return;
      }
      const cell = rows[at.row].getCell(`c${column}`).getElement();
      const control = this.#control(rule, value, typed);
      this.#open = { control, row, column, rule };
      cell.replaceChildren(control);
      cell.classList.add('fr-typing');
      control.addEventListener('keydown', event => this.#typingKey(event));
      control.addEventListener('blur', () => this.#close(true));
      control.focus();
      if (typed === null && control.select && rule.kind !== 'text') control.select();
      table.element.removeAttribute('aria-activedescendant');
    }

    #control(rule, value, typed) {
      const choice = rule.options && rule.kind !== 'list';
      const long = !choice && typeof value === 'string' && value.includes('\n');
      const control = made(choice ? 'select' : long ? 'textarea' : 'input', 'fr-editor-control');
      control.setAttribute('form', '');
      control.setAttribute('aria-label', this.#table.inner.columns[this.#table.inner.at.column].title);
      if (rule.required) control.setAttribute('aria-required', 'true');
      if (choice) {
        const all = rule.required ? rule.options : [null, ...rule.options];
        for (const option of all) control.append(new Option(option ?? '', String(option ?? '')));
        control.value = String(value ?? '');
        return control;
      }
      const kinds = { date: 'date', time: 'time', datetime: 'datetime-local' };
      const zoned = typeof value === 'string' && /[+-]\d\d:\d\d$|Z$/.test(value);
      if (!long) control.type = (!zoned && kinds[rule.kind]) || 'text';
      if (control.type === 'time' || control.type === 'datetime-local') control.step = 1;
      // phones have no minus on these
      if (isNumber(rule) && rule.low >= 0) control.inputMode = rule.kind === 'int' ? 'numeric' : 'decimal';
      control.autocomplete = 'off';
      const shown = Array.isArray(value) ? value.join(', ') : String(value ?? '');
      const native = control.type !== 'text' && !long;
      if (native) control.value = shown.replace(' ', 'T');
      else control.value = typed ?? shown;
      return control;
    }

    #typingKey(event) {
      event.stopPropagation();
      const { table } = this.#table.inner;
      const key = keyOf(event);
      const multiline = event.target.tagName === 'TEXTAREA' && event.shiftKey;
      if (event.isComposing || (key === 'Enter' && multiline)) return;
      const to = { Enter: [event.shiftKey ? -1 : 1, 0], Tab: [0, event.shiftKey ? -1 : 1] }[key];
      if (key !== 'Escape' && !to) return;
      event.preventDefault();
      if (!this.#close(key !== 'Escape', true)) return;
      table.element.focus({ preventScroll: true });
      if (to) this.#move(...to);
    }

    #move(down, across) {
      const { at, rows, go } = this.#table.inner;
      const row = Math.min(Math.max(at.row + down, 0), rows.length - 1);
      go(row, Math.min(Math.max(at.column + across, 0), this.#rules.length - 1));
    }

    /** Take what was typed, or leave it; false if it is wrong and somebody is still there to put it right. */
    #close(take, stays = false) {
      if (!this.#open) return true;
      const { control, row, column, rule } = this.#open;
      let change = null;
      if (take) {
        const words = this.#words;
        const found = control.validity?.badInput
          ? { wrong: words.wrong }
          : read(rule, control.value, words);
        const wrong = found.wrong ?? wrongOf(rule, found.value, this.#words);
        if (wrong && stays) {
          control.setAttribute('aria-invalid', 'true');
          control.setCustomValidity(wrong);
          control.reportValidity();
          control.addEventListener('input', () => control.setCustomValidity(''), { once: true });
          return false;
        }
        const same = JSON.stringify(found.value) === JSON.stringify(this.#valueOf(row, column));
        const emptied = found.value === '' && this.#valueOf(row, column) === null;
        if (!wrong && !same && !emptied) change = [row, column, found.value];
      }
      this.#open = null;
      const one = this.#table.inner.rows.find(other => other.getData() === row);
      one?.getCell(`c${column}`).getElement().classList.remove('fr-typing');
      one?.reformat();
      if (change) this.#put([change]);
      this.#table.typed();
      return true;
    }

