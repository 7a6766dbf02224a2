/* Keeps what is being typed: on the school's server, for every device, and on this one while the network is away.
   Where another device has written something else, both are shown and nothing is overwritten. What is kept on a device
   bears a mark of its reader, so that who comes after finds nothing of it. What was sent is kept until the school says
   that it has arrived. A form without an address on the server keeps its words on this device alone. */
(function () {
  "use strict";

  const KEPT_FOR = 7 * 24 * 60 * 60 * 1000;

  class DraftController extends window.Stimulus.Controller {
    connect() {
      this.changed = this.changed.bind(this);
      this.typing = () => {
        this.touched = true;
        this.changed();
      };
      this.leave = this.leave.bind(this);
      this.ticked = (event) => event.target.name === "anonymous" && this.changed();
      this.back = (event) => {
        if (event.persisted) {
          this.left = false;
        }
      };
      this.fields = this.hasTitleTarget ? [this.titleTarget, this.textTarget] : [this.textTarget];
      this.fields.forEach((one) => one.addEventListener("input", this.typing));
      this.element.addEventListener("change", this.ticked);
      this.element.addEventListener("submit", this.leave);
      window.addEventListener("pageshow", this.back);
      if (this.hasKeepTarget) {
        this.keepTarget.hidden = true;
      }
      this.choiceTargets.forEach((one) => {
        one.hidden = false;
      });
      const local = this.read(this.key);
      this.settleOthers();
      if (local && local.sent && this.hasUrlValue) {
        this.waiting = true;
        this.hasArrived(local).then((arrived) => {
          this.waiting = false;
          if (!arrived) {
            this.take(local);
          } else {
            // What was typed meanwhile is kept, what was sent is not.
            this.store(this.key, this.touched ? this.copy() : null);
          }
        });
      } else if (local) {
        this.take(local);
      }
    }

    disconnect() {
      this.fields.forEach((one) => one.removeEventListener("input", this.typing));
      this.element.removeEventListener("change", this.ticked);
      this.element.removeEventListener("submit", this.leave);
      window.removeEventListener("pageshow", this.back);
      window.clearTimeout(this.timer);
    }

    get key() {
      return "draft-" + this.readerValue + "-" + this.keyValue;
    }

    /* Put back what this device has kept; what stands in the form and is something else is shown beside it. */
    take(local) {
      const now = this.copy();
      if ((local.title || "") === now.title && local.text === now.text) {
        this.fill(local);
        this.sentBefore(local);
        this.store(this.key, local.sent ? local : this.copy());
      } else if (!this.touched && (!(now.text || now.title) || local.version === now.version)) {
        // Nobody else has written since: this device had not yet sent its last words.
        this.fill(local);
        this.sentBefore(local);
        this.changed();
      } else {
        this.conflict(now, now.version, local);
      }
    }

    /* Sent again under the same key it is one post, also when the first comes late. */
    sentBefore(local) {
      if (local.sent && this.element.client_key) {
        this.element.client_key.value = local.sent;
      }
    }

    /* Ask the school whether what was sent has come; while it cannot be asked, it has not. */
    hasArrived(local) {
      return window
        .fetch(local.url + "?sent=" + encodeURIComponent(local.sent), { headers: { Accept: "application/json" } })
        .then((response) => response.json())
        .then((said) => said.arrived === true)
        .catch(() => false);
    }

    /* Clear what this reader sent from other forms and what has arrived, or was sent too long ago to come back to. */
    settleOthers() {
      this.names()
        .filter((name) => name !== this.key && name.startsWith("draft-" + this.readerValue + "-"))
        .forEach((name) => {
          const kept = this.read(name);
          if (kept && kept.sent && Date.now() - kept.at > KEPT_FOR) {
            this.store(name, null);
          } else if (kept && kept.sent && kept.url) {
            this.hasArrived(kept).then((arrived) => arrived && this.store(name, null));
          }
        });
    }

    changed() {
      window.clearTimeout(this.timer);
      if (this.left || this.asked || this.waiting) {
        return;
      }
      this.store(this.key, this.copy());
      this.timer = window.setTimeout(() => this.save(), 700);
    }

    save() {
      if (!this.hasUrlValue) {
        this.note("local");
        return;
      }
      if (this.saving) {
        this.again = true;
        return;
      }
      const sent = this.copy();
      this.saving = true;
      window
        .fetch(this.urlValue, { method: "POST", body: this.form(), headers: { Accept: "application/json" } })
        .then((response) => response.json().then((said) => this.answered(response, said, sent)))
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

    answered(response, said, sent) {
      if (response.ok) {
        const now = this.copy();
        this.versionTarget.value = said.version;
        if (!this.left && now.text === sent.text && now.title === sent.title && now.anonymous === sent.anonymous) {
          this.store(this.key, null);
        }
        this.note(sent.text || sent.title ? "saved" : "");
      } else if (said.code === "changed") {
        this.conflict({ title: said.title, text: said.body, anonymous: said.anonymous }, said.version, this.copy());
      } else {
        this.note("local");
      }
    }

    conflict(other, version, mine) {
      this.asked = { other, version };
      this.fill(mine);
      this.otherTarget.textContent = other.text;
      if (this.hasOtherTitleTarget) {
        this.otherTitleTarget.textContent = other.title || "";
        this.otherTitleTarget.hidden = !other.title;
      }
      this.conflictTarget.hidden = false;
      this.note("local");
    }

    takeOther() {
      this.fill(this.asked ? this.asked.other : { text: this.otherTarget.textContent });
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
      this.store(this.key, this.copy());
      this.save();
    }

    leave(event) {
      const name = event.submitter && event.submitter.name;
      window.clearTimeout(this.timer);
      this.left = true;
      if (name !== "preview") {
        const key = this.element.client_key ? this.element.client_key.value : "here";
        this.store(this.key, { ...this.copy(), sent: key, url: this.urlValue, at: Date.now() });
      }
      window.setTimeout(() => {
        // Held back, while a picture is still on its way.
        this.left = !event.defaultPrevented;
      });
    }

    forget() {
      window.clearTimeout(this.timer);
      this.left = true;
      this.store(this.key, null);
    }

    note(kind) {
      if (this.hasNoteTarget) {
        this.noteTarget.textContent = kind ? this.noteTarget.dataset[kind] : "";
      }
    }

    copy() {
      return {
        title: this.hasTitleTarget ? this.titleTarget.value : "",
        text: this.textTarget.value,
        version: this.hasVersionTarget ? this.versionTarget.value : "",
        anonymous: Boolean(this.element.anonymous && this.element.anonymous.checked),
      };
    }

    fill(copy) {
      this.textTarget.value = copy.text;
      if (this.hasTitleTarget && copy.title !== undefined) {
        this.titleTarget.value = copy.title;
      }
      if (this.element.anonymous && copy.anonymous !== undefined) {
        this.element.anonymous.checked = copy.anonymous;
      }
    }

    names() {
      try {
        return Object.keys(window.localStorage);
      } catch (error) {
        return [];
      }
    }

    read(key) {
      try {
        return JSON.parse(window.localStorage.getItem(key));
      } catch (error) {
        return null;
      }
    }

    store(key, copy) {
      try {
        if (copy && (copy.text || copy.title)) {
          window.localStorage.setItem(key, JSON.stringify(copy));
        } else {
          window.localStorage.removeItem(key);
        }
      } catch (error) {
        /* A full or forbidden store costs the copy on this device, never the post. */
      }
    }
  }
  DraftController.targets = [
    "title", "text", "note", "version", "conflict", "other", "otherTitle", "choice", "keep",
  ];
  DraftController.values = { key: String, reader: String, url: String };

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
