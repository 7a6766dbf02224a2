/* Signs in by a code also where there is no network at the moment: what was typed or scanned is kept in the browser with
   its time and signed, and sent as soon as it can be, by the person who did it and nobody else. Without scripts the form
   is just sent. */
(function () {
  "use strict";

  var EVERY = 10000;
  var LONGEST = 12000;
  var PREFIX = "school.scan.";
  var REFUSED = [400, 403, 404, 409, 413, 422];
  var device = window.attendanceDevice;
  var page = device.uuid();

  class KeptController extends window.Stimulus.Controller {
    connect() {
      this.sending = false;
      this.online = () => this.send();
      window.addEventListener("online", this.online);
      this.tick = window.setInterval(this.online, EVERY);
      this.send();
      this.opened();
      this.ask();
    }

    disconnect() {
      window.removeEventListener("online", this.online);
      window.clearInterval(this.tick);
    }

    own() {
      return PREFIX + this.personValue + ".";
    }

    /* The address of a code was opened without a network, and this page, which is kept, came instead of its own. */
    opened() {
      var path = window.location.pathname;
      if (!this.scanValue || path.indexOf(this.scanValue) !== 0) {
        return;
      }
      var code = path.slice(this.scanValue.length).replace(/\/$/, "");
      window.history.replaceState(null, "", this.homeValue);
      this.noteWhenPlaced(code, 0);
    }

    /* Where the class asks for it, a position is waited for, not for long. */
    noteWhenPlaced(code, waited) {
      if (this.hasPlaceTarget && !this.placeTarget.value && waited < LONGEST) {
        window.setTimeout(() => this.noteWhenPlaced(code, waited + 500), 500);
      } else {
        this.note(code);
      }
    }

    /* Digits that were typed. */
    type(event) {
      var digits = this.digitsTarget.value.replace(/\D/g, "");
      if (digits.length !== 6) {
        return; /* The server says what is wrong with it. */
      }
      event.preventDefault();
      if (this.hasPlaceTarget && !this.placeTarget.value && !this.warned) {
        this.warned = true;
        this.news("noPlace");
        return;
      }
      this.note(digits);
      this.digitsTarget.value = "";
    }

    /* A code that was scanned, whose page could not be sent any more. */
    scan() {
      this.note(this.codeValue, this.hasNumberTarget ? this.numberTarget.value : "");
    }

    /* A code that the camera of this page saw. */
    scanned(event) {
      this.noteWhenPlaced(event.detail.code, 0);
    }

    note(code, number) {
      var place = this.hasPlaceTarget ? this.placeTarget.value : "";
      var scan = { code: code, at: Date.now(), place: place, issued: this.issuedValue, key: this.keyValue };
      scan.page = page;
      scan.tick = window.performance.now();
      if (this.hasAskTarget && code.indexOf("/") > 0) {
        device.keep(this.asked(), scan);
        this.ask();
      } else {
        this.sign(scan, number || "");
      }
    }

    /* The scan whose number is still to be said; it is kept as it is until then. */
    asked() {
      return PREFIX + "asked." + this.personValue;
    }

    ask() {
      if (this.hasAskTarget && device.kept(this.asked())) {
        this.askTarget.hidden = false;
        this.numberTarget.value = "";
        this.numberTarget.focus();
      }
    }

    say(event) {
      var scan = device.kept(this.asked());
      event.preventDefault();
      this.askTarget.hidden = true;
      if (scan) {
        device.drop(this.asked());
        this.sign(scan, this.numberTarget.value);
      }
    }

    /* The scan as it goes out: with its own time, whenever its number was said. */
    sign(scan, number) {
      var said = [scan.code, scan.at, scan.place, number].join("|").replace(/\|+$/, "");
      scan.number = number;
      scan.signature = device.sign(scan.key, said);
      device.keep(this.own() + device.uuid(), scan);
      this.send();
    }

    send() {
      var waiting = device.waiting(this.own());
      if (this.sending || !waiting.length) {
        return;
      }
      var name = waiting[0][0];
      var scan = waiting[0][1];
      var body = new window.URLSearchParams();
      ["code", "at", "issued", "signature", "place", "number"].forEach((field) => body.append(field, scan[field] || ""));
      body.append("sent_at", Date.now());
      if (scan.page === page) {
        body.append("counted", Math.round(window.performance.now() - scan.tick));
      }
      this.sending = true;
      window
        .fetch(this.addressValue, {
          method: "POST",
          body: body,
          headers: { "X-CSRFToken": this.element.querySelector("[name=csrfmiddlewaretoken]").value },
          credentials: "same-origin",
          redirect: "manual",
        })
        .then((answer) => this.answered(name, answer))
        .catch(() => this.news("waiting"))
        .then(() => {
          this.sending = false;
        });
    }

    answered(name, answer) {
      if (!answer.ok && REFUSED.indexOf(answer.status) < 0) {
        this.news(answer.type === "opaqueredirect" ? "signIn" : "waiting");
        return null;
      }
      return answer.json().then((said) => {
        var scan = device.kept(name) || {};
        device.drop(name);
        if (said.code === "number" && this.hasAskTarget) {
          device.keep(this.asked(), scan); /* They may have mistyped it. */
          this.ask();
        }
        this.show(answer.ok ? this.doneTarget : this.refusedTarget, said.message);
        if (!device.waiting(this.own()).length) {
          this.newsTarget.hidden = true;
        }
        window.setTimeout(this.online, 0);
      });
    }

    show(target, text) {
      this.doneTarget.hidden = this.refusedTarget.hidden = true;
      target.querySelector("[data-said]").textContent = text;
      target.hidden = false;
    }

    news(what) {
      this.newsTarget.textContent = this.newsTarget.dataset[what];
      this.newsTarget.hidden = false;
    }
  }
  KeptController.targets = ["digits", "place", "news", "done", "refused", "ask", "number"];
  KeptController.values = { person: String, key: String, issued: Number, address: String, code: String, scan: String, home: String };

  window.school.register("kept", KeptController);
})();
