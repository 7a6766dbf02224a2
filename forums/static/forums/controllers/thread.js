/* Keeps what is being typed on this device until it is posted, so that a closed browser loses nothing. */
(function () {
  "use strict";

  class DraftController extends window.Stimulus.Controller {
    connect() {
      this.save = this.save.bind(this);
      if (!this.textTarget.value) {
        this.textTarget.value = this.read() || "";
      }
      this.textTarget.addEventListener("input", this.save);
      this.element.addEventListener("submit", () => this.write(""));
    }

    disconnect() {
      this.textTarget.removeEventListener("input", this.save);
    }

    save() {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => {
        this.write(this.textTarget.value);
        if (this.hasNoteTarget && this.textTarget.value) {
          this.noteTarget.textContent = this.noteTarget.dataset.saved;
        }
      }, 400);
    }

    read() {
      try {
        return window.localStorage.getItem(this.keyValue);
      } catch (error) {
        return "";
      }
    }

    write(text) {
      window.clearTimeout(this.timer);
      try {
        if (text) {
          window.localStorage.setItem(this.keyValue, text);
        } else {
          window.localStorage.removeItem(this.keyValue);
        }
      } catch (error) {
        /* A full or forbidden store costs the draft, never the post. */
      }
    }
  }
  DraftController.targets = ["text", "note"];
  DraftController.values = { key: String };

  window.school.register("draft", DraftController);
})();
