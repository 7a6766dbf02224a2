/* Keeps what is answered on this device while it is answered, and sends it once, also over a connection that drops: it goes
   again under the same key as soon as there is a network, also when the page is opened anew. Once the server has it, it is
   forgotten here. Without this script the form is sent as forms are. */
(function () {
  "use strict";

  var PREFIX = "school.feedback.";
  var AGAIN = 5000;
  var OWN = ["csrfmiddlewaretoken"];

  class FeedbackController extends window.Stimulus.Controller {
    connect() {
      if (this.doneValue) {
        this.forget();
        return;
      }
      this.send = this.send.bind(this);
      this.keep = this.keep.bind(this);
      this.again = this.again.bind(this);
      this.element.addEventListener("submit", this.send);
      this.element.addEventListener("input", this.keep);
      this.element.addEventListener("change", this.keep);
      window.addEventListener("online", this.again);
      this.restore();
    }

    disconnect() {
      window.clearTimeout(this.timer);
      if (!this.doneValue) {
        this.element.removeEventListener("submit", this.send);
        this.element.removeEventListener("input", this.keep);
        this.element.removeEventListener("change", this.keep);
        window.removeEventListener("online", this.again);
      }
    }

    send(event) {
      event.preventDefault();
      if (this.isSending) {
        return;
      }
      this.isSending = true;
      window.clearTimeout(this.timer);
      this.isWaiting = true;
      this.write();
      this.say("sending");
      window
        .fetch(window.location.href, { method: "POST", body: new window.FormData(this.element), credentials: "same-origin" })
        .then((answer) => this.show(answer))
        .catch(() => {
          this.say("kept");
          this.timer = window.setTimeout(this.again, AGAIN);
        })
        .then(() => {
          this.isSending = false;
        });
    }

    again() {
      if (this.isWaiting) {
        this.send(new window.Event("submit"));
      }
    }

    show(answer) {
      if (answer.status >= 500) {
        throw new Error(String(answer.status));
      }
      return answer.text().then((text) => {
        var page = new window.DOMParser().parseFromString(text, "text/html");
        var main = page.querySelector("main");
        if (main && main.querySelector("[data-feedback-done-value]")) {
          this.forget();
        } else if (answer.redirected && new window.URL(answer.url).pathname !== window.location.pathname) {
          /* To the sign-in, say; what was answered is here when one comes back. */
          window.location.assign(answer.url);
          return;
        } else {
          this.isWaiting = false;
          this.write();
          if (!main || answer.status === 403) {
            this.say("stale");
            return;
          }
        }
        document.querySelector("main").replaceWith(main);
        main.focus();
        main.scrollIntoView();
      });
    }

    keep() {
      window.clearTimeout(this.saving);
      this.saving = window.setTimeout(() => this.write(), 300);
    }

    write() {
      window.clearTimeout(this.saving);
      var pairs = [];
      new window.FormData(this.element).forEach((value, name) => {
        if (OWN.indexOf(name) < 0 && typeof value === "string") {
          pairs.push([name, value]);
        }
      });
      try {
        window.localStorage.setItem(PREFIX + this.keyValue, JSON.stringify({ pairs: pairs, waits: Boolean(this.isWaiting) }));
      } catch (error) {
        /* A full or forbidden store costs what is kept, never what is sent. */
      }
    }

    /* Puts back what was answered; what a form came back with from the server stays as it is. */
    restore() {
      var kept = null;
      try {
        kept = JSON.parse(window.localStorage.getItem(PREFIX + this.keyValue) || "null");
      } catch (error) {
        /* Nothing kept, or a store that may not be read. */
      }
      if (!kept || document.querySelector("main .message--error, main .field__error")) {
        return;
      }
      var left = {};
      kept.pairs.forEach((pair) => {
        (left[pair[0]] = left[pair[0]] || []).push(pair[1]);
      });
      Array.prototype.forEach.call(this.element.elements, (control) => {
        var values = left[control.name];
        if (!control.name || OWN.indexOf(control.name) >= 0) {
          return;
        }
        if (control.type === "radio" || control.type === "checkbox") {
          control.checked = Boolean(values) && values.indexOf(control.value) >= 0;
        } else if (control.type === "select-multiple") {
          Array.prototype.forEach.call(control.options, (option) => {
            option.selected = Boolean(values) && values.indexOf(option.value) >= 0;
          });
        } else if (values && values.length && control.type !== "file" && control.type !== "submit") {
          control.value = values.shift();
        }
      });
      this.isWaiting = kept.waits;
      this.say("restored");
      if (this.isWaiting) {
        this.again();
      }
    }

    forget() {
      window.clearTimeout(this.saving);
      this.isWaiting = false;
      try {
        window.localStorage.removeItem(PREFIX + this.keyValue);
      } catch (error) {
        /* A store that may not be written has kept nothing. */
      }
    }

    say(word) {
      if (this.hasNoteTarget) {
        this.noteTarget.textContent = this.noteTarget.dataset[word];
        this.noteTarget.hidden = false;
      }
    }
  }
  FeedbackController.targets = ["note"];
  FeedbackController.values = { key: String, done: Boolean };

  window.school.register("feedback", FeedbackController);
})();
