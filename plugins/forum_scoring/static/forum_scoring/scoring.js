/* Scoring by keyboard: digits choose a level and go on to the next criterion, n leads to the next post that waits. */
(function () {
  "use strict";

  function isTyping(event) {
    return event.ctrlKey || event.metaKey || event.altKey || event.isComposing ||
      event.target.closest("textarea, select, input:not([type=radio])");
  }

  class ScoringController extends window.Stimulus.Controller {
    connect() {
      this.at = 0;
      // htmx takes over what it put in only once that has settled: keys pressed before would leave the page.
      if (window.htmx) {
        window.htmx.process(this.element);
      }
      this.press = this.press.bind(this);
      document.addEventListener("keydown", this.press);
      if (this.hasPostTarget) {
        const post = document.querySelector(this.postTarget.getAttribute("href"));
        if (post) {
          post.scrollIntoView({ block: "center" });
        }
      }
      this.go(0);
    }

    disconnect() {
      document.removeEventListener("keydown", this.press);
    }

    press(event) {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
        event.preventDefault();
        this.element.requestSubmit();
        return;
      }
      if (isTyping(event)) {
        return;
      }
      if (event.key === "n" && this.hasNextTarget) {
        event.preventDefault();
        this.nextTarget.click();
      } else if (/^[1-9]$/.test(event.key)) {
        const here = this.criterionTargets.findIndex((one) => one.contains(document.activeElement));
        this.choose(here < 0 ? this.at : here, Number(event.key) - 1, event);
      }
    }

    choose(criterion, level, event) {
      const radios = this.criterionTargets[criterion] && this.criterionTargets[criterion].querySelectorAll("input[type=radio]");
      if (radios && radios[level]) {
        event.preventDefault();
        radios[level].checked = true;
        this.go(criterion + 1);
      }
    }

    /* Focus the chosen level of a criterion, or its first; behind the last one, the button. */
    go(criterion) {
      this.at = Math.min(criterion, this.criterionTargets.length);
      const place = this.criterionTargets[this.at];
      const wanted = place
        ? place.querySelector("input:checked") || place.querySelector("input")
        : this.element.querySelector("button[type=submit]");
      if (wanted) {
        wanted.focus({ preventScroll: true });
      }
    }
  }
  ScoringController.targets = ["criterion", "next", "post"];

  /* Beside a thread, before anything is scored: n opens the first post that waits. */
  class ScoringStartController extends window.Stimulus.Controller {
    connect() {
      this.press = this.press.bind(this);
      document.addEventListener("keydown", this.press);
    }

    disconnect() {
      document.removeEventListener("keydown", this.press);
    }

    press(event) {
      if (event.key !== "n" || isTyping(event) || this.element.children.length) {
        return;
      }
      const first = document.querySelector(".scoring__numbers a");
      if (first) {
        event.preventDefault();
        first.click();
      }
    }
  }

  window.school.register("scoring", ScoringController);
  window.school.register("scoring-start", ScoringStartController);
})();
