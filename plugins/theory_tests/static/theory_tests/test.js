/* Sitting a test: answers are saved while they are given, the time that is left is shown, and is over when the server says so. */
(function () {
  "use strict";

  var WAIT = 900;
  var AGAIN = 4000;

  function two(number) {
    return number < 10 ? "0" + number : String(number);
  }

  class TestController extends window.Stimulus.Controller {
    connect() {
      this.dirty = new Set();
      this.end = Date.now() + this.secondsValue * 1000;
      this.change = this.change.bind(this);
      this.flush = this.flush.bind(this);
      this.hidden = () => {
        if (document.visibilityState === "hidden") {
          this.flush(true);
        }
      };
      this.element.addEventListener("input", this.change);
      this.element.addEventListener("change", this.change);
      this.element.addEventListener("submit", (event) => this.submit(event));
      document.addEventListener("visibilitychange", this.hidden);
      this.ticker = window.setInterval(() => this.tick(), 1000);
      this.tick();
    }

    disconnect() {
      window.clearInterval(this.ticker);
      document.removeEventListener("visibilitychange", this.hidden);
    }

    change(event) {
      const question = event.target.closest("[data-number]");
      if (!question) {
        return;
      }
      this.dirty.add(question);
      this.count();
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(this.flush, event.type === "change" ? 100 : WAIT);
    }

    fields(question) {
      return Array.from(question.querySelectorAll("input, select, textarea"));
    }

    isAnswered(question) {
      return this.fields(question).some((field) =>
        field.type === "hidden" ? false : field.type === "radio" || field.type === "checkbox" ? field.checked : field.value.trim() !== "");
    }

    count() {
      this.countTarget.textContent = String(this.questionTargets.filter((one) => this.isAnswered(one)).length);
    }

    say(question, words) {
      question.querySelector("[data-test-state]").textContent = words;
    }

    flush(leaving) {
      if (this.busy && leaving !== true) {
        return;
      }
      const questions = Array.from(this.dirty);
      if (!questions.length || this.isOver) {
        return;
      }
      const data = new FormData();
      data.append("csrfmiddlewaretoken", this.element.querySelector("[name=csrfmiddlewaretoken]").value);
      questions.forEach((question) => this.fields(question).forEach((field) => {
        if ((field.type !== "radio" && field.type !== "checkbox") || field.checked) {
          data.append(field.name, field.value);
        }
      }));
      this.dirty.clear();
      this.busy = true;
      questions.forEach((question) => this.say(question, this.savingValue));
      window.fetch(this.addressValue, { method: "POST", body: data, keepalive: leaving === true, credentials: "same-origin" })
        .then((answer) => answer.json().then((body) => ({ answer, body })))
        .then(({ answer, body }) => this.done(questions, answer, body))
        .catch(() => this.failed(questions));
    }

    done(questions, answer, body) {
      this.busy = false;
      if (!answer.ok) {
        if (body.code === "over" || body.code === "wrong_state") {
          this.isOver = true;
          this.newsTarget.textContent = body.message;
          window.location.reload();
          return;
        }
        questions.forEach((question) => this.say(question, body.message || this.failedValue));
        return;
      }
      this.end = Date.now() + body.seconds * 1000;
      questions.forEach((question) => {
        const number = question.dataset.number;
        question.querySelector("[name$='-seen']").value = body.revisions[number];
        const replaced = body.replaced[number];
        this.say(question, replaced ? this.elsewhereValue + " " + replaced : this.savedValue);
      });
      if (this.dirty.size) {
        this.flush();
      }
    }

    failed(questions) {
      this.busy = false;
      questions.forEach((question) => {
        this.dirty.add(question);
        this.say(question, this.failedValue);
      });
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(this.flush, AGAIN);
    }

    submit(event) {
      const hands = event.submitter && event.submitter.name === "submit";
      const left = this.questionTargets.filter((one) => !this.isAnswered(one)).map((one) => one.dataset.number);
      if (hands && left.length && !this.asked) {
        event.preventDefault();
        this.asked = true;
        this.newsTarget.textContent = this.leaveValue + " " + left.join(", ");
        return;
      }
      this.dirty.clear();
      window.clearTimeout(this.timer);
    }

    tick() {
      const left = Math.max(Math.round((this.end - Date.now()) / 1000), 0);
      const hours = Math.floor(left / 3600);
      const minutes = Math.floor((left % 3600) / 60);
      if (hours < 24) {
        this.clockTarget.textContent = (hours ? hours + ":" : "") + two(minutes) + ":" + two(left % 60);
      }
      if (!left && !this.isOver) {
        this.isOver = true;
        this.newsTarget.textContent = this.overValue;
        this.asked = true;
        this.element.requestSubmit(this.submitTarget);
      }
    }
  }
  TestController.targets = ["question", "clock", "count", "news", "submit"];
  TestController.values = {
    address: String, seconds: Number, saved: String, saving: String, failed: String, over: String, elsewhere: String, leave: String,
  };

  window.school.register("test", TestController);
})();
