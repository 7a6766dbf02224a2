/* Quick checks: shows in place what the server says to an answer that it did not take, keeps one that could not be sent,
   and moves steps up and down. Everything works without it: a form is sent, and steps are numbered. */
(function () {
  "use strict";

  var TAKEN = [409, 422];
  /* No network, nobody there, not now, or not with this page: signed out, or signed in anew, which draws another token. */
  var AWAY = [0, 401, 403, 429, 502, 503, 504];

  class CheckController extends window.Stimulus.Controller {
    take(event) {
      if (TAKEN.indexOf(event.detail.xhr.status) >= 0) {
        event.detail.shouldSwap = true;
        event.detail.isError = false;
      }
      var form = this.element.querySelector("form");
      if (form && event.detail.xhr.status < 400 && window.school.queue) {
        /* What was kept under this key before is an earlier word of the same person. */
        window.school.queue.remove(window.school.queue.name("answer", form.client_key.value));
      }
    }

    /* Of what could not be sent the last answer goes later, under the key that the page drew. */
    keep(event) {
      var queue = window.school.queue;
      if (queue && AWAY.indexOf(event.detail.xhr.status) >= 0) {
        var form = this.element.querySelector("form");
        var fields = new window.FormData(form);
        fields.delete("csrfmiddlewaretoken");
        var entry = { address: form.getAttribute("action"), form: new window.URLSearchParams(fields).toString() };
        var said = document.querySelector("#finish [data-kept]").dataset;
        this.newsTarget.textContent = queue.put("answer", fields.get("client_key"), entry) ? said.kept : said.open;
      }
    }

    /* An answer that had waited was judged, whichever page it was given on. Nobody waits for it: the focus stays. */
    sent(event) {
      var form = this.element.querySelector("form");
      var told = event.detail;
      if (form && form.getAttribute("action") === told.entry.address) {
        if (!told.answer.ok && TAKEN.indexOf(told.answer.status) < 0) {
          this.newsTarget.textContent = document.querySelector("#finish [data-kept]").dataset.refused;
          return;
        }
        var news = JSON.parse(told.answer.headers.get("HX-Trigger") || "{}");
        if (news["lessons:standing"]) {
          window.htmx.trigger(this.element, "lessons:standing", news["lessons:standing"]);
        }
        window.htmx.swap(this.element, told.text.replace(/ autofocus/g, ""), { swapStyle: "outerHTML" });
      }
    }
  }
  CheckController.targets = ["news"];

  window.school.register("check", CheckController);

  class OrderingController extends window.Stimulus.Controller {
    connect() {
      if (this.element.closest("fieldset:disabled")) {
        return;
      }
      this.choiceTargets.forEach((label) => { label.hidden = true; });
      this.movesTargets.forEach((moves) => { moves.hidden = false; });
      this.number();
    }

    number() {
      this.rowTargets.forEach((row, index) => {
        var buttons = row.querySelectorAll("button");
        row.querySelector("select").value = String(index + 1);
        buttons[0].setAttribute("aria-disabled", String(index === 0));
        buttons[1].setAttribute("aria-disabled", String(index === this.rowTargets.length - 1));
      });
    }

    up(event) {
      this.move(event, -1);
    }

    down(event) {
      this.move(event, 1);
    }

    move(event, by) {
      var rows = this.rowTargets;
      var row = event.currentTarget.closest("li");
      var other = rows[rows.indexOf(row) + by];
      if (other) {
        row.parentNode.insertBefore(row, by < 0 ? other : other.nextSibling);
        this.number();
        event.currentTarget.focus();
      }
    }
  }
  OrderingController.targets = ["row", "choice", "place", "moves"];

  window.school.register("ordering", OrderingController);
})();
