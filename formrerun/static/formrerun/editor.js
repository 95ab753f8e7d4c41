/*
 * <fr-editor>: a table whose cells are edited; <fr-table> draws it, and here is what was changed.
 *
 * The value is one text of JSON: what was changed, by the names of rows. It is laid over the rows as they
 * come, so that it stays with its row when others come and go. Cells are text, never HTML.
 */
(() => {
  'use strict';
  if (customElements.get('fr-editor')) return;
  const { addStyle, keyOf, latin } = document.getElementById('fr-app').formrerun;

  const UNDONE = 100;
  const NUMBERS = ['int', 'float', 'decimal', 'duration'];
  const format = (text, value) => (text ?? '').replace('%s', () => value);
  const made = (name, className, text = '') =>
    Object.assign(document.createElement(name), { className, textContent: text });

  const SIGNS = {
    add: 'M10 4v12M4 10h12',
    delete: 'M4 6h12M8 6V4h4v2m-6 0 1 10h6l1-10',
    undo: 'M7 5 3 9l4 4M3 9h8a4 4 0 0 1 0 8H8',
    redo: 'm13 5 4 4-4 4m4-4H9a4 4 0 0 0 0 8h3',
    edit: 'm4 16 1-4 8-8 3 3-8 8z',
  };
  function sign(name) {
    const [svg, path] = ['svg', 'path'].map(tag =>
      document.createElementNS('http://www.w3.org/2000/svg', tag),
    );
    const look = { viewBox: '0 0 20 20', width: 18, height: 18, fill: 'none', stroke: 'currentColor' };
    for (const [key, value] of Object.entries({ ...look, 'stroke-width': 1.6, 'aria-hidden': 'true' })) {
      svg.setAttribute(key, value);
    }
    path.setAttribute('d', SIGNS[name]);
    svg.append(path);
    return svg;
  }

  const isNumber = ({ kind, type }) => NUMBERS.includes(kind) || (kind === 'empty' && type === 'number');

  function numberIn(text) {
    const plain = text.replace(/[\s'’]/g, '');
    const one = /^[+-]?\d*[.,]?\d*(e[+-]?\d+)?$/i.test(plain) && /\d/.test(plain);
    return one ? +plain.replace(',', '.') : NaN;
  }

  function read(rule, text, words) {
    const bare = isNumber(rule) ? latin(text).replace('٫', '.') : text.trim();
    if (rule.options && rule.kind !== 'list') {
      if (!bare) return { value: null };
      const found = rule.options.find(option => String(option) === text || String(option) === bare);
      return found === undefined ? { wrong: words.options } : { value: found };
    }
    if (rule.kind === 'text' || (rule.kind === 'empty' && rule.type !== 'number')) return { value: text };
    if (!bare) return { value: null };
    if (rule.kind === 'bool') {
      if (/^(true|1|yes|ja|wahr|☑)$/i.test(bare)) return { value: true };
      return /^(false|0|no|nein|falsch|☐)$/i.test(bare) ? { value: false } : { wrong: words.wrong };
    }
    if (rule.kind === 'int' && /^[+-]?\d+$/.test(bare)) {
      return { value: Number.isSafeInteger(+bare) ? +bare : bare.replace('+', '') };
    }
    if (isNumber(rule)) {
      const number = numberIn(bare);
      const wrong = !Number.isFinite(number) || (rule.kind === 'int' && !Number.isInteger(number));
      if (wrong) return { wrong: words.wrong };
      return { value: rule.kind === 'decimal' ? bare.replace(',', '.') : number };
    }
    if (rule.kind === 'list') {
      if (bare.startsWith('[')) {
        try {
          return { value: JSON.parse(bare) };
        } catch {
        }
      }
      return { value: bare.split(',').map(part => part.trim()).filter(Boolean) };
    }
    const shape = {
      date: /^\d{4}-\d\d-\d\d$/,
      time: /^\d\d:\d\d(:\d\d(\.\d+)?)?$/,
      datetime: /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?)?([+-]\d\d:\d\d|Z)?$/,
    }[rule.kind];
    return shape?.test(bare) ? { value: bare.replace('T', ' ') } : { wrong: words.wrong };
  }

  function wrongOf(rule, value, words) {
    const none = value === null || value === undefined || value === '' || value?.length === 0;
    if (none) return rule.required ? words.required : '';
    const { low, high, most, pattern, options } = rule;
    if (options && !rule.free && ![value].flat().every(one => options.includes(one))) return words.options;
    const bounded = typeof value === 'number' || isNumber(rule);
    const beyond = (one, other) => (bounded ? +one < +other : String(one) < String(other).replace('T', ' '));
    if (low !== undefined && beyond(value, low)) return format(words.least, low);
    if (high !== undefined && (bounded ? +value > +high : String(value) > String(high).replace('T', ' '))) {
      return format(words.greatest, high);
    }
    if (typeof value !== 'string' || isNumber(rule)) return '';
    if (most !== undefined && value.length > most) return format(words.most, most);
    if (!pattern) return '';
    try {
      return new RegExp(pattern, 'us').test(value) ? '' : words.pattern;
    } catch {
      return '';
    }
  }


  const PASSED = ['columns', 'rows', 'row-height', 'remote', 'placeholder', 'label', 'words', 'src'].map(
    name => `data-fr-${name}`,
  );

  class Editor extends HTMLElement {
    static observedAttributes = [...PASSED, 'style', 'data-fr-disabled', 'data-fr-rules', 'data-fr-form'];
    #table = null;
    #input = null;
    #tools = null;
    #rows = [];
    #base = new Map();
    #edited = {};
    #added = [];
    #deleted = new Set();
    #fresh = [];
    #past = [];
    #future = [];
    #open = null;
    #shown = null;
    #room = 0;
    #handle = null;

    connectedCallback() {
      if (this.#table) return;
      const early = Object.getOwnPropertyDescriptor(this, 'value')?.value;
      delete this.value;
      this.#build();
      this.value = early ?? JSON.parse(this.dataset.frValue || '[""]');
    }

    connectedMoveCallback() {}

    attributeChangedCallback(name, before, now) {
      if (!this.#table || before === now) return;
      if (name === 'style') return void (now || queueMicrotask(() => this.#grow()));
      if (name === 'data-fr-form') this.#input.setAttribute('form', now ?? '');
      if (PASSED.includes(name)) this.#pass(name);
      this.#able();
    }

    get #words() {
      return JSON.parse(this.dataset.frWords || '{}');
    }
    get #rules() {
      return JSON.parse(this.dataset.frRules || '[]');
    }
    get #adds() {
      return ['dynamic', 'add'].includes(this.dataset.frMode) && !this.#off;
    }
    get #deletes() {
      return ['dynamic', 'delete'].includes(this.dataset.frMode) && !this.#off;
    }
    get #off() {
      return this.hasAttribute('data-fr-disabled');
    }

    #pass(name) {
      const value = this.getAttribute(name);
      if (value === null) this.#table.removeAttribute(name);
      else this.#table.setAttribute(name, value);
    }

    #build() {
      this.#input = this.querySelector('input[name]');
      this.replaceChildren(this.#input);
      const tools = (this.#tools = made('div', 'fr-editor-tools'));
      tools.setAttribute('role', 'toolbar');
      tools.setAttribute('aria-label', this.dataset.frLabel || this.#words.name);
      const acts = {
        edit: () => this.#begin(),
        add: () => this.#addRow(),
        delete: () => this.#deleteRows(),
        undo: () => this.#step(this.#past, this.#future),
        redo: () => this.#step(this.#future, this.#past),
      };
      for (const [name, act] of Object.entries(acts)) {
        const button = made('button', 'fr-table-button');
        Object.assign(button, { type: 'button', title: this.#words[name] });
        button.dataset.act = name;
        button.setAttribute('aria-label', this.#words[name]);
        button.append(sign(name));
        button.addEventListener('mousedown', event => event.preventDefault());
        button.addEventListener('click', act);
        tools.append(button);
      }
      const table = (this.#table = document.createElement('fr-table'));
      table.id = `${this.id}-t`;
      table.editor = this;
      table.toggleAttribute('data-fr-fits', this.hasAttribute('data-fr-fits'));
      for (const name of PASSED) this.#pass(name);
      if (!this.dataset.frLabel) table.dataset.frLabel = this.#words.name;
      this.append(tools, table);
      this.#able();
      this.#wire();
    }

    focus() {
      (this.#table.inner?.table?.element ?? this.querySelector('button:not([hidden])'))?.focus();
    }

    #able() {
      for (const [name, on] of [
        ['edit', !this.#off && this.#rules.some(rule => !rule.off)],
        ['add', this.#adds],
        ['delete', this.#deletes],
      ]) {
        this.#tools.querySelector(`[data-act=${name}]`).hidden = !on;
      }
      this.#tools.querySelector('[data-act=undo]').disabled = !this.#past.length;
      this.#tools.querySelector('[data-act=redo]').disabled = !this.#future.length;
      this.#tools.hidden = this.#off;
      this.#input.disabled = this.#off;
    }


    get #text() {
      const nothing = !Object.keys(this.#edited).length && !this.#added.length && !this.#deleted.size;
      if (nothing) return '';
      const deleted = [...this.#deleted];
      const names = this.hasAttribute('data-fr-keyed') ? deleted : deleted.map(Number);
      return JSON.stringify({ edited_rows: this.#edited, added_rows: this.#added, deleted_rows: names });
    }

    get value() {
      return [this.#text];
    }
    set value(values) {
      const text = values?.[0] ?? '';
      if (!this.#table || text === this.#text) return;
      let data = {};
      try {
        data = JSON.parse(text || '{}');
      } catch {
      }
      const { added_rows: added = [], deleted_rows: deleted = [] } = data;
      this.#edited = data.edited_rows ?? {};
      this.#added = added;
      this.#deleted = new Set(deleted.map(String));
      this.#input.value = this.#text;
      this.#show();
    }

    #changed(before) {
      if (before === this.#text) return;
      this.#past = [...this.#past, before].slice(-UNDONE);
      this.#future = [];
      this.#tell();
    }

    #tell() {
      this.#input.value = this.#text;
      this.#able();
      this.#input.dispatchEvent(new Event('input', { bubbles: true }));
      if (!this.#unfinished) this.#input.dispatchEvent(new Event('change', { bubbles: true }));
    }

    get #unfinished() {
      const needed = this.#rules.filter(rule => rule.required);
      const lacks = (row, { name }) => row[name] === undefined || row[name] === null || row[name] === '';
      return this.#added.some(row => needed.some(rule => lacks(row, rule)));
    }

    #step(from, to) {
      if (!from.length) return;
      to.push(this.#text);
      this.value = [from.pop()];
      this.#tell();
    }


    get types() {
      return Boolean(this.#open);
    }

    adapt(rows, names) {
      rows.forEach((row, place) => {
        row.name = String(names ? names[place] : place);
      });
      this.#rows = rows;
      this.#base.clear();
      return this.#laid();
    }

    #laid() {
      const fields = Object.fromEntries(this.#rules.map((rule, place) => [rule.name, `c${place}`]));
      for (const [row, values] of this.#base) Object.assign(row, values);
      this.#base.clear();
      for (const row of this.#rows) {
        const changes = this.#edited[row.name];
        if (!changes) continue;
        const before = {};
        for (const [name, value] of Object.entries(changes)) {
          const field = fields[name];
          if (!field) continue;
          before[field] = row[field];
          row[field] = this.#drawnAs(value);
        }
        this.#base.set(row, before);
      }
      this.#fresh = this.#added.map(values => {
        const row = { fresh: values };
        for (const [name, field] of Object.entries(fields)) row[field] = this.#drawnAs(values[name] ?? null);
        return row;
      });
      const shown = [...this.#rows.filter(row => !this.#deleted.has(row.name)), ...this.#fresh];
      if (!this.dataset.frRemote) {
        const more = shown.length - this.#rows.length;
        this.#table.dataset.frRows = shown.length;
        const least = Math.max(this.#rows.length, 1);
        const grown = Math.min(Math.max(shown.length, 1), Math.max(least, 10)) - least;
        const fits = this.hasAttribute('data-fr-fits') && more > 0 && grown > 0;
        this.#room = fits ? grown * (+this.dataset.frRowHeight || 35) : 0;
        this.#grow();
      }
      return shown;
    }

    #grow() {
      const room = this.#room;
      const height = room ? `calc(100% + ${room}px)` : '';
      if (this.style.minHeight !== height) this.style.minHeight = height;
      if (this.parentElement) this.parentElement.style.marginBottom = room ? `${room}px` : '';
    }

    #drawnAs(value) {
      return Array.isArray(value) ? JSON.stringify(value) : value;
    }

    #show() {
      this.#shown ??= Promise.resolve().then(async () => {
        this.#shown = null;
        const { table, at } = this.#table?.inner ?? {};
        if (!table?.initialized) return;
        const holder = this.#table.querySelector('.tabulator-tableholder');
        const { scrollTop, scrollLeft } = holder;
        await table.replaceData(this.#laid());
        Object.assign(holder, { scrollTop, scrollLeft });
        if (at) this.#table.inner.go(Math.min(at.row, this.#table.inner.rows.length - 1), at.column);
      });
      return this.#shown;
    }

    painted() {
      this.#corner();
    }

    drawn(row) {
      const data = row.getData();
      const changes = data.fresh ?? this.#edited[data.name];
      const words = this.#words;
      this.#rules.forEach((rule, place) => {
        const el = row.getCell(`c${place}`)?.getElement();
        if (!el) return;
        const changed = Boolean(changes && rule.name in changes);
        const wrong = changed || data.fresh ? wrongOf(rule, data[`c${place}`], words) : '';
        el.classList.toggle('fr-edited', changed);
        el.classList.toggle('fr-wrong', Boolean(wrong));
        el.classList.toggle('fr-locked', Boolean(rule.off || this.#off));
        el.title = wrong;
        if (rule.off || this.#off) el.setAttribute('aria-readonly', 'true');
        else el.removeAttribute('aria-readonly');
        if (wrong) el.setAttribute('aria-invalid', 'true');
        else el.removeAttribute('aria-invalid');
        if (rule.required) el.setAttribute('aria-required', 'true');
      });
      row.getElement().classList.toggle('fr-fresh', Boolean(data.fresh));
    }


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

    #ruleOf(shown) {
      return +(this.#table.inner.columns[shown]?.field ?? 'c-1').slice(1);
    }

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
        event.preventDefault();
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
