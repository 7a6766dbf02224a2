/* Shows the next code when the one on the screen ends. Without a network the last one stays for its time and its grace,
   is hidden then, and the page says why; it goes on as soon as the network is back. */
(function () {
  "use strict";

  var AGAIN = 2000;

  class CodeController extends window.Stimulus.Controller {
    connect() {
      this.plan();
    }

    disconnect() {
      window.clearTimeout(this.timer);
    }

    plan() {
      var left = Number(this.codeTarget.dataset.left);
      this.ends = window.performance.now() + left + this.secondsValue * 1000;
      this.wait(left);
    }

    wait(milliseconds) {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.next(), milliseconds);
    }

    next() {
      window
        .fetch(this.addressValue, { credentials: "same-origin", redirect: "error" })
        .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(String(answer.status)))))
        .then((text) => {
          var page = new window.DOMParser().parseFromString(text, "text/html");
          this.placeTarget.replaceChildren.apply(this.placeTarget, Array.prototype.slice.call(page.body.childNodes));
          this.placeTarget.hidden = false;
          this.newsTarget.hidden = true;
          this.plan();
        })
        .catch(() => {
          this.newsTarget.hidden = false;
          this.placeTarget.hidden = window.performance.now() > this.ends;
          this.wait(AGAIN);
        });
    }
  }
  CodeController.targets = ["place", "code", "news"];
  CodeController.values = { address: String, seconds: Number };

  window.school.register("code", CodeController);
})();
