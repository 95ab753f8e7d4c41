    // --------------------------------------------------------------------------------------------- wiring

    #wire(ts) {
      const input = ts.control_input;
      const list = ts.dropdown;
      const content = ts.dropdown_content;
      input.setAttribute('form', ''); // it is part of no form, whatever stands around it
      input.setAttribute('autocomplete', 'off');
      this.#name();
      if (this.#multiple) {
        content.setAttribute('aria-multiselectable', 'true');
        this.#said.hidden = true;
        this.append(this.#said);
        ts.control.dataset.testid = 'stMultiSelectTagsContainer';
      }
      // no search: the keys choose, no keyboard comes up on a phone
      if (!this.dataset.frFilter) input.readOnly = true;
      if (list.showPopover) list.popover = 'manual';
      const place = () => this.#place();
      ts.on('dropdown_open', () => {
        // as with dialogs, only what is open has Streamlit's name
        list.dataset.testid = this.#multiple ? 'stMultiSelectDropdown' : 'stSelectboxVirtualDropdown';
        if (list.popover && !list.matches(':popover-open')) list.showPopover();
        addEventListener('scroll', place, { capture: true, passive: true });
        addEventListener('resize', place);
        visualViewport?.addEventListener('resize', place);
        place();
        ts.scrollToOption(ts.activeOption, 'auto');
        // Tom Select names it only if it is another one than last time
        if (ts.activeOption) input.setAttribute('aria-activedescendant', ts.activeOption.id);
      });
      ts.on('dropdown_close', () => {
        if (this.#remote) this.#forget(); // what is in the database may be something else the next time
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
      // who clicks where he is about to type wants to type: Tom Select would close the list and leave the field
      ts.onClick = () => (ts.isOpen && pressed === input && !input.readOnly) || clicked();
      ts.hook('after', 'onClick', () => {
        if (ts.isLocked || ts.isOpen || document.activeElement !== input) return;
        ts.ignoreFocus = false;
        ts.onFocus(); // at once: Tom Select would drop what is typed before its timer
        ts.refreshOptions(true);
      });
      let typed = '';
      let moved = false; // by arrow keys, since it was typed
      ts.hook('after', 'refreshOptions', () => {
        if (ts.inputValue() !== typed) {
          typed = ts.inputValue();
          moved = false;
        }
        // where any text may be, Enter takes what was typed
        const add = !this.#multiple && typed && !moved && content.querySelector('.create');
        if (add) ts.setActiveOption(add);
        // Enter means what was searched for, not everything
        if (ts.activeOption?.dataset.value === ALL) ts.setActiveOption(ts.getAdjacent(ts.activeOption, 1));
      });
      input.addEventListener(
        'keydown',
        event => {
          // before Tom Select sees it
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
        if (event.key === 'Enter' && event.target === input) event.preventDefault(); // it submits nothing
      });
      input.addEventListener('blur', () => this.#takeTyped(), true);
      this.addEventListener(
        'click',
        event => {
          pressed = event.target;
          if (pressed === this) ts.focus(); // its label was clicked
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

