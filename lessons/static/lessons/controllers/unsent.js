/* What a person has written and the server does not have yet: kept in the browser under the person's mark, sent when
   there is a network, exactly once: the server knows a note by the key that is drawn here.

   An entry is a draft, waits to be sent, is in conflict with what another device saved, or was refused with a message. */
(function () {
  "use strict";

  var PREFIX = "school.note.";
  var REFUSED = [400, 404, 409, 413, 422];
  var memory = {};

  function Unsent(reader, own, tell) {
    this.prefix = PREFIX + reader + ".";
    this.own = own;
    this.tell = tell;
    this.sending = false;
    this.closed = {};
  }

  Unsent.key = window.school.Queue.key;

  Unsent.prototype.put = function (entry) {
    entry.at = Date.now();
    memory[this.prefix + entry.key] = entry;
    try {
      window.localStorage.setItem(this.prefix + entry.key, JSON.stringify(entry));
      delete memory[this.prefix + entry.key];
    } catch (error) {
      /* No storage, or a full one: it is kept in this page. */
    }
  };

  Unsent.prototype.get = function (key) {
    return this.all().find((entry) => entry.key === key) || null;
  };

  Unsent.prototype.remove = function (key) {
    delete memory[this.prefix + key];
    try {
      window.localStorage.removeItem(this.prefix + key);
    } catch (error) {
      /* No storage: it was in this page. */
    }
  };

  Unsent.prototype.all = function () {
    var found = [];
    try {
      Object.keys(window.localStorage).forEach((name) => {
        if (name.indexOf(this.prefix) === 0 && !memory[name]) {
          found.push(JSON.parse(window.localStorage.getItem(name)));
        }
      });
    } catch (error) {
      /* No storage, or a word of somebody else in it. */
    }
    Object.keys(memory).forEach((name) => {
      if (name.indexOf(this.prefix) === 0) {
        found.push(memory[name]);
      }
    });
    return found.filter(Boolean).sort((one, other) => one.at - other.at);
  };

  Unsent.prototype.ask = function (method, address, body) {
    var token = document.querySelector("[name=csrfmiddlewaretoken]");
    var headers = { Accept: "application/json", "X-CSRFToken": token ? token.value : "" };
    var asked = { method: method, headers: headers, credentials: "same-origin" };
    if (body) {
      headers["Content-Type"] = "application/json";
      asked.body = JSON.stringify(body);
    }
    return window.fetch(address, asked).then((answer) =>
      answer.json().catch(() => ({})).then((said) => ({ ok: answer.ok, status: answer.status, said: said })),
    );
  };

  /* Sends what waits, one after another; tells of each what became of it. A lesson that is closed by now is left for the
     next round, and does not hold up the others. */
  Unsent.prototype.send = function () {
    if (this.sending) {
      return;
    }
    var entry = this.all().find((one) => one.state === "waiting" && !this.closed[one.lesson]);
    if (!entry) {
      this.closed = {};
      return;
    }
    this.sending = true;
    var sent = entry.id
      ? this.ask("PUT", this.own + "/" + entry.id, { body: entry.body, version: entry.version })
      : this.ask("POST", entry.lesson, Object.assign({ client_key: entry.key, body: entry.body }, entry.place));
    sent.then(
      (answer) => {
        this.sending = false;
        if (this.answered(entry, answer)) {
          this.send();
        }
      },
      () => {
        this.sending = false;
        this.tell("offline", entry);
      },
    );
  };

  /* Keeps what the server said; tells whether the next one may be sent. */
  Unsent.prototype.answered = function (sent, answer) {
    var entry = this.get(sent.key);
    if (answer.ok) {
      var isNewest = !entry || entry.body === sent.body;
      /* A change was taken even if the server tidied its words: sending it again would change nothing. */
      if (isNewest && (sent.id || answer.said.body === sent.body)) {
        this.remove(sent.key);
      } else if (entry) {
        /* It was changed while it was being sent, or an older text of it had arrived before. */
        entry.id = answer.said.public_id;
        entry.version = sent.id ? answer.said.version : 1;
        this.put(entry);
      }
      this.tell("saved", entry || sent, answer.said);
      return true;
    }
    if (answer.status === 409 && answer.said.note && entry) {
      entry.state = "conflict";
      entry.theirs = answer.said.note;
      this.put(entry);
      this.tell("conflict", entry);
      return true;
    }
    if (REFUSED.indexOf(answer.status) >= 0 && entry) {
      entry.state = "refused";
      entry.message = answer.said.message || "";
      this.put(entry);
      this.tell("refused", entry);
      return true;
    }
    this.tell(answer.status === 401 || answer.status === 403 ? "signIn" : "failed", sent);
    this.closed[sent.lesson] = answer.status === 403;
    return answer.status === 403;
  };

  window.school.Unsent = Unsent;
})();
