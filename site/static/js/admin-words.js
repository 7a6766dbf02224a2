/* The date picker of the admin makes a button "Save Selected", in English only, that it never shows: take it out. */
(function () {
  "use strict";

  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      change.addedNodes.forEach(function (node) {
        if (node.classList && node.classList.contains("xdsoft_datetimepicker")) {
          node.querySelectorAll(".xdsoft_save_selected").forEach(function (button) { button.remove(); });
        }
      });
    });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
