/* The remarks beside the editor of a lesson: asked anew after each save, and each leads to its place. */
(function () {
  "use strict";

  var WAIT = 300;
  var timer = 0;
  var asked = 0;

  function panel() {
    return document.querySelector("[data-lesson-quality]");
  }

  function refresh() {
    var place = panel();
    if (!place || !place.dataset.page) {
      return;
    }
    asked += 1;
    var own = asked;
    var address = place.dataset.lessonQuality.replace(/\/0\//, "/" + place.dataset.page + "/");
    window.fetch(address, { headers: { "X-Requested-With": "XMLHttpRequest" } }).then(function (answer) {
      return answer.ok ? answer.text() : null;
    }).then(function (html) {
      if (html === null || own !== asked) {
        return;
      }
      place.querySelector("[data-remark-list]").innerHTML = html;
      var found = place.querySelector("[data-remarks]");
      place.querySelector("[data-remark-count]").textContent = found ? found.dataset.remarks : "0";
    }).catch(function () { /* The next save asks again. */ });
  }

  document.addEventListener("w-autosave:success", function (event) {
    var place = panel();
    var saved = event.detail && event.detail.response;
    if (place && saved && saved.pk) {
      place.dataset.page = saved.pk;
    }
    window.clearTimeout(timer);
    timer = window.setTimeout(refresh, WAIT);
  });

  /* A picture's text is written in another tab or a dialog: look again when one comes back. */
  window.addEventListener("focus", refresh);

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-show-path]");
    if (!button) {
      return;
    }
    var steps = button.dataset.showPath.split(".");
    var place = null;
    for (var i = steps.length - 1; i >= 0 && !place; i -= 1) {
      place = document.querySelector("[data-edit-form] [data-contentpath='" + window.CSS.escape(steps[i]) + "']");
    }
    if (place) {
      place.scrollIntoView({ block: "center" });
      var field = place.querySelector("input:not([type=hidden]), textarea, [contenteditable=true], button");
      if (field) {
        field.focus({ preventScroll: true });
      }
    }
  });
}());
