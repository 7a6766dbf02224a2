/* Keeps a long text on this device while it is typed, also in the middle of a word of an input method. It is put back
   when the page is opened again, and forgotten once the server has it: on the page that follows its being sent. */
(function () {
  "use strict";

  var PREFIX = "school.text.";

  class KeptTextController extends window.Stimulus.Controller {
    connect() {
      this.forgetSent(this.beforeValue);
      if (!this.hasTextTarget) {
        this.forgetSent(this.keyValue);
        return;
      }
      var kept = this.read(this.keyValue);
      if (!kept || !kept.text.trim() || kept.text.trim() === this.textTarget.value.trim()) {
        this.drop(this.keyValue);
      } else if (kept.version === this.versionValue && this.isUntouched()) {
        this.put(kept.text);
      } else if (kept.sent && kept.version < this.versionValue) {
        this.drop(this.keyValue);
      } else if (this.hasFoundTarget) {
        /* Another device has saved something since: both are shown. */
        this.other = kept.text;
        this.otherTarget.textContent = kept.text;
        this.foundTarget.hidden = false;
      }
    }

    /* Whether the server's text is what it was: a form that came back with errors has its own text already. */
    isUntouched() {
      return this.textTarget.value === this.textTarget.defaultValue && !document.querySelector(".message--error");
    }

    put(text) {
      this.textTarget.value = text;
      if (this.hasNoteTarget) {
        this.noteTarget.textContent = this.noteTarget.dataset.restored;
      }
    }

    take() {
      this.put(this.other);
      this.foundTarget.hidden = true;
      this.keep();
    }

    keep() {
      this.write({ version: this.versionValue, text: this.textTarget.value, sent: false });
    }

    sent() {
      this.write({ version: this.versionValue, text: this.textTarget.value, sent: true });
    }

    forgetSent(key) {
      var kept = key && this.read(key);
      if (kept && kept.sent) {
        this.drop(key);
      }
    }

    read(key) {
      try {
        return JSON.parse(window.localStorage.getItem(PREFIX + key));
      } catch (error) {
        return null;
      }
    }

    write(kept) {
      try {
        window.localStorage.setItem(PREFIX + this.keyValue, JSON.stringify(kept));
      } catch (error) {
        /* A full or forbidden store keeps nothing; the form works all the same. */
      }
    }

    drop(key) {
      try {
        window.localStorage.removeItem(PREFIX + key);
      } catch (error) {
        /* Nothing was kept. */
      }
    }
  }
  KeptTextController.targets = ["text", "note", "found", "other"];
  KeptTextController.values = { key: String, before: String, version: Number };

  window.school.register("kept-text", KeptTextController);
})();
