/* The catalogue on a phone: folds the facets away once the lessons are to be seen, and keeps the keyboard's place when
   what had it is gone. The filters work without it. */
(function () {
  "use strict";

  class ShelfController extends window.Stimulus.Controller {
    connect() {
      this.settled = () => {
        if (!document.activeElement || document.activeElement === document.body) {
          this.countTarget.focus({ preventScroll: true });
        }
      };
      this.element.addEventListener("htmx:afterSettle", this.settled);
    }

    disconnect() {
      this.element.removeEventListener("htmx:afterSettle", this.settled);
    }

    close() {
      if (this.foldTarget.checked) {
        this.foldTarget.checked = false;
        this.countTarget.focus();
      }
    }
  }
  ShelfController.targets = ["fold", "count"];

  window.school.register("shelf", ShelfController);
})();
