/* Has this page kept on the device for whoever has it open, so that it opens again without a network. Where the browser
   has no service worker, or the school no HTTPS, the page works as long as it is open. */
(function () {
  "use strict";

  var worker = window.navigator.serviceWorker;

  class OfflineController extends window.Stimulus.Controller {
    connect() {
      if (!worker || !window.caches) {
        return;
      }
      this.heard = (event) => {
        if (event.data && event.data.kept) {
          this.element.dataset.kept = "yes";
        }
      };
      worker.addEventListener("message", this.heard);
      worker
        .register(this.workerValue)
        .then(() => worker.ready)
        .then((registration) => this.tell(registration.active))
        .catch(() => null); /* Not allowed here, or no network: what was kept is kept. */
    }

    disconnect() {
      if (this.heard) {
        worker.removeEventListener("message", this.heard);
      }
    }

    tell(active) {
      var tags = Array.prototype.slice.call(document.querySelectorAll("link[rel=stylesheet], script[src]"));
      var parts = tags.map((tag) => tag.href || tag.src);
      window.performance.getEntriesByType("resource").forEach((entry) => parts.push(entry.name.split("#")[0]));
      active.postMessage({
        keep: window.location.href.split("#")[0],
        person: this.personValue,
        parts: parts.filter((part, place) => part && parts.indexOf(part) === place),
      });
    }
  }
  OfflineController.values = { worker: String, person: String };

  window.school.register("offline", OfflineController);
})();
