/* The first autosave of a new page makes it. "Save" pressed before its answer is here would go to the address of new pages
   once more and be refused for a taken address, or make a second page: it waits for the answer, and then goes to the page. */
(function () {
  "use strict";

  var LONGEST_WAIT = 20000;
  var saving = null;
  var waiting = null;
  var left = false;

  function isNew(form) {
    return form && form.matches && form.matches("form[data-edit-form][data-controller~='w-autosave']") &&
      !Number(form.getAttribute("data-w-autosave-revision-id-value"));
  }

  /* Scripts of the editor lock the button that was pressed, and a locked button does not send its name. */
  function keepName(form, button) {
    if (!button || !button.name) return;
    var kept = document.createElement("input");
    kept.type = "hidden";
    kept.name = button.name;
    kept.value = button.value;
    form.appendChild(kept);
  }

  function goOn() {
    saving = null;
    if (!waiting) return;
    var form = waiting.form;
    window.clearTimeout(waiting.timer);
    keepName(form, waiting.button);
    waiting = null;
    form.requestSubmit();
  }

  document.addEventListener("w-autosave:save", function (event) {
    if (!isNew(event.target)) return;
    if (left || waiting) {
      event.preventDefault();
      return;
    }
    saving = event.target;
    /* Others may call it off, and nothing tells of that. */
    window.setTimeout(function () { if (event.defaultPrevented) goOn(); }, 0);
  });
  document.addEventListener("w-autosave:success", goOn);
  document.addEventListener("w-autosave:error", goOn);
  document.addEventListener("submit", function (event) {
    if (waiting && waiting.form === event.target) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (saving && saving === event.target) {
      event.preventDefault();
      event.stopImmediatePropagation();
      waiting = { form: event.target, button: event.submitter, timer: window.setTimeout(goOn, LONGEST_WAIT) };
      return;
    }
    if (isNew(event.target)) left = true;
  }, true);
  window.addEventListener("pageshow", function () { left = false; });
})();
