/* Asks conditional questions of a feedback form only where their condition holds. Without scripts all of them stand there
   with a line that says when; the server asks for what is asked, either way. */
(function () {
  "use strict";

  /* What was answered in the field of that name; `isChosen` where answers are chosen and not written. */
  function answered(form, name) {
    var found = { values: [], isChosen: false };
    Array.prototype.forEach.call(form.elements, function (one) {
      if (one.name !== name) {
        return;
      }
      found.isChosen = one.type === "radio" || one.type === "checkbox";
      if (!one.closest("[hidden]") && (found.isChosen ? one.checked : one.value.trim())) {
        found.values.push(one.value.trim());
      }
    });
    return found;
  }

  function holds(part, given) {
    var wanted = part.dataset.value;
    var first = given.values[0];
    if (first === undefined) {
      return false;
    }
    if (part.dataset.test === "contains") {
      return given.isChosen
        ? given.values.indexOf(wanted) > -1
        : first.toLowerCase().indexOf(wanted.toLowerCase()) > -1;
    }
    if (part.dataset.test === "at_least") {
      return Number(first) >= Number(wanted);
    }
    if (part.dataset.test === "at_most") {
      return Number(first) <= Number(wanted);
    }
    return first === wanted || Number(first) === Number(wanted);
  }

  window.school.register("survey", class extends window.Stimulus.Controller {
    static get targets() {
      return ["part", "hint"];
    }

    connect() {
      this.hintTargets.forEach(function (hint) { hint.hidden = true; });
      this.show();
    }

    /* In the order of the page: what is hidden counts as not answered for what follows. */
    show() {
      this.partTargets.forEach((part) => {
        part.hidden = !holds(part, answered(this.element, part.dataset.field));
      });
    }
  });
})();
