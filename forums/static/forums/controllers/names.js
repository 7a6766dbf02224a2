/* Offers people behind an @, below the text. While an input method composes, nothing opens and nothing is chosen:
   the keys are the input method's. Without scripts a name that only one person bears works just the same. */
(function () {
  "use strict";

  const BEHIND_SIGN = /(?:^|[^A-Za-z0-9_.\-])[@＠]([^\s@＠()（）]{0,20}(?: [^\s@＠()（）]{1,20})?)$/;
  const WAIT = 150;

  class NamesController extends window.Stimulus.Controller {
    connect() {
      this.composing = false;
      this.offers = [];
      this.current = -1;
      this.listeners = {
        compositionstart: () => {
          this.composing = true;
          this.close();
        },
        compositionend: () => {
          this.composing = false;
          this.look();
        },
        input: (event) => {
          if (!event.isComposing && !this.composing) {
            this.look();
          }
        },
        keydown: (event) => this.key(event),
        blur: () => window.setTimeout(() => this.close(), WAIT),
      };
      Object.entries(this.listeners).forEach(([name, listener]) => this.textTarget.addEventListener(name, listener));
      this.listTarget.id = this.listTarget.id || "names-" + Math.random().toString(36).slice(2);
      this.textTarget.setAttribute("aria-controls", this.listTarget.id);
    }

    disconnect() {
      Object.entries(this.listeners).forEach(([name, listener]) => this.textTarget.removeEventListener(name, listener));
      window.clearTimeout(this.timer);
    }

    asked() {
      const text = this.textTarget;
      if (text.selectionStart !== text.selectionEnd) {
        return null;
      }
      const found = BEHIND_SIGN.exec(text.value.slice(0, text.selectionStart));
      return found ? found[1] : null;
    }

    look() {
      window.clearTimeout(this.timer);
      const asked = this.asked();
      if (asked === null) {
        this.close();
        return;
      }
      this.timer = window.setTimeout(() => this.fetch(asked), WAIT);
    }

    fetch(asked) {
      window
        .fetch(this.urlValue + "?q=" + encodeURIComponent(asked), { headers: { Accept: "application/json" } })
        .then((response) => (response.ok ? response.json() : { people: [] }))
        .then((said) => {
          // Whoever typed on, or composes, is not asked about what was typed before.
          if (!this.composing && this.asked() === asked) {
            this.show(said.people);
          }
        })
        .catch(() => this.close());
    }

    show(offers) {
      this.offers = offers;
      this.listTarget.replaceChildren(...offers.map((offer, index) => this.option(offer, index)));
      this.listTarget.hidden = !offers.length;
      this.noteTarget.textContent = offers.length ? this.noteTarget.dataset.found.replace("%s", offers.length) : "";
      this.mark(offers.length ? 0 : -1);
    }

    option(offer, index) {
      const row = document.createElement("li");
      row.className = "names__option";
      row.id = this.listTarget.id + "-" + index;
      row.setAttribute("role", "option");
      const name = document.createElement("span");
      name.textContent = offer.name;
      const place = document.createElement("span");
      place.className = "names__place";
      place.textContent = offer.organization;
      row.append(name, place);
      // Before the text loses the focus.
      row.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        this.choose(index);
      });
      return row;
    }

    mark(index) {
      this.current = index;
      [...this.listTarget.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === index)));
      if (index < 0) {
        this.textTarget.removeAttribute("aria-activedescendant");
      } else {
        this.textTarget.setAttribute("aria-activedescendant", this.listTarget.children[index].id);
      }
    }

    key(event) {
      if (this.listTarget.hidden || event.isComposing || event.keyCode === 229 || this.composing) {
        return;
      }
      const last = this.offers.length - 1;
      if (event.key === "ArrowDown") {
        this.mark(this.current < last ? this.current + 1 : 0);
      } else if (event.key === "ArrowUp") {
        this.mark(this.current > 0 ? this.current - 1 : last);
      } else if ((event.key === "Enter" || event.key === "Tab") && this.current >= 0) {
        this.choose(this.current);
      } else if (event.key === "Escape") {
        this.close();
      } else {
        return;
      }
      event.preventDefault();
    }

    choose(index) {
      const asked = this.asked();
      if (asked === null || !this.offers[index]) {
        return;
      }
      const text = this.textTarget;
      const end = text.selectionStart;
      text.setRangeText("@" + this.offers[index].written + " ", end - asked.length - 1, end, "end");
      this.close();
      text.focus();
      text.dispatchEvent(new window.Event("input", { bubbles: true }));
    }

    close() {
      window.clearTimeout(this.timer);
      this.offers = [];
      this.listTarget.hidden = true;
      this.noteTarget.textContent = "";
      this.mark(-1);
    }
  }
  NamesController.targets = ["text", "list", "note"];
  NamesController.values = { url: String };

  window.school.register("names", NamesController);
})();
