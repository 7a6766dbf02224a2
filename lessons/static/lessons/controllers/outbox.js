/* On pages beside lessons: sends what a lesson's page had to keep, notes too, and says when it has arrived. */
(function () {
  "use strict";

  var EVERY = 15000;

  class OutboxController extends window.Stimulus.Controller {
    connect() {
      var queue = new window.school.Queue(this.readerValue, (entry, answer) => {
        if (!entry.beat) {
          this.show(answer.ok ? this.arrivedTarget : this.refusedTarget);
        } /* The last report of a page is often sent again, as the page was gone before it was answered. */
      });
      var unsent = new window.school.Unsent(this.readerValue, this.notesValue, (what) => {
        if (what === "saved") {
          this.show(this.arrivedTarget);
        }
      });
      this.send = () => {
        queue.send();
        unsent.send();
      };
      window.addEventListener("online", this.send);
      this.tick = window.setInterval(this.send, EVERY);
      this.send();
    }

    disconnect() {
      window.removeEventListener("online", this.send);
      window.clearInterval(this.tick);
    }

    show(news) {
      news.hidden = false;
    }
  }
  OutboxController.targets = ["arrived", "refused"];
  OutboxController.values = { reader: String, notes: String };

  window.school.register("outbox", OutboxController);
})();
