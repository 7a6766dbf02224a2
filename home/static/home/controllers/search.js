/* Suggests titles while one types, a quarter of a second after the last key; the browser's own list shows them. */
(function () {
  "use strict";

  window.school.register("suggest", class extends window.Stimulus.Controller {
    static get targets() {
      return ["words", "list"];
    }

    static get values() {
      return { url: String };
    }

    ask(event) {
      window.clearTimeout(this.waiting);
      /* While characters are being composed, what stands in the field is not yet a word. Browsers say so of the last
         input, too, and then that composing has ended. */
      if (event.isComposing) {
        return;
      }
      this.waiting = window.setTimeout(this.fetch.bind(this), 250);
    }

    disconnect() {
      window.clearTimeout(this.waiting);
    }

    fetch() {
      var words = this.wordsTarget.value.trim();
      var list = this.listTarget;
      if (!words || words === this.asked) {
        return;
      }
      this.asked = words;
      var controller = this;
      window.fetch(this.urlValue + "?q=" + encodeURIComponent(words), { credentials: "same-origin" })
        .then(function (answer) { return answer.ok ? answer.json() : { titles: [] }; })
        .then(function (found) {
          if (controller.asked !== words) {
            return;
          }
          list.textContent = "";
          found.titles.forEach(function (title) {
            var option = document.createElement("option");
            option.value = title;
            list.appendChild(option);
          });
        })
        .catch(function () { controller.asked = ""; });
    }
  });
})();
