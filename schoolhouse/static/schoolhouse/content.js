/* Streams and structs of the editor that carry blocks and fields which nobody knows any more: a plugin is gone.
   Each is shown as a notice and goes back with the form exactly as it came. On top of Wagtail's own blocks. */
(() => {
  const { StreamBlock, StreamBlockDefinition, StructBlock, StructBlockDefinition } = window.wagtailStreamField.blocks;

  class UnknownBlock {
    constructor(definition, placeholder, prefix, state, onRemove) {
      this.blockDef = definition;
      this.type = definition.name;
      this.state = state;
      this.element = document.createElement('div');
      this.element.className = 'help-block help-warning';
      this.element.dataset.unknownBlock = definition.name;
      this.errors = document.createElement('p');
      this.errors.className = 'error-message';
      this.errors.hidden = true;
      const text = document.createElement('p');
      text.textContent = state.text;
      const icon = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      icon.setAttribute('class', 'icon icon-warning icon');
      icon.setAttribute('aria-hidden', 'true');
      icon.append(document.createElementNS('http://www.w3.org/2000/svg', 'use'));
      icon.firstChild.setAttribute('href', '#icon-warning');
      this.input = document.createElement('input');
      this.input.type = 'hidden';
      this.input.name = prefix;
      this.input.value = state.sealed;
      this.element.append(icon, this.errors, text, this.input);
      if (onRemove) {
        const button = document.createElement('button');
        button.type = 'button';
        button.className = 'button button-small button-secondary no';
        button.textContent = state.remove;
        button.addEventListener('click', () => {
          this.input.dispatchEvent(new Event('change', { bubbles: true }));
          this.element.remove();
          onRemove();
        });
        this.element.append(button);
      }
      placeholder.replaceWith(this.element);
    }

    setState(state) {
      this.state = state;
      this.input.value = state.sealed;
    }

    getState() {
      return this.state;
    }

    getDuplicatedState() {
      return this.state;
    }

    getValue() {
      return null;
    }

    setError(error) {
      this.errors.textContent = error && error.messages ? error.messages.join(' ') : '';
      this.errors.hidden = !this.errors.textContent;
    }

    getTextLabel() {
      return null;
    }

    focus() {}
  }

  class UnknownBlockDefinition {
    constructor(name, state, onRemove) {
      this.name = name;
      this.meta = { label: state.label, icon: 'warning', required: false, attrs: {} };
      this.onRemove = onRemove;
    }

    render(placeholder, prefix, state, error) {
      const block = new UnknownBlock(this, placeholder, prefix, state, this.onRemove);
      block.setError(error);
      return block;
    }
  }

  class KeepingStreamBlock extends StreamBlock {
    insert(child, index, options) {
      if (child.type in this.blockDef.childBlockDefsByName) return super.insert(child, index, options);
      const definition = new UnknownBlockDefinition(child.type, child.value);
      return this._insert(definition, child.value, child.id, index, options);
    }
  }

  class KeepingStreamBlockDefinition extends StreamBlockDefinition {
    constructor(name, grouped, initialStates, meta) {
      super(name, grouped, initialStates, meta);
      // Blocks of a plugin that is switched off can be edited where they are, and not be added.
      this.groupedChildBlockDefs = grouped
        .map(([group, children]) => [group, children.filter((child) => !meta.hidden.includes(child.name))])
        .filter(([, children]) => children.length);
    }

    render(placeholder, prefix, state, error) {
      return new KeepingStreamBlock(this, placeholder, prefix, state, error);
    }
  }

  class KeepingStructBlock extends StructBlock {
    constructor(definition, placeholder, prefix, state, error) {
      super(definition, placeholder, prefix, state, error);
      this.addUnknown(state || {}, (error && error.blockErrors) || {});
    }

    addUnknown(state, errors = {}) {
      Object.keys(state).forEach((name) => {
        if (name in this.childBlocks) return;
        const place = document.createElement('div');
        this.container[0].append(place);
        const definition = new UnknownBlockDefinition(name, state[name], () => delete this.childBlocks[name]);
        this.childBlocks[name] = definition.render(place, `${this.prefix}-__kept`, state[name], errors[name]);
      });
    }

    setState(state) {
      this.addUnknown(state);
      super.setState(state);
    }
  }

  class KeepingStructBlockDefinition extends StructBlockDefinition {
    render(placeholder, prefix, state, error) {
      return new KeepingStructBlock(this, placeholder, prefix, state, error);
    }
  }

  window.telepath.register('schoolhouse.content.StreamBlock', KeepingStreamBlockDefinition);
  window.telepath.register('schoolhouse.content.StructBlock', KeepingStructBlockDefinition);
})();
