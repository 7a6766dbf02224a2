/* Starts Stimulus and registers the controllers that every page may use. A room adds its own in a deferred script:
   school.register("draft", class extends Stimulus.Controller { … }). Everything works without them. */
(function () {
  "use strict";

  var Controller = window.Stimulus.Controller;
  var school = window.Stimulus.Application.start();
  window.school = school;

  /* A <details> used as a menu: closes on Escape and on a click elsewhere. */
  school.register("menu", class extends Controller {
    close() {
      if (this.element.open) {
        this.element.open = false;
        this.element.querySelector("summary").focus();
      }
    }

    closeOutside(event) {
      if (!this.element.contains(event.target)) {
        this.element.open = false;
      }
    }
  });

  /* Opens the <dialog> with the id in data-dialog-id-value; without it the link is followed. */
  school.register("dialog", class extends Controller {
    static get values() {
      return { id: String };
    }

    open(event) {
      var dialog = document.getElementById(this.idValue);
      if (dialog && dialog.showModal) {
        event.preventDefault();
        dialog.showModal();
      }
    }

    close(event) {
      var dialog = event.target.closest("dialog");
      if (dialog && dialog.close) {
        event.preventDefault();
        dialog.close();
      }
    }
  });

  /* Sends a form when one of its fields changes: filters. The button stays for those without scripts. */
  school.register("autosubmit", class extends Controller {
    submit() {
      if (this.element.requestSubmit) {
        this.element.requestSubmit();
      } else {
        this.element.submit();
      }
    }
  });

  /* What a service worker keeps on this device belongs to whoever is signed in; with nobody signed in, nothing stays. */
  if (window.caches && !document.querySelector(".menu form[action$='/accounts/logout/']")) {
    window.caches
      .keys()
      .then((names) => Promise.all(names.map((name) => window.caches.delete(name))))
      .catch(() => null);
  }

  /* Refuses a second click while a form is being sent. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || event.defaultPrevented) {
      return;
    }
    if (form.dataset.sent === "yes") {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    window.setTimeout(function () { delete form.dataset.sent; }, 4000);
  });

  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });
})();
