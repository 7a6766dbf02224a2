/* A moderator's queue by keyboard: j and k walk, a letter presses the button that bears it, a number opens
   a shelf. Buttons work without it. */
(function () {
  "use strict";

  class ReviewController extends window.Stimulus.Controller {
    connect() {
      this.press = this.press.bind(this);
      document.addEventListener("keydown", this.press);
      if (this.itemTargets.length && window.matchMedia("(min-width: 48rem)").matches) {
        this.go(0);
      }
    }

    disconnect() {
      document.removeEventListener("keydown", this.press);
    }

    press(event) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
        return;
      }
      if (event.target.matches("[data-review-target='reason']")) {
        this.inReason(event);
        return;
      }
      if (event.target.closest("input, textarea, select")) {
        return;
      }
      if (/^[1-9]$/.test(event.key)) {
        const shelf = this.element.querySelector("[data-shelf='" + event.key + "']");
        if (shelf) {
          event.preventDefault();
          shelf.click();
        }
        return;
      }
      if (!this.itemTargets.length) {
        return;
      }
      if (event.key === "j" || event.key === "k") {
        event.preventDefault();
        this.go(this.here() + (event.key === "j" ? 1 : -1));
        return;
      }
      const item = this.itemTargets[this.here()];
      const control = item && item.querySelector("[data-key='" + window.CSS.escape(event.key) + "']");
      if (control) {
        event.preventDefault();
        this.use(control, item);
      }
    }

    /* In a reason Enter does what was asked for, and nothing else: never the first button by chance. */
    inReason(event) {
      if (event.key === "Escape") {
        this.pending = null;
        event.target.closest("li").focus();
      } else if (event.key === "Enter") {
        event.preventDefault();
        if (this.pending && event.target.form.contains(this.pending) && event.target.value.trim()) {
          event.target.form.requestSubmit(this.pending);
        }
      }
    }

    use(control, item) {
      const reason = item.querySelector("[data-review-target='reason']");
      if (control.hasAttribute("data-needs-reason") && reason && !reason.value.trim()) {
        this.pending = control;
        reason.focus();
        return;
      }
      control.click();
    }

    here() {
      const at = this.itemTargets.findIndex((item) => item.contains(document.activeElement));
      return at < 0 ? this.last || 0 : at;
    }

    go(index) {
      const item = this.itemTargets[Math.max(0, Math.min(index, this.itemTargets.length - 1))];
      this.last = this.itemTargets.indexOf(item);
      item.focus();
      item.scrollIntoView({ block: "nearest" });
    }
  }
  ReviewController.targets = ["item", "reason", "form"];

  window.school.register("review", ReviewController);
})();
