/* Pictures that open large, code that can be copied, pages that can be leafed through. Without it all of them show. */
(function () {
  "use strict";

  var FAR_ENOUGH = 40;

  function element(name, className, text) {
    var made = document.createElement(name);
    made.className = className;
    if (text) {
      made.textContent = text;
    }
    return made;
  }

  class GalleryController extends window.Stimulus.Controller {
    static get values() {
      return { close: String, before: String, next: String };
    }

    open(event) {
      if (!window.HTMLDialogElement || event.ctrlKey || event.metaKey || event.shiftKey) {
        return;
      }
      event.preventDefault();
      this.build();
      this.opener = event.currentTarget;
      this.show(this.linkTargets.indexOf(this.opener));
      this.viewer.showModal();
    }

    build() {
      if (this.viewer) {
        return;
      }
      this.viewer = element("dialog", "viewer");
      this.viewer.setAttribute("aria-label", this.element.getAttribute("aria-label"));
      this.picture = element("figure", "viewer__picture");
      this.count = element("p", "viewer__count");
      this.count.setAttribute("role", "status");
      this.viewer.append(this.picture, this.count);
      this.button("before", "‹", this.beforeValue, () => this.step(-1));
      this.button("next", "›", this.nextValue, () => this.step(1));
      this.button("close", "", this.closeValue, () => this.viewer.close());
      this.viewer.addEventListener("keydown", (event) => {
        var steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1 };
        if (steps[event.key]) {
          event.preventDefault();
          this.step(steps[event.key]);
        }
      });
      this.viewer.addEventListener("touchstart", (event) => { this.from = event.changedTouches[0].clientX; }, { passive: true });
      this.viewer.addEventListener("touchend", (event) => {
        var moved = event.changedTouches[0].clientX - this.from;
        if (Math.abs(moved) > FAR_ENOUGH) {
          this.step(moved > 0 ? -1 : 1);
        }
      });
      this.viewer.addEventListener("close", () => this.opener.focus());
      this.element.append(this.viewer);
    }

    button(kind, sign, words, act) {
      var made = element("button", "viewer__button viewer__button--" + kind, sign || words);
      made.type = "button";
      made.setAttribute("aria-label", words);
      made.addEventListener("click", act);
      this.viewer.append(made);
    }

    step(by) {
      var links = this.linkTargets;
      this.show((this.index + by + links.length) % links.length);
    }

    show(index) {
      var link = this.linkTargets[index];
      var small = link.querySelector("img");
      var caption = link.parentNode.querySelector("figcaption");
      var large = element("img", "");
      this.index = index;
      large.alt = small.alt;
      large.src = link.href;
      this.picture.replaceChildren(large);
      if (caption) {
        this.picture.append(element("figcaption", "viewer__caption", caption.textContent));
      }
      this.count.textContent = index + 1 + " / " + this.linkTargets.length;
    }

    disconnect() {
      if (this.viewer) {
        this.viewer.remove();
        this.viewer = null;
      }
    }
  }
  GalleryController.targets = ["link"];

  class CopyController extends window.Stimulus.Controller {
    static get values() {
      return { done: String };
    }

    connect() {
      this.buttonTarget.hidden = false;
    }

    copy() {
      var text = this.sourceTarget.textContent;
      var copied = navigator.clipboard && window.isSecureContext
        ? navigator.clipboard.writeText(text).catch(() => this.select())
        : this.select();
      // Where neither is allowed the text is marked, and the reader copies it.
      copied.then(() => {
        this.statusTarget.textContent = this.doneValue;
        window.setTimeout(() => { this.statusTarget.textContent = ""; }, 4000);
      }, () => {});
    }

    /* Where pages may not write to the clipboard: mark it, and let the browser copy what is marked. */
    select() {
      window.getSelection().selectAllChildren(this.sourceTarget);
      return document.execCommand("copy") ? Promise.resolve() : Promise.reject(new Error("not copied"));
    }
  }
  CopyController.targets = ["button", "source", "status"];

  class PagesController extends window.Stimulus.Controller {
    connect() {
      this.toolsTarget.hidden = this.pageTargets.length < 2;
      this.say();
    }

    get index() {
      var at = this.stripTarget.scrollLeft + this.stripTarget.clientWidth / 2;
      var found = this.pageTargets.findIndex((page) => page.offsetLeft + page.offsetWidth > at - this.stripTarget.offsetLeft);
      return found < 0 ? this.pageTargets.length - 1 : found;
    }

    before() {
      this.go(this.index - 1);
    }

    next() {
      this.go(this.index + 1);
    }

    go(index) {
      var page = this.pageTargets[Math.max(0, Math.min(index, this.pageTargets.length - 1))];
      this.stripTarget.scrollLeft = page.offsetLeft - this.pageTargets[0].offsetLeft;
      this.say();
    }

    key(event) {
      var last = this.pageTargets.length - 1;
      var to = { ArrowLeft: this.index - 1, ArrowRight: this.index + 1, PageUp: this.index - 1, PageDown: this.index + 1, Home: 0, End: last };
      if (event.target === this.stripTarget && event.key in to) {
        event.preventDefault();
        this.go(to[event.key]);
      }
    }

    say() {
      var index = this.index;
      var count = index + 1 + " / " + this.pageTargets.length;
      if (this.countTarget.textContent !== count) {
        this.countTarget.textContent = count;
      }
      this.beforeTarget.disabled = index === 0;
      this.nextTarget.disabled = index === this.pageTargets.length - 1;
    }
  }
  PagesController.targets = ["strip", "page", "tools", "count", "before", "next"];

  window.school.register("gallery", GalleryController);
  window.school.register("copy", CopyController);
  window.school.register("pages", PagesController);
})();
