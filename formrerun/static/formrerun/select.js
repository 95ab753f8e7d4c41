/*
 * <fr-select>: a select with a search field, and several choices as tags; Tom Select over the native <select>
 * inside.
 *
 * The native select stays what is posted, with the chosen options in the order of choosing, and what is used
 * until this file has loaded, or without it. Tom Select gives the field, the list and the keys; which options
 * are found, and how they look, is decided here.
 */
(() => {
  'use strict';
  if (customElements.get('fr-select')) return;
  const { addScript, addStyle, askOptions, keyOf, libs, placeAmong, texts } =
    document.getElementById('fr-app').formrerun;

  const ASKED = 50;
  const PAUSE = 150;
  const SHOWN = 100;
  const ALL = '\u0000all';
  const format = (text, value) => (text ?? '%s').replace(/%(\(\w+\))?[sd]/, () => value);
  const fold = text =>
    text
      .normalize('NFD')
      .replace(/\p{Mn}/gu, '')
      .toLowerCase();
  const has = (object, name) => Object.hasOwn(object, name);

  const FILTERS = {
    prefix: (text, query) => +text.startsWith(query),
    contains: (text, query) => +text.includes(query),
    fuzzy(text, query) {
      const whole = text.indexOf(query);
      if (whole >= 0) return 4 - (whole > 0) - (whole > 0 && /[\p{L}\p{N}]/u.test(text[whole - 1]));
      let at = -1;
      let gaps = 0;
      for (const letter of query) {
        const next = text.indexOf(letter, at + 1);
        if (next < 0) return 0;
        if (at >= 0) gaps += next - at - 1;
        at = next;
      }
      return 1 / (1 + gaps);
    },
  };

  const made = (name, className, text = '') =>
    Object.assign(document.createElement(name), { className, textContent: text });

  class Select extends HTMLElement {
    static formAssociated = true;
    static observedAttributes = ['data-fr-disabled'];
    #ts = null;
    #served = '';
    #found = { query: null, values: [] };
    #said = made('span', '');
    #lists = new Map();
    #pause = 0;
    #enters = false;
    #seen = null;

    connectedCallback() {
      if (this.#ts) return;
      const early = Object.getOwnPropertyDescriptor(this, 'value')?.value;
      delete this.value;
      this.#build();
      if (early !== undefined) this.value = early;
    }

    connectedMoveCallback() {}

    disconnectedCallback() {
      queueMicrotask(() => {
        if (this.isConnected || !this.#ts) return;
        this.#ts.destroy();
        this.#ts = null;
        this.#seen?.disconnect();
      });
    }

    attributeChangedCallback() {
      if (this.#ts) this.#able();
    }

    get #multiple() {
      return this.hasAttribute('data-fr-multiple');
    }
    get #select() {
      return this.querySelector('select');
    }
    get #most() {
      return this.dataset.frMost ? +this.dataset.frMost : Infinity;
    }
    get #whyNone() {
      if (this.#full) return this.dataset.frMostText;
      const list = this.#remote ? this.#asked(this.#ts.inputValue()) : {};
      return list.asks ? texts.searching : list.failed ? texts.notLoaded : texts.none;
    }
    get #full() {
      return this.#multiple && this.#ts.items.length >= this.#most;
    }

    #build() {
      const select = this.#select;
      const live = [...select.selectedOptions].map(option => option.value);
      const given = JSON.parse(this.dataset.frValue || '[]');
      const early = live.length !== given.length || live.some(value => !given.includes(value)) ? live : given;
      const untouched = [...select.options].every(option => option.selected === option.defaultSelected);
      this.#served = this.#listed(select);
      select.id = `${this.id}-s`;
      select.hidden = true;
      for (const option of select.options) if (option.value === '') option.disabled = false;
      const multiple = this.#multiple;
      const free = this.hasAttribute('data-fr-new');
      const ts = (this.#ts = new libs.TomSelect(select, {
        maxItems: multiple ? null : 1,
        hideSelected: multiple,
        maxOptions: SHOWN,
        openOnFocus: false,
        highlight: false,
        clearAfterSelect: true,
        placeholder: this.dataset.frPlaceholder ?? '',
        hidePlaceholder: true,
        refreshThrottle: 0,
        delimiter: '\u001f',
        shouldLoad: () => true,
        create: free ? text => ({ value: text, text }) : false,
        createFilter: text => !has(ts.options, text) && !this.#full,
        onDelete: () => multiple || this.hasAttribute('data-fr-clearable'),
        render: {
          option: data => this.#option(data),
          item: data => this.#item(data),
          option_create: data => made('div', 'create', format(texts.add, data.input)),
          no_results: ({ input }) =>
            free && ts.canCreate(input) ? null : made('div', 'no-results', this.#whyNone),
        },
      }));
      Object.defineProperty(ts.settings, 'createOnBlur', {
        get: () => free && this.#isNews(ts.inputValue()),
      });
      ts.search = query => this.#search(query);
      const choose = ts.addItem.bind(ts);
      ts.addItem = (value, silent) => {
        if (value === ALL) this.#chooseAll();
        else if (!this.#full || !ts.isSetup) choose(value, silent);
      };
      if (this.#remote) this.#forget();
      this.#wire(ts);
      this.value = untouched ? given : early;
    }


    #wire(ts) {
      const input = ts.control_input;
      const list = ts.dropdown;
      const content = ts.dropdown_content;
      input.setAttribute('form', '');
      input.setAttribute('autocomplete', 'off');
      this.#name();
      if (this.#multiple) {
        content.setAttribute('aria-multiselectable', 'true');
        this.#said.hidden = true;
        this.append(this.#said);
        ts.control.dataset.testid = 'stMultiSelectTagsContainer';
      }
      if (!this.dataset.frFilter) input.readOnly = true;
      if (list.showPopover) list.popover = 'manual';
      const place = () => this.#place();
      ts.on('dropdown_open', () => {
        list.dataset.testid = this.#multiple ? 'stMultiSelectDropdown' : 'stSelectboxVirtualDropdown';
        if (list.popover && !list.matches(':popover-open')) list.showPopover();
        addEventListener('scroll', place, { capture: true, passive: true });
        addEventListener('resize', place);
        visualViewport?.addEventListener('resize', place);
        place();
        ts.scrollToOption(ts.activeOption, 'auto');
        if (ts.activeOption) input.setAttribute('aria-activedescendant', ts.activeOption.id);
      });
      ts.on('dropdown_close', () => {
        if (this.#remote) this.#forget();
        this.#enters = false;
        delete list.dataset.testid;
        if (list.popover && list.matches(':popover-open')) list.hidePopover();
        removeEventListener('scroll', place, { capture: true });
        removeEventListener('resize', place);
        visualViewport?.removeEventListener('resize', place);
        ts.settings.maxOptions = SHOWN;
        input.removeAttribute('aria-activedescendant');
      });
      ts.on('type', text => {
        this.toggleAttribute('data-fr-typing', text !== '');
        place();
      });
      ts.on('blur', () => this.removeAttribute('data-fr-typing'));
      ts.on('item_add', () => this.removeAttribute('data-fr-typing'));
      ts.on('change', () => {
        this.#describe();
        place();
      });
      content.addEventListener(
        'scroll',
        () => {
          if (content.scrollTop + content.clientHeight > content.scrollHeight - 200) this.#more();
        },
        { passive: true },
      );
      let pressed = null;
      const clicked = ts.onClick.bind(ts);
      ts.onClick = () => (ts.isOpen && pressed === input && !input.readOnly) || clicked();
      ts.hook('after', 'onClick', () => {
        if (ts.isLocked || ts.isOpen || document.activeElement !== input) return;
        ts.ignoreFocus = false;
        ts.onFocus();
        ts.refreshOptions(true);
      });
      let typed = '';
      let moved = false;
      ts.hook('after', 'refreshOptions', () => {
        if (ts.inputValue() !== typed) {
          typed = ts.inputValue();
          moved = false;
        }
        const add = !this.#multiple && typed && !moved && content.querySelector('.create');
        if (add) ts.setActiveOption(add);
        if (ts.activeOption?.dataset.value === ALL) ts.setActiveOption(ts.getAdjacent(ts.activeOption, 1));
      });
      input.addEventListener(
        'keydown',
        event => {
          if (event.key === 'Enter' && ts.isOpen && this.#remote && this.#asked(ts.inputValue()).asks) {
            event.preventDefault();
            event.stopPropagation();
            this.#enters = true;
            return;
          }
          moved ||= event.key === 'ArrowDown' || event.key === 'ArrowUp';
          if (event.key === 'ArrowDown' && ts.isOpen && ts.activeOption === content.lastElementChild) {
            this.#more();
          }
          if (
            (event.key === 'Enter' || event.key === 'ArrowDown') &&
            !ts.isOpen &&
            !ts.isLocked &&
            !event.isComposing &&
            !ts.inputValue()
          ) {
            event.preventDefault();
            event.stopPropagation();
            ts.refreshOptions(true);
          }
        },
        true,
      );
      this.addEventListener(
        'keydown',
        event => {
          const buttons = [...ts.control.querySelectorAll('[data-fr-remove]')];
          const at = buttons.indexOf(event.target);
          const key = keyOf(event);
          if (at < 0 && !(event.target === input && key === 'ArrowLeft' && !ts.inputValue())) return;
          const before = buttons.at(at > 0 ? at - 1 : at);
          const to = { ArrowLeft: before, ArrowRight: buttons[at + 1] ?? input }[key];
          if (!to && key !== 'Delete' && key !== 'Backspace') return;
          event.preventDefault();
          event.stopPropagation();
          if (to) to.focus();
          else this.#remove(event.target, true);
        },
        true,
      );
      this.addEventListener('keydown', event => {
        if (event.key === 'Enter' && event.target === input) event.preventDefault();
      });
      input.addEventListener('blur', () => this.#takeTyped(), true);
      this.addEventListener(
        'click',
        event => {
          pressed = event.target;
          if (pressed === this) ts.focus();
          const button = event.target.closest?.('[data-fr-remove],[data-fr-clear]');
          if (!button || ts.isLocked) return;
          event.preventDefault();
          event.stopPropagation();
          if (button.hasAttribute('data-fr-clear')) {
            ts.clear();
            ts.close();
            input.focus();
          } else this.#remove(button, !event.detail);
        },
        true,
      );
      if (this.#multiple || this.hasAttribute('data-fr-clearable')) {
        const clear = made('button', 'fr-select-clear', '×');
        Object.assign(clear, { type: 'button', tabIndex: -1 });
        clear.setAttribute('aria-label', (this.#multiple ? texts.clearAll : texts.clear) ?? '');
        clear.dataset.frClear = '';
        ts.wrapper.append(clear);
      }
      this.#seen = new MutationObserver(() => this.#describe());
      this.#seen.observe(this.#select, { attributeFilter: ['aria-invalid', 'aria-describedby'] });
      this.#able();
      this.#describe();
    }


    #remove(button, byKey) {
      const ts = this.#ts;
      const places = [...ts.control.querySelectorAll('[data-fr-remove]')];
      const at = places.indexOf(button);
      const next = byKey && (places[at + 1] ?? places[at - 1]);
      ts.removeItem(button.closest('[data-ts-item]'));
      if (ts.isOpen) ts.refreshOptions(false);
      (next || ts.control_input).focus();
    }


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

    #describe() {
      const input = this.#ts.control_input;
      const select = this.#select;
      const chosen = this.#multiple ? this.#said : this.#ts.control.querySelector('.item');
      if (chosen) chosen.id = `${this.id}-v`;
      if (this.#multiple) {
        chosen.textContent = this.#ts.items.map(value => this.#ts.options[value].text).join(', ');
      }
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


    #search(query) {
      const ts = this.#ts;
      const isNew = query !== this.#found.query;
      if (isNew && this.#lists.get(query.trim())?.failed) this.#lists.delete(query.trim());
      const values = this.#full ? [] : this.#matching(query);
      if (isNew) ts.settings.maxOptions = SHOWN;
      const at = this.#multiple || query ? -1 : values.indexOf(ts.items[0]);
      if (at >= ts.settings.maxOptions) ts.settings.maxOptions = at + SHOWN;
      this.#found = { query, values };
      if (values[0] === ALL) delete ts.options[ALL].$div;
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

    #isNews(text) {
      if (this.#remote && this.#asked(text).asks) return false;
      return text !== '' && !this.#full && !this.#matching(text).length;
    }

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



    get #remote() {
      return this.hasAttribute('data-fr-remote');
    }

    #forget() {
      clearTimeout(this.#pause);
      const values = JSON.parse(this.#served).map(([value]) => value);
      this.#lists = new Map([['', { values, more: true }]]);
    }

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

    #tell() {
      const list = this.#ts && this.#lists.get(this.#ts.inputValue().trim());
      this.#ts?.dropdown_content.setAttribute('aria-busy', `${Boolean(list?.asks)}`);
    }

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


    get value() {
      const values = this.#ts
        ? [...this.#ts.items]
        : [...this.#select.selectedOptions].map(option => option.value);
      return values.length || this.#multiple ? values : [''];
    }

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
      if (!wanted.length && list?.some(Boolean) && !this.#multiple) return;
      ts.clear(true);
      for (const value of wanted) ts.addItem(value, true);
      ts.updateOriginalInput({ silent: true });
      ts.inputState();
      this.#describe();
    }

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
    .catch(() => {});
})();
