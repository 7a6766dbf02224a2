/* Reports how far a lesson was read and for how long. Reports that cannot be sent are kept and sent with the next one. */
(function () {
  "use strict";

  var EVERY = 20000;

  class ProgressController extends window.Stimulus.Controller {
    connect() {
      this.seconds = 0;
      this.sent = this.percentValue;
      this.since = Date.now();
      this.tick = window.setInterval(() => this.report(), EVERY);
      this.onScroll = () => this.look();
      this.onHide = () => this.report();
      window.addEventListener("scroll", this.onScroll, { passive: true });
      document.addEventListener("visibilitychange", this.onHide);
      this.look();
    }

    disconnect() {
      window.clearInterval(this.tick);
      window.removeEventListener("scroll", this.onScroll);
      document.removeEventListener("visibilitychange", this.onHide);
    }

    look() {
      var box = this.element.getBoundingClientRect();
      var seen = Math.max(0, Math.min(1, (window.innerHeight - box.top) / Math.max(box.height, 1)));
      this.percentValue = Math.max(this.percentValue, Math.round(seen * 100));
      this.show(this.percentValue);
    }

    show(percent) {
      var figure = document.getElementById("progress-figure");
      var bar = document.querySelector("progress.progress");
      if (figure) {
        figure.textContent = percent + "%";
      }
      if (bar) {
        bar.value = percent;
      }
    }

    report() {
      var now = Date.now();
      if (!document.hidden || this.percentValue > this.sent) {
        this.seconds += Math.round((now - this.since) / 1000);
      }
      this.since = now;
      var token = document.querySelector("[name=csrfmiddlewaretoken]");
      if (!token || this.percentValue === this.sent && this.seconds < 5) {
        return;
      }
      var body = new window.FormData();
      var seconds = this.seconds;
      body.append("percent", String(this.percentValue));
      body.append("seconds", String(Math.min(seconds, 86400)));
      body.append("csrfmiddlewaretoken", token.value);
      this.seconds = 0;
      window
        .fetch(this.addressValue, { method: "POST", body: body, credentials: "same-origin", keepalive: true })
        .then((answer) => {
          if (answer.ok) {
            this.sent = this.percentValue;
          } else {
            this.seconds += seconds;
          }
        })
        .catch(() => {
          this.seconds += seconds;
        });
    }
  }
  ProgressController.values = { address: String, percent: Number };

  window.school.register("progress", ProgressController);
})();
