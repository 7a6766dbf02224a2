/* Asks the phone where it is, where a class wants that, and says in words why it does not know. The position goes with the
   code that is being sent and nowhere else. A first answer is often coarse: a better one is waited for, not for long. */
(function () {
  "use strict";

  var LONGEST = 12000;
  var DENIED = 1;

  class PlaceController extends window.Stimulus.Controller {
    connect() {
      this.sent = false;
      this.accuracy = Infinity;
      if (window.isSecureContext === false || !window.navigator.geolocation) {
        this.news("insecure");
        return;
      }
      this.news("asking");
      this.watch = window.navigator.geolocation.watchPosition(
        (found) => this.found(found.coords),
        (problem) => this.failed(problem),
        { enableHighAccuracy: true, maximumAge: 15000, timeout: 20000 }
      );
      this.timer = window.setTimeout(() => this.send(), LONGEST);
    }

    disconnect() {
      window.clearTimeout(this.timer);
      if (this.watch !== undefined) {
        window.navigator.geolocation.clearWatch(this.watch);
      }
    }

    found(coords) {
      var said = [coords.latitude.toFixed(6), coords.longitude.toFixed(6), Math.ceil(coords.accuracy)];
      this.accuracy = coords.accuracy;
      this.fieldTarget.value = said.join(",");
      if (coords.accuracy <= this.coarsestValue) {
        this.newsTarget.hidden = true;
        this.send();
      }
    }

    failed(problem) {
      if (!this.fieldTarget.value) {
        this.news(problem.code === DENIED ? "denied" : "unknown");
      }
    }

    send() {
      if (this.hasSendTarget && !this.sent && this.fieldTarget.value) {
        this.sent = true;
        this.sendTarget.click();
      }
    }

    news(what) {
      this.newsTarget.textContent = this.newsTarget.dataset[what];
      this.newsTarget.hidden = false;
    }
  }
  PlaceController.targets = ["field", "news", "send"];
  PlaceController.values = { coarsest: Number };

  window.school.register("place", PlaceController);
})();
