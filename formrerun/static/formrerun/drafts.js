/*
 * What is typed into a form and not sent yet, kept in this browser: loaded by pages with such a form.
 *
 * A form with data-fr-draft keeps what is typed and not sent in this browser, under a name that says whose
 * it is. It is offered after a reload, and gone once it is sent, when it is too old, and as soon as another
 * user is logged in here. One with data-fr-warn asks before such edits are left.
 */
(() => {
  'use strict';
  const app = document.getElementById('fr-app');
  if (!app?.formrerun || app.formrerun.drafts) return;
  app.formrerun.drafts = true;
  const { alike, byWidget, edited, fill, hasNotice, notice, placeAmong, stateOf, texts, valuesOf } =
    app.formrerun;

  const DRAFT = 'fr-draft-';
  const drafts = new Map(); // the name of a draft → its fields, while it is offered
  // the id of a form → the name of its draft; the form may be gone when its submission is applied
  const nameOf = new Map();
  const withDraft = new WeakSet(); // forms whose draft this browser tab has written or offered
  const offered = new WeakSet(); // forms whose draft was looked for
  const formsThat = what => [...app.querySelectorAll(`form[data-fr-${what}]`)];
  const isSecret = el =>
    el.type === 'password' || el.type === 'file' || el.parentElement.querySelector('[data-fr-reveal]');
  const editedIn = form =>
    [...byWidget(form.elements)].filter(([, elements]) => elements.some(el => edited(stateOf(el))));

  /** What is stored under a name: {until, fields}; null if nothing is, or nothing that may still be used. */
  function draftOf(name) {
    try {
      const draft = JSON.parse(localStorage.getItem(DRAFT + name));
      return draft?.until > Date.now() ? draft : null;
    } catch {
      return null;
    }
  }

  function storeDraft(name, draft) {
    try {
      localStorage.setItem(DRAFT + name, JSON.stringify(draft));
    } catch {
      // this browser stores nothing: there are no drafts
    }
  }

  /** Store what was typed into a form; remove what it has stored once nothing is left. */
  function keepDraft(form) {
    const name = form.dataset.frDraft;
    nameOf.set(form.id, name);
    const fields = editedIn(form)
      .filter(([, elements]) => !elements.some(isSecret))
      .map(([id, elements]) => [id, valuesOf(elements)]);
    const draft = { ...drafts.get(name), ...Object.fromEntries(fields) };
    if (Object.keys(draft).length) {
      const until = Date.now() + 1000 * form.dataset.frDraftAge;
      storeDraft(name, { until, fields: draft });
      withDraft.add(form);
    } else if (withDraft.delete(form)) {
      removeDraft(name); // only then: it may be one that another browser tab has kept
    }
  }
  const keepDrafts = () => formsThat('draft').forEach(keepDraft);

  function removeDraft(name) {
    drafts.delete(name);
    try {
      localStorage.removeItem(DRAFT + name);
    } catch {
      // no storage
    }
  }
  app.addEventListener('formrerun:applied', event => {
    if (nameOf.has(event.detail.form)) removeDraft(nameOf.get(event.detail.form));
    keepDrafts();
  });

  let swept = ''; // the user for whom that was done
  /** Delete the drafts that are too old, and those that are not of the user who is logged in now. */
  function sweepDrafts(mine) {
    if (mine === swept) return;
    swept = mine;
    try {
      for (const key of Object.keys(localStorage).filter(key => key.startsWith(DRAFT))) {
        const name = key.slice(DRAFT.length);
        if (!draftOf(name) || (mine.startsWith('u') && name.split('-')[0] !== mine)) removeDraft(name);
      }
    } catch {
      // no storage
    }
  }

  /** Offer the drafts of forms that have come. */
  function offerDrafts() {
    for (const form of formsThat('draft')) {
      const name = form.dataset.frDraft;
      const fields = byWidget(form.elements);
      sweepDrafts(name.split('-')[0]);
      const draft = drafts.get(name) ?? (offered.has(form) ? null : draftOf(name)?.fields);
      offered.add(form);
      const differs = ([id, values]) => fields.has(id) && !alike(valuesOf(fields.get(id)), values);
      if (!draft || !Object.entries(draft).some(differs)) continue;
      drafts.set(name, draft);
      nameOf.set(form.id, name);
      withDraft.add(form);
      const decide = fill => {
        drafts.delete(name);
        notice('');
        if (fill) restore(form, draft);
        keepDraft(form);
      };
      notice(texts.draft, 'info', [
        [texts.restore, () => decide(true)],
        [texts.discard, () => decide(false)],
      ]);
    }
  }

  /** Write a draft into the fields that nobody has edited since. */
  function restore(form, draft) {
    for (const [id, elements] of byWidget(form.elements)) {
      const offering = elements.flatMap(el => (el.tagName === 'SELECT' ? [...el.options] : el));
      const offers = offering.map(el => el.value);
      const values = draft[id]?.map(value => offers[placeAmong(offers, value)] ?? value);
      if (!values || elements.some(el => edited(stateOf(el)))) continue;
      fill(elements, values);
      for (const el of elements) el.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }

  let keeping = 0;
  app.addEventListener('input', () => {
    clearTimeout(keeping);
    keeping = setTimeout(keepDrafts, 200);
  });
  app.addEventListener('change', () => {
    clearTimeout(keeping);
    keeping = setTimeout(keepDrafts);
  });
  addEventListener('pagehide', keepDrafts);
  addEventListener('beforeunload', event => {
    if (formsThat('warn').some(form => editedIn(form).length)) event.preventDefault();
  });

  /** After every page and frame. */
  function shown() {
    if (!hasNotice()) offerDrafts();
  }
  app.addEventListener('formrerun:shown', shown);
  shown();
})();
