/* Quick checks: shows in place what the server says to an answer that it did not take, and moves steps up and down.
   Everything works without it: a form is sent, and steps are numbered. */
(function () {
  "use strict";

  var TAKEN = [409, 422];

  window.school.register("check", class extends window.Stimulus.Controller {
    take(event) {
      if (TAKEN.indexOf(event.detail.xhr.status) >= 0) {
        event.detail.shouldSwap = true;
        event.detail.isError = false;
      }
    }
  });

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
