/* What a reader did and the server does not know yet: reports of study, the word "finished", answers to quick checks.

   Each is kept in the browser under the reader's mark until the server has answered it, also when the browser is closed
   in between, and is sent from whichever page is open next. The server counts it once however often it comes, and judges
   by its own clock how old it is: the time kept here only says in which order they go. */
(function () {
  "use strict";

  var TOGETHER = 40;
  var KINDS = ["beat", "word", "answer"];
  var GIVEN_UP = [400, 404, 409, 413, 422];
  var LATER = [401, 429, 502, 503, 504];
  var memory = {};

  function uuid() {
    var bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    var hex = Array.prototype.map.call(bytes, (byte) => (byte + 256).toString(16).slice(1)).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  function parsed(text) {
    try {
      return JSON.parse(text);
    } catch (error) {
      return null; /* A word of somebody else. */
    }
  }

  /* told(entry, answer, text) hears what the server said to one that it took or that was given up. */
  function Queue(reader, told) {
    this.reader = reader;
    this.told = told;
    this.sending = false;
    this.together = TOGETHER;
    this.closed = {};
  }

  Queue.key = uuid;

  Queue.prototype.name = function (kind, key) {
    return "school." + kind + "." + this.reader + "." + key;
  };

  /* Keeps one; says whether it outlives this page. */
  Queue.prototype.put = function (kind, key, entry) {
    var name = this.name(kind, key);
    entry.at = Date.now();
    try {
      window.localStorage.setItem(name, JSON.stringify(entry));
      delete memory[name];
      return true;
    } catch (error) {
      memory[name] = entry;
      return false;
    }
  };

  Queue.prototype.remove = function (name) {
    delete memory[name];
    try {
      window.localStorage.removeItem(name);
    } catch (error) {
      /* No storage: it was in this page. */
    }
  };

  Queue.prototype.all = function () {
    var found = Object.assign({}, memory);
    try {
      Object.keys(window.localStorage).forEach((name) => {
        found[name] = found[name] || window.localStorage.getItem(name);
      });
    } catch (error) {
      /* No storage. */
    }
    var own = KINDS.map((kind) => this.name(kind, ""));
    return Object.keys(found)
      .filter((name) => own.some((prefix) => name.indexOf(prefix) === 0))
      .map((name) => [name, typeof found[name] === "string" ? parsed(found[name]) : found[name]])
      .filter((one) => one[1]);
  };

  /* The oldest one; reports on one lesson go together. What was closed is left for the next round. */
  Queue.prototype.next = function () {
    var waiting = this.all().filter((one) => !this.closed[one[1].address]);
    waiting.sort((one, other) => one[1].at - other[1].at);
    var first = waiting.length ? waiting[0][1] : {};
    return waiting.filter((one) => one[1].address === first.address).slice(0, first.beat ? this.together : 1);
  };

  /* An answer goes as the form that it was, reports and words to the API. */
  Queue.prototype.post = function (entries) {
    var token = document.querySelector("[name=csrfmiddlewaretoken]");
    var form = entries[0].form;
    var headers = { "X-CSRFToken": token ? token.value : "", "Content-Type": "application/json" };
    if (form) {
      headers["Content-Type"] = "application/x-www-form-urlencoded";
      headers["HX-Request"] = "true";
    }
    return window.fetch(entries[0].address, {
      method: "POST",
      body: form || (entries[0].beat ? JSON.stringify({ beats: entries.map((one) => one.beat) }) : ""),
      headers: headers,
      credentials: "same-origin",
      keepalive: true,
    });
  };

  Queue.prototype.send = function () {
    var some = this.sending ? [] : this.next();
    if (!some.length) {
      return;
    }
    this.sending = true;
    this.post(some.map((one) => one[1]))
      .then((answer) => answer.text().then((text) => this.answered(some, answer, text)))
      .catch(() => false)
      .then((goesOn) => {
        this.sending = false;
        if (goesOn && this.next().length) {
          this.send();
        } else {
          this.closed = {}; /* The next round asks them again. */
        }
      });
  };

  /* Says whether the next may be sent in this round: one address that is closed does not hold up the others. */
  Queue.prototype.answered = function (some, answer, text) {
    var isNonsense = GIVEN_UP.indexOf(answer.status) >= 0;
    if (!isNonsense && (!answer.ok || answer.headers.get("HX-Redirect"))) {
      this.closed[some[0][1].address] = true;
      return LATER.indexOf(answer.status) < 0;
    }
    this.together = isNonsense ? 1 : TOGETHER;
    if (answer.ok || some.length === 1) {
      some.forEach((one) => this.remove(one[0]));
      this.told(some[0][1], answer, text);
    } /* Else one of them makes no sense to the server: they go one by one, and it is let go. */
    return true;
  };

  window.school.Queue = Queue;
})();
