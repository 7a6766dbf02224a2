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

  /* A block of a plugin with a client of its own, which knows nothing of unknown blocks: it gets what it knows, and the
     rest goes around it. A stream's client must be built upon Wagtail's, as it alone puts blocks into an order. */
  class Carrying {
    constructor(own, kind, names) {
      if (kind === 'stream') Carrying.carryBlocks(own);
      else Carrying.carryFields(own, new Set(names));
      return own;
    }

    static carryBlocks(own) {
      own.childBlockDefsByName = new Proxy(own.childBlockDefsByName, {
        get: (known, name) => (name in known ? known[name] : new UnknownBlockDefinition(name, { label: name })),
      });
    }

    static carryFields(own, names) {
      const render = own.render;
      own.render = (placeholder, prefix, state, error) => {
        const box = document.createElement('div');
        const place = document.createElement('div');
        box.append(place);
        placeholder.replaceWith(box);
        const [known] = Carrying.split(state, names);
        const block = render.call(own, place, prefix, known, Carrying.errorOf(error, names));
        return Carrying.around(block, box, prefix, names, state || {}, error);
      };
    }

    static around(block, box, prefix, names, initial, error) {
      const kept = {};
      const add = (state) => {
        Object.entries(Carrying.split(state, names)[1]).forEach(([name, value]) => {
          if (name in kept) return;
          const place = document.createElement('div');
          box.append(place);
          const definition = new UnknownBlockDefinition(name, value, () => delete kept[name]);
          kept[name] = definition.render(place, `${prefix}-__kept`, value);
        });
      };
      const { getState, getDuplicatedState, setState, setError } = block;
      const withKept = (method) => () => ({
        ...method.call(block),
        ...Object.fromEntries(Object.entries(kept).map(([name, field]) => [name, field.getState()])),
      });
      block.getState = withKept(getState);
      if (getDuplicatedState) block.getDuplicatedState = withKept(getDuplicatedState);
      block.setState = (state) => {
        add(state);
        setState.call(block, Carrying.split(state, names)[0]);
      };
      const tell = (said) => {
        const errors = (said && said.blockErrors) || {};
        Object.entries(kept).forEach(([name, field]) => field.setError(errors[name]));
      };
      block.setError = (said) => {
        tell(said);
        setError.call(block, Carrying.errorOf(said, names));
      };
      add(initial);
      tell(error);
      return block;
    }

    /* Return what is known of a state, and what is not. */
    static split(state, names) {
      if (!state) return [state, {}];
      const parts = [{}, {}];
      Object.entries(state).forEach(([name, value]) => {
        parts[names.has(name) ? 0 : 1][name] = value;
      });
      return parts;
    }

    static errorOf(error, names) {
      return error && error.blockErrors ? { ...error, blockErrors: Carrying.split(error.blockErrors, names)[0] } : error;
    }
  }

  window.telepath.register('schoolhouse.content.Carrying', Carrying);
  window.telepath.register('schoolhouse.content.StreamBlock', KeepingStreamBlockDefinition);
  window.telepath.register('schoolhouse.content.StructBlock', KeepingStructBlockDefinition);
})();
