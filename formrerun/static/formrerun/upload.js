/*
 * <fr-upload>: files that are uploaded as soon as they are chosen, one after the other, with progress and
 * abort.
 *
 * Its value is the list of their tokens, which a hidden <select> inside posts. Until this file has loaded, or
 * without it, the file field and the boxes of kept files go with the form as they are.
 */
(() => {
  'use strict';
  if (customElements.get('fr-upload')) return;
  const app = document.getElementById('fr-app');
  const { addStyle, shared } = app.formrerun;
  const format = (text, value) => text.replace('%s', () => value);

  const MEGABYTE = 1024 * 1024;
  const PART = 4 * MEGABYTE; // so much goes up at once; what is lost is sent again
  const AGAIN = [1000, 2000, 4000, 8000]; // milliseconds until an upload that was cut off is tried again
  const MOST_AGAIN = 12; // so often where something answers, as a proxy whose server starts again

  // What the server has of files that are not complete: a page that was left knows it when it is back. The
  // file itself is chosen again, for no browser lets a page keep it.
  const BEGUN = 'formrerun-uploads';
  const DAY = 24 * 60 * 60 * 1000;
  function begun() {
    try {
      const all = JSON.parse(sessionStorage.getItem(BEGUN)) ?? [];
      return all.filter(each => each.until > Date.now());
    } catch {
      return [];
    }
  }
  function storeBegun(all) {
    try {
      if (all.length) sessionStorage.setItem(BEGUN, JSON.stringify(all));
      else sessionStorage.removeItem(BEGUN);
    } catch {
      // no storage: what was begun is begun again
    }
  }
  const isSame = (one, field, path, file) =>
    one.field === field && one.path === path && one.size === file.size && one.changed === file.lastModified;
  /** Note what the server has of a file; without a part nothing, or all of it. */
  function noteBegun(field, path, file, part) {
    const others = begun().filter(one => !isSame(one, field, path, file));
    const now = { field, path, size: file.size, changed: file.lastModified, part, until: Date.now() + DAY };
    storeBegun(part ? [...others, now] : others);
  }
  const made = (name, className, text = '', id = '') => {
    const el = Object.assign(document.createElement(name), { className, textContent: text });
    if (id) el.dataset.testid = id;
    return el;
  };
  const sizeText = size => {
    const number = new Intl.NumberFormat(app.lang || undefined, { maximumFractionDigits: 1 });
    const unit = size >= MEGABYTE * 1024 ? 3 : size >= MEGABYTE ? 2 : size >= 1024 ? 1 : 0;
    return `${number.format(size / 1024 ** unit)} ${['B', 'KB', 'MB', 'GB'][unit]}`;
  };

  /** What a token says of its file: the first part of it is JSON. */
  function headOf(token) {
    try {
      const text = atob(token.split(':')[0].replaceAll('-', '+').replaceAll('_', '/'));
      const bytes = Uint8Array.from(text, char => char.charCodeAt(0));
      const [name, , size] = JSON.parse(new TextDecoder().decode(bytes));
      return { name, size };
    } catch {
      return { name: '?', size: 0 };
    }
  }

  /** All files that were dropped, those in folders too: [file, its path]. */
  async function dropped(transfer, folders) {
    const entries = [...transfer.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean);
    if (!entries.length) return [...transfer.files].map(file => [file, file.name]);
    const found = [];
    async function walk(entry) {
      if (entry.isFile) {
        const file = await new Promise((done, failed) => entry.file(done, failed));
        found.push([file, entry.fullPath.slice(1)]);
      } else if (folders) {
        const reader = entry.createReader();
        for (;;) {
          const part = await new Promise((done, failed) => reader.readEntries(done, failed));
          if (!part.length) break;
          for (const each of part) await walk(each);
        }
      }
    }
    for (const entry of entries) await walk(entry);
    return found;
  }

  class Upload extends HTMLElement {
    #value = null; // tokens; null until it is built
    #rows = []; // {row, file, path, xhr, failed} of what is under way or was refused
    #input = null;
    #select = null;
    #capture = null; // what takes a photo or a recording
    #list = null;
    #said = null;
    #told = '[]'; // the value that others know of
    #over = 0;

    connectedCallback() {
      if (this.#value) return;
      const early = Object.getOwnPropertyDescriptor(this, 'value')?.value; // set before this class was known
      delete this.value;
      this.#build();
      if (early !== undefined) this.value = early;
    }

    connectedMoveCallback() {}

    disconnectedCallback() {
      queueMicrotask(() => {
        if (this.isConnected) return; // a browser without moveBefore() takes it out and puts it back
        for (const one of this.#rows) one.xhr?.abort();
        this.#rows = [];
      });
    }

    get value() {
      return this.#value ? [...this.#value] : undefined;
    }
    set value(tokens) {
      this.#value = [...(tokens ?? [])];
      this.#told = JSON.stringify(this.#value);
      this.#show();
    }
    /** True while files are under way. */
    get busy() {
      return this.#rows.some(one => !one.failed);
    }
    /** How many were refused. */
    get refused() {
      return this.#rows.filter(one => one.failed).length;
    }
    /** The form that its value belongs to. */
    get form() {
      return this.#select?.form ?? null;
    }
    get #words() {
      return JSON.parse(this.dataset.frWords);
    }
    /** True if nothing may be given now. */
    get off() {
      return this.#input.disabled;
    }
    focus(options) {
      (this.#input.checkVisibility() ? this.#input : this.#capture).focus(options);
    }
    /** Upload files that were chosen, dropped or recorded: [file, its path]. */
    take(found) {
      this.#take(found);
    }
    /** Say something to who does not see it. */
    say(text) {
      this.#say(text);
    }

    #build() {
      this.#input = this.querySelector('input[type=file]');
      const boxes = [...this.querySelectorAll('input[type=checkbox]')];
      const gone = boxes.filter(box => !box.checked).map(box => box.value);
      this.#capture = this.querySelector('fr-capture');
      this.#value = JSON.parse(this.dataset.frValue || '[]').filter(token => !gone.includes(token));
      this.#told = JSON.stringify(this.#value);
      this.querySelector('.fr-files')?.remove();
      this.#select = Object.assign(document.createElement('select'), { multiple: true, hidden: true });
      this.#select.name = this.dataset.frName;
      this.#select.setAttribute('form', this.dataset.frForm);
      this.#select.setAttribute('aria-label', this.dataset.frLabel);
      this.#list = made('ul', 'fr-files');
      this.#said = made('div', 'fr-sr');
      this.#said.setAttribute('role', 'status');
      this.append(this.#select, this.#list, this.#said);
      this.#plain();
      this.#input.addEventListener('change', event => {
        event.stopPropagation();
        this.#chosen([...this.#input.files]);
        this.#input.value = '';
      });
      this.#input.addEventListener('input', event => event.stopPropagation());
      this.#wireDrops();
      this.#wireChat();
      this.#showBegun();
      this.#show();
      const chosen = [...this.#input.files]; // while this was loading
      if (chosen.length) {
        this.#chosen(chosen);
        this.#input.value = '';
      }
    }

    /** Say which files were not completed when the page was left, and what to do to go on with them. */
    #showBegun() {
      for (const { field, path, size, changed } of begun()) {
        if (field !== this.id) continue;
        const file = { name: path.split('/').pop(), size, lastModified: changed };
        const one = { file, path, failed: format(this.#words.resume, file.name), waits: true };
        one.row = this.#refused(one);
        this.#rows.push(one);
      }
    }

    /** Files that were chosen; instead of recording, they become what would have been recorded. */
    async #chosen(files) {
      const capture = this.#capture;
      const made = capture?.made ? await Promise.all(files.map(file => capture.made(file))) : files;
      if (this.isConnected) this.#take(made.map(file => [file, file.webkitRelativePath || file.name]));
    }

    /** The file field posts nothing by itself. */
    #plain() {
      this.#input.removeAttribute('name');
      this.#input.setAttribute('form', '');
      this.#select.disabled = this.#input.disabled;
    }

    #wireDrops() {
      const zone = this.querySelector('.fr-drop');
      const files = event => !this.off && [...event.dataTransfer.types].includes('Files');
      const mark = () => zone.classList.toggle('fr-drop-over', this.#over > 0);
      zone.addEventListener('dragenter', event => {
        if (!files(event)) return;
        event.preventDefault();
        this.#over += 1;
        mark();
      });
      zone.addEventListener('dragover', event => {
        if (files(event)) event.preventDefault();
      });
      zone.addEventListener('dragleave', () => {
        this.#over = Math.max(this.#over - 1, 0);
        mark();
      });
      zone.addEventListener('drop', event => {
        this.#over = 0;
        mark();
        if (!files(event)) return;
        event.preventDefault();
        dropped(event.dataTransfer, this.#input.hasAttribute('webkitdirectory')).then(
          found => this.#take(found),
          () => {},
        );
      });
    }

    /** In a message: what is pasted into the text is a file of it, and the text may be empty beside one. */
    #wireChat() {
      const chat = this.closest('.stChatInput');
      if (!chat || this.dataset.frRecords) return;
      chat.querySelector('textarea').addEventListener('paste', event => {
        const files = [...event.clipboardData.files];
        if (!files.length || !this.isConnected) return;
        event.preventDefault();
        this.#take(files.map(file => [file, file.name]));
      });
    }
    #requireText() {
      const chat = this.closest('.stChatInput');
      if (!chat) return;
      const full = [...chat.querySelectorAll('fr-upload')].some(el => el.count > 0);
      chat.querySelector('textarea').required = !full;
      chat.querySelector('.fr-chat-field').classList.toggle('fr-chat-full', full);
    }

    // ------------------------------------------------------------------------------------------ what is sent

    #take(found) {
      if (!found.length || this.off) return;
      const several = this.hasAttribute('data-fr-multiple');
      if (!several) {
        for (const one of [...this.#rows]) this.#drop(one);
      }
      for (const [file, path] of several ? found : found.slice(0, 1)) {
        const before = begun().find(each => isSame(each, this.id, path, file));
        const waiting = this.#rows.find(
          each => each.waits && before && isSame(before, this.id, each.path, each.file),
        );
        if (waiting) this.#drop(waiting);
        const one = { file, path, failed: '', xhr: null, tries: 0, sent: 0, part: '' };
        if (before) Object.assign(one, { part: before.part, sent: headOf(before.part).size });
        this.#rows.push(one);
        one.row = this.#underWay(one);
        const { most, type } = this.#words;
        if (file.size > +this.dataset.frMost * MEGABYTE) this.#fail(one, format(most, file.name));
        else if (!this.#accepts(file)) this.#fail(one, format(type, file.name));
      }
      this.#show();
      this.#next();
    }

    /** As the browser's own dialog does, which a drop does not ask. */
    #accepts({ name, type }) {
      const kinds = this.#input.accept.split(',').filter(Boolean);
      return (
        !kinds.length ||
        kinds.some(kind =>
          kind.startsWith('.')
            ? name.toLowerCase().endsWith(kind)
            : !type || (kind.endsWith('*') ? type.startsWith(kind.slice(0, -1)) : type === kind),
        )
      );
    }

    #next() {
      if (this.#rows.some(one => one.xhr || one.timer)) return;
      const one = this.#rows.find(each => !each.failed);
      if (one) this.#send(one);
      else this.#settled();
    }

    #send(one) {
      const xhr = (one.xhr = new XMLHttpRequest());
      one.timer = 0;
      const bar = one.row.querySelector('progress');
      xhr.upload.addEventListener('progress', ({ loaded, total }) => {
        if (total) bar.value = (one.sent + Math.min(loaded, PART)) / one.file.size;
      });
      if (one.sent) bar.value = one.sent / one.file.size;
      xhr.addEventListener('loadend', () => {
        if (one.xhr !== xhr) return; // aborted
        one.xhr = null;
        this.#answered(one, xhr);
      });
      xhr.responseType = 'json';
      const { frSrc } = this.dataset;
      xhr.open('POST', frSrc);
      const { tab, csrf } = shared();
      const headers = {
        'Content-Type': 'application/octet-stream',
        'X-CSRFToken': one.csrf ?? csrf,
        'FR-Tab': tab,
        'FR-Field': this.id,
        'FR-Name': encodeURIComponent(one.path.toWellFormed?.() ?? one.path),
        'FR-Type': encodeURIComponent(one.file.type),
        'FR-Size': one.file.size,
        'FR-Part': one.part,
      };
      for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
      xhr.send(one.file.slice(one.sent, one.sent + PART));
    }

    #answered(one, xhr) {
      const said = xhr.response;
      if (xhr.status === 200 && said?.token) {
        this.#rows.splice(this.#rows.indexOf(one), 1);
        noteBegun(this.id, one.path, one.file, '');
        const before = this.hasAttribute('data-fr-multiple') ? this.#value : [];
        this.#value = [...before, said.token];
        this.#say(format(this.#words.done, one.file.name));
        this.#show();
      } else if (xhr.status === 200 && said?.part) {
        // it says how much it has
        Object.assign(one, { part: said.part, sent: headOf(said.part).size, tries: 0 });
        noteBegun(this.id, one.path, one.file, one.part);
        return void this.#send(one);
      } else if (xhr.status === 400 && one.part) {
        noteBegun(this.id, one.path, one.file, ''); // what it had is gone: from the beginning, once
        Object.assign(one, { part: '', sent: 0 });
        return void this.#send(one);
      } else if (xhr.status === 403 && said?.csrf && !one.csrf) {
        return void this.#freshToken(one);
      } else if (this.#mayGoWell(one, xhr)) {
        one.timer = setTimeout(() => this.#send(one), AGAIN[Math.min(one.tries++, AGAIN.length - 1)]);
        if (!xhr.status) this.#say(format(this.#words.lost, one.file.name));
        return;
      } else {
        const { failed, large } = this.#words; // a proxy says nothing but the number
        this.#fail(one, said?.message ?? format(xhr.status === 413 ? large : failed, one.file.name));
        this.#show();
      }
      this.#next();
    }

    /** The connection was lost; no server is there; or the page that has the field is still being drawn. */
    #mayGoWell(one, { status, response }) {
      if (!status) return true; // until somebody cancels it
      const most = status >= 500 && !response?.message ? MOST_AGAIN : AGAIN.length;
      return (status === 404 || status >= 500) && one.tries < most;
    }

    /** Try at once what waits: the connection is there again. */
    again() {
      for (const one of this.#rows.filter(each => each.timer)) {
        clearTimeout(one.timer);
        this.#send(one);
      }
    }

    async #freshToken(one) {
      const fresh = await fetch(app.dataset.frTokenUrl, { credentials: 'same-origin' }).catch(() => null);
      one.csrf = fresh?.ok ? await fresh.text() : '-';
      if (this.#rows.includes(one)) this.#send(one);
    }

    #fail(one, message) {
      one.failed = message;
      one.row.replaceWith((one.row = this.#refused(one)));
    }

    /** Abort an upload, or take away what was said of one. */
    #drop(one) {
      const { xhr } = one;
      one.xhr = null;
      xhr?.abort();
      clearTimeout(one.timer);
      this.#rows.splice(this.#rows.indexOf(one), 1);
      one.row.remove();
    }

    /** Nothing is under way any more: the value is another one, and what waited is sent. */
    #settled() {
      if (JSON.stringify(this.#value) !== this.#told) this.#changed();
      this.dispatchEvent(new CustomEvent('formrerun:uploaded', { bubbles: true }));
    }
    #changed() {
      this.#told = JSON.stringify(this.#value);
      this.#select.dispatchEvent(new Event('input', { bubbles: true }));
      this.#select.dispatchEvent(new Event('change', { bubbles: true }));
    }

    #remove(token) {
      const at = this.#value.indexOf(token);
      const { name } = headOf(token);
      this.#value = this.#value.filter(each => each !== token);
      this.#show();
      this.#say(format(this.#words.removed, name));
      (this.#list.querySelectorAll('button')[at] ?? this).focus();
      if (!this.busy) this.#changed();
    }

    // ----------------------------------------------------------------------------------------- what is shown

    #show() {
      if (!this.#select) return;
      const wires = this.#value.map(token => new Option(token, token, true, true));
      this.#select.replaceChildren(...wires);
      const kept = this.#value.map(token => this.#kept(token));
      const buttons = () => [...this.#list.querySelectorAll('button')];
      const held = buttons().indexOf(document.activeElement);
      this.#list.replaceChildren(...kept, ...this.#rows.map(one => one.row));
      this.#list.hidden = !this.#list.childElementCount;
      if (held >= 0) buttons()[held]?.focus();
      this.#capture?.show?.();
      this.#requireText();
    }
    /** How many files there are, or are under way. */
    get count() {
      return this.#list?.childElementCount ?? 0;
    }

    #row(name, size, label, onRemove) {
      const row = made('li', 'fr-upload-file', '', 'stFileUploaderFile');
      const title = made('span', 'fr-upload-name', name, 'stFileUploaderFileName');
      title.title = name;
      const button = made('button', 'fr-upload-remove', '×', 'stFileUploaderDeleteBtn');
      button.type = 'button';
      button.disabled = this.off;
      button.setAttribute('aria-label', label);
      button.addEventListener('click', onRemove);
      row.append(title, made('small', '', sizeText(size)), button);
      return row;
    }

    #kept(token) {
      const { name, size } = headOf(token);
      const row = this.#row(name, size, format(shared().texts.remove, name), () => this.#remove(token));
      const { frRecords, frSrc } = this.dataset;
      if (frRecords) row.append(this.#preview(frRecords, name, `${frSrc}${encodeURIComponent(token)}/`));
      return row;
    }

    /** A photo or a recording that was taken; the same one is not loaded again. */
    #preview(kind, name, src) {
      const known = this.#list.querySelector('.fr-upload-preview');
      if (known?.getAttribute('src') === src) return known;
      const shown = made(kind === 'camera' ? 'img' : 'audio', 'fr-upload-preview');
      if (kind === 'camera') shown.alt = name;
      else Object.assign(shown, { controls: true, preload: 'metadata', ariaLabel: name });
      shown.setAttribute('src', src);
      return shown;
    }

    #underWay(one) {
      const stop = () => {
        noteBegun(this.id, one.path, one.file, '');
        this.#drop(one);
        this.#show();
        this.focus();
        this.#next();
      };
      const row = this.#row(one.path, one.file.size, format(this.#words.cancel, one.file.name), stop);
      const bar = made('progress', '');
      bar.setAttribute('aria-label', one.file.name);
      row.append(bar);
      return row;
    }

    #refused(one) {
      const row = this.#underWay(one);
      row.querySelector('progress').remove();
      row.querySelector('button').setAttribute('aria-label', format(shared().texts.remove, one.file.name));
      row.classList.add('fr-upload-refused');
      const said = made('p', 'fr-error', one.failed, 'stFileUploaderFileErrorMessage');
      said.setAttribute('role', 'alert');
      row.append(said);
      return row;
    }

    #say(text) {
      this.#said.textContent = text;
    }

    /** Take over what the server changed around the value. */
    frMorph(fresh) {
      const theirs = fresh.querySelector('input[type=file]');
      if (!this.#select || !theirs) return;
      for (const name of ['accept', 'disabled', 'aria-label', 'aria-invalid', 'aria-describedby']) {
        if (theirs.hasAttribute(name)) this.#input.setAttribute(name, theirs.getAttribute(name));
        else this.#input.removeAttribute(name);
      }
      this.#select.setAttribute('form', this.dataset.frForm);
      const limits = fresh.querySelector('.fr-drop small')?.textContent ?? '';
      const shown = this.querySelector('.fr-drop small');
      if (shown.textContent !== limits) shown.textContent = limits;
      this.#plain();
      this.#show();
    }
  }

  // A submission waits for the uploads of its form: the press is repeated when they are done.
  let waiting = null; // {button, refused}: what was pressed, and how many files were refused by then
  const uploadsOf = form => [...app.querySelectorAll('fr-upload')].filter(el => el.form === form);
  const loading = form => uploadsOf(form).filter(el => el.busy);
  const refusedIn = form => uploadsOf(form).reduce((sum, el) => sum + el.refused, 0);
  function hold(event, form, button) {
    const busy = loading(form);
    if (!button || !busy.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = { button, refused: refusedIn(form) };
    app.formrerun.notice(JSON.parse(busy[0].dataset.frWords).waits, 'running');
  }
  addEventListener(
    'submit',
    event => {
      if (app.contains(event.target)) hold(event, event.target, event.submitter);
    },
    true,
  );
  addEventListener(
    'keydown',
    event => {
      const { form, dataset, tagName } = event.target;
      if (event.key !== 'Enter' || event.isComposing || form?.dataset?.frEnter === undefined) return;
      if (dataset.frSubmits === undefined) return;
      if (tagName === 'TEXTAREA' && !event.ctrlKey && !event.metaKey) return;
      hold(event, form, form.querySelector('button[name=_fr_trigger]'));
    },
    true,
  );
  app.addEventListener('formrerun:uploaded', () => {
    if (!waiting || loading(waiting.button.form).length) return;
    const { button, refused } = waiting;
    waiting = null;
    app.formrerun.notice('');
    if (!button.isConnected || button.disabled) return;
    // who sends files with a form wants all of them there: what was refused meanwhile is said beside it
    if (refusedIn(button.form) > refused) uploadsOf(button.form).find(el => el.refused).focus();
    else button.form.requestSubmit(button);
  });
  addEventListener('online', () => app.querySelectorAll('fr-upload').forEach(el => el.again?.()));
  addEventListener('beforeunload', event => {
    if ([...app.querySelectorAll('fr-upload')].some(el => el.busy)) event.preventDefault();
  });

  addStyle('frUploadCss').then(
    () => customElements.define('fr-upload', Upload),
    () => {}, // the native field stays
  );
})();
