/* Keeps what is being typed: on the school's server, for every device, and on this one while the network is away.
   Where another device has written something else, both are shown and nothing is overwritten. */
(function () {
  "use strict";

  class DraftController extends window.Stimulus.Controller {
    connect() {
      this.changed = this.changed.bind(this);
      this.textTarget.addEventListener("input", this.changed);
      this.element.addEventListener("change", (event) => event.target.name === "anonymous" && this.changed());
      this.element.addEventListener("submit", (event) => this.leave(event));
      if (this.hasKeepTarget) {
        this.keepTarget.hidden = true;
      }
      this.choiceTargets.forEach((one) => {
        one.hidden = false;
      });
      const local = this.read();
      if (local && local.text !== this.textTarget.value) {
        if (!this.textTarget.value || local.version === this.versionTarget.value) {
          // Nobody else has written since: this device had not yet sent its last words.
          this.textTarget.value = local.text;
          this.changed();
        } else {
          this.conflict(this.textTarget.value, this.versionTarget.value, local.text);
        }
      }
    }

    disconnect() {
      this.textTarget.removeEventListener("input", this.changed);
      window.clearTimeout(this.timer);
    }

    changed() {
      window.clearTimeout(this.timer);
      if (this.left || this.asked) {
        return;
      }
      this.write(this.textTarget.value);
      this.timer = window.setTimeout(() => this.save(), 700);
    }

    save() {
      if (this.saving) {
        this.again = true;
        return;
      }
      const text = this.textTarget.value;
      this.saving = true;
      window
        .fetch(this.urlValue, { method: "POST", body: this.form(), headers: { Accept: "application/json" } })
        .then((response) => response.json().then((said) => this.answered(response, said, text)))
        .catch(() => this.note("local"))
        .finally(() => {
          this.saving = false;
          if (this.again) {
            this.again = false;
            this.changed();
          }
        });
    }

    form() {
      const form = new window.FormData(this.element);
      form.delete("client_key");
      form.delete("files");
      return form;
    }

    answered(response, said, text) {
      if (response.ok) {
        this.versionTarget.value = said.version;
        if (this.textTarget.value === text) {
          this.write("");
        }
        this.note(text ? "saved" : "");
      } else if (said.code === "changed") {
        this.conflict(said.body, said.version, this.textTarget.value);
      } else {
        this.note("local");
      }
    }

    conflict(other, version, mine) {
      this.asked = { other, version };
      this.textTarget.value = mine;
      this.otherTarget.textContent = other;
      this.conflictTarget.hidden = false;
      this.note("local");
    }

    takeOther() {
      this.textTarget.value = this.otherTarget.textContent;
      this.choose();
    }

    keepMine() {
      this.choose();
    }

    choose() {
      if (this.asked) {
        this.versionTarget.value = this.asked.version;
      }
      this.asked = null;
      this.conflictTarget.hidden = true;
      this.textTarget.focus();
      this.save();
    }

    leave(event) {
      const name = event.submitter && event.submitter.name;
      window.clearTimeout(this.timer);
      this.left = true;
      if (name !== "preview") {
        this.write("");
      }
    }

    note(kind) {
      if (this.hasNoteTarget) {
        this.noteTarget.textContent = kind ? this.noteTarget.dataset[kind] : "";
      }
    }

    read() {
      try {
        return JSON.parse(window.localStorage.getItem(this.keyValue));
      } catch (error) {
        return null;
      }
    }

    write(text) {
      try {
        if (text) {
          const kept = { text, version: this.versionTarget.value };
          window.localStorage.setItem(this.keyValue, JSON.stringify(kept));
        } else {
          window.localStorage.removeItem(this.keyValue);
        }
      } catch (error) {
        /* A full or forbidden store costs the copy on this device, never the post. */
      }
    }
  }
  DraftController.targets = ["text", "note", "version", "conflict", "other", "choice", "keep"];
  DraftController.values = { key: String, url: String };

  window.school.register("draft", DraftController);

  /* Puts the selected words of a post, or all of them, into the form below as a quotation; without scripts the link
     does the same with all of them. */
  class QuoteController extends window.Stimulus.Controller {
    take(event) {
      const text = document.querySelector("#reply textarea");
      if (!text) {
        return;
      }
      event.preventDefault();
      const body = event.currentTarget.closest(".post").querySelector(".post__body");
      const chosen = window.getSelection();
      const inside = chosen.rangeCount && !chosen.isCollapsed && body.contains(chosen.getRangeAt(0).commonAncestorContainer);
      const words = (inside ? chosen.toString() : body.innerText).trim().slice(0, 2000);
      const lines = words.split(/\n+/).map((line) => "> " + line.trim().replace(/([\\`*_{}[\]()#+!|<>~])/g, "\\$1"));
      const before = text.value && !text.value.endsWith("\n") ? text.value + "\n\n" : text.value;
      text.value = before + [event.currentTarget.dataset.quote, ">", ...lines].join("\n") + "\n\n";
      text.focus();
      text.setSelectionRange(text.value.length, text.value.length);
      text.dispatchEvent(new window.Event("input", { bubbles: true }));
    }
  }

  window.school.register("quote", QuoteController);
})();
