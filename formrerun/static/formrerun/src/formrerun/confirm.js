  // ----------------------------------------------------------------------------------------------- confirmation

  /** The button of a trigger that asks first, or null: the one pressed, where there are several as in a menu. */
  const asking = (trigger, pressed) =>
    (pressed?.dataset.frConfirm && pressed) ||
    app.querySelector(`button[name=_fr_trigger][data-fr-confirm][value="${CSS.escape(trigger)}"]`);

  let answered = -1000; // when the last dialog was closed
  /**
   * Ask before a button is pressed: a native dialog keeps the focus in it, closes on Escape and gives the focus
   * back. What is told to `go` says to the server that a person has agreed to this very text.
   */
  function ask(button, go) {
    const { frConfirm: text, frConfirmed: token } = button.dataset;
    const make = (tag, className, textContent) =>
      Object.assign(document.createElement(tag), { className, textContent });
    const dialog = make('dialog', 'fr-confirm', '');
    dialog.setAttribute('role', 'alertdialog');
    dialog.setAttribute('aria-labelledby', 'fr-confirm-text');
    const box = make('div', 'fr-dialog-box', '');
    const question = make('p', 'fr-confirm-text', text);
    question.id = 'fr-confirm-text';
    const row = make('div', 'fr-confirm-buttons', '');
    const no = make('button', 'fr-button fr-button-secondary', texts.cancel);
    const yes = make('button', 'fr-button fr-button-primary', button.textContent.trim() || texts.confirm);
    for (const each of [no, yes]) each.type = 'button';
    let agreed = false;
    yes.addEventListener('click', () => {
      agreed = true;
      dialog.close();
    });
    no.addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => {
      answered = performance.now();
      dialog.remove();
      if (agreed) go(token);
    });
    row.append(no, yes);
    box.append(question, row);
    dialog.append(box);
    app.append(dialog);
    dialog.showModal();
    no.focus();
  }
  // The second click of a double click on an answer falls on what is below.
  addEventListener(
    'click',
    event => {
      if (event.detail > 1 && performance.now() - answered < 500) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    true,
  );

