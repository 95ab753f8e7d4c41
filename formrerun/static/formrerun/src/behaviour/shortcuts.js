  // -------------------------------------------------------------------------------------- keyboard shortcuts

  // Keyboard shortcuts of buttons. Without a modifier they are silent while someone types.
  const KEYS = { ' ': 'space', arrowleft: 'left', arrowright: 'right', arrowup: 'up', arrowdown: 'down' };
  document.addEventListener('keydown', event => {
    if (event.repeat || event.isComposing) return;
    const key = event.key.toLowerCase();
    const modifiers = [];
    if (event.ctrlKey) modifiers.push('ctrl');
    if (event.metaKey) modifiers.push('cmd');
    if (event.altKey) modifiers.push('alt');
    if (event.shiftKey) modifiers.push('shift');
    const typing = event.target.closest?.(
      'input:not([type=checkbox],[type=radio],[type=range],[type=color]),textarea,select,[contenteditable]',
    );
    if (typing && !modifiers.some(name => name !== 'shift')) return;
    const wanted = new Set([[...modifiers, KEYS[key] ?? key].join('+')]);
    if (event.metaKey) {
      wanted.add([...modifiers.map(name => (name === 'cmd' ? 'ctrl' : name)), KEYS[key] ?? key].join('+'));
    }
    const button = [...app.querySelectorAll('[data-fr-shortcut]')].find(
      el => !el.matches(':disabled, [aria-disabled]') && wanted.has(el.dataset.frShortcut),
    );
    const again = !button && wanted.has('r') && app.dataset.frRerunKey !== undefined;
    if (!button && !again) return;
    event.preventDefault();
    if (again) runAgain();
    else button.click();
  });

