/* Reports what was studied: for how long, how far it was read, and which seconds of its films were really played.

   Reports are kept in the browser until the server has answered them, also when it is closed in between; each has a key
   of its own, so that one that is sent twice, or from two tabs, counts once. Times are seconds since the page was opened,
   measured by a clock that nobody can set; the server knows when that was by the seal that comes with the page. */
(function () {
  "use strict";

  var EVERY = 15000;
  var LONGEST = 120;
  var IDLE = 180000;
  var RENEW = 1800;
  var TOGETHER = 40;
  var FORGET = 30 * 24 * 3600 * 1000;
  var PREFIX = "school.beat.";
  var GIVEN_UP = [400, 404, 409, 413, 422];
  var TOUCHES = ["pointerdown", "pointermove", "keydown", "scroll", "touchstart"];
  var memory = {};

  function uuid() {
    var bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    var hex = Array.prototype.map.call(bytes, (byte) => (byte + 256).toString(16).slice(1)).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  function round(seconds) {
    return Math.round(seconds * 100) / 100;
  }

  /* What waits to be sent: in the browser's storage, or in this page where there is none. */
  var queue = {
    put: function (name, entry) {
      try {
        window.localStorage.setItem(name, JSON.stringify(entry));
      } catch (error) {
        memory[name] = entry;
      }
    },
    remove: function (name) {
      delete memory[name];
      try {
        window.localStorage.removeItem(name);
      } catch (error) {
        /* No storage: it was in this page. */
      }
    },
    all: function (prefix) {
      var found = Object.keys(memory).map((name) => [name, memory[name]]);
      try {
        Object.keys(window.localStorage).forEach((name) => {
          if (name.indexOf(prefix) === 0) {
            found.push([name, JSON.parse(window.localStorage.getItem(name))]);
          }
        });
      } catch (error) {
        /* No storage, or a word of somebody else in it. */
      }
      return found.filter((one) => one[0].indexOf(prefix) === 0 && one[1]);
    },
  };

  class ProgressController extends window.Stimulus.Controller {
    connect() {
      this.films = new Map();
      this.played = {};
      this.sealed(this.openedValue, this.arrived());
      this.since = this.now();
      this.kept = this.percentValue;
      this.touched = Date.now();
      this.away = document.hidden;
      this.sending = false;
      this.together = TOGETHER;
      this.listeners = [];
      this.listen(window, "scroll", () => this.look());
      this.listen(window, "online", () => this.send());
      this.listen(window, "pagehide", () => this.report(true));
      this.listen(document, "visibilitychange", () => this.turn());
      this.listen(this.element, "lessons:standing", (event) => this.tell(event.detail));
      TOUCHES.forEach((name) => this.listen(window, name, () => this.touch()));
      ["playing", "timeupdate", "pause", "ended", "seeking", "seeked", "waiting"].forEach((name) =>
        this.listen(this.element, name, (event) => this.watch(event), true),
      );
      this.tick = window.setInterval(() => this.report(false), EVERY);
      this.look();
      this.send();
    }

    disconnect() {
      this.report(true);
      window.clearInterval(this.tick);
      this.listeners.forEach((one) => one[0].removeEventListener(one[1], one[2], one[3]));
    }

    listen(target, name, handler, capture) {
      var options = { passive: true, capture: Boolean(capture) };
      target.addEventListener(name, handler, options);
      this.listeners.push([target, name, handler, options]);
    }

    /* When the page came: its seal was made just before. */
    arrived() {
      var entry = window.performance.getEntriesByType && window.performance.getEntriesByType("navigation")[0];
      return entry ? entry.responseStart : 0;
    }

    sealed(opened, at) {
      this.opened = opened;
      this.base = at;
    }

    now() {
      return (window.performance.now() - this.base) / 1000;
    }

    touch() {
      if (Date.now() - this.touched > IDLE) {
        this.since = this.now();
      }
      this.touched = Date.now();
    }

    /* The page went out of sight, or came back: what lies between is study only where a film played on. */
    turn() {
      this.report(true);
      this.away = document.hidden;
      this.touched = Date.now();
    }

    look() {
      var box = this.element.getBoundingClientRect();
      var seen = Math.max(0, Math.min(1, (window.innerHeight - box.top) / Math.max(box.height, 1)));
      this.percentValue = Math.max(this.percentValue, Math.round(seen * 100));
      this.show(this.percentValue);
    }

    show(percent) {
      var figure = document.getElementById("progress-figure");
      var bar = document.querySelector("progress.progress");
      if (figure) {
        figure.textContent = percent + "%";
      }
      if (bar) {
        bar.value = percent;
      }
    }

    /* Follows a film: what lies between two looks was played if it is no more than could be in that time. */
    watch(event) {
      var film = event.target;
      var box = film.closest && film.closest("[data-block]");
      if (!box || !(film instanceof window.HTMLMediaElement)) {
        return;
      }
      var known = this.films.get(film);
      var place = film.currentTime;
      if (event.type === "playing" && !known) {
        this.report(false);
      }
      if (event.type === "seeking" || event.type === "seeked") {
        this.close(film);
        if (film.paused) {
          return;
        }
        known = null;
      }
      if (known) {
        var passed = (window.performance.now() - known.seen) / 1000;
        var most = passed * Math.max(film.playbackRate, 1) * 1.25 + 0.5;
        if (place >= known.at && place - known.at <= most) {
          known.at = place;
          known.seen = window.performance.now();
        } else {
          this.close(film);
          known = null;
        }
      }
      if (film.paused || film.ended) {
        this.close(film);
        this.report(true);
      } else if (!known && !film.seeking) {
        this.films.set(film, { block: box.dataset.block, from: place, at: place, seen: window.performance.now() });
      }
    }

    close(film) {
      var known = this.films.get(film);
      if (known) {
        this.take(known);
        this.films.delete(film);
      }
    }

    take(known) {
      if (known.at > known.from) {
        this.played[known.block] = this.played[known.block] || [];
        this.played[known.block].push([round(known.from), round(known.at)]);
        known.from = known.at;
      }
    }

    /* Puts what was studied since the last time into the queue; an idle page left open adds nothing. */
    report(hurried) {
      var end = this.now();
      this.films.forEach((known) => this.take(known));
      var watched = Object.keys(this.played).length > 0;
      var idle = this.away || Date.now() - this.touched > IDLE;
      var begin = Math.max(this.since, 0);
      if (idle && !watched) {
        this.since = end;
        begin = end;
      }
      var far = this.percentValue > this.kept;
      if (watched || far || end - begin >= (hurried ? 1 : 5)) {
        this.keep(begin, Math.max(begin, Math.min(end, begin + LONGEST)));
        this.since = end;
      }
      this.send();
    }

    keep(begin, end) {
      var beat = {
        key: uuid(),
        opened: this.opened,
        begin: round(begin),
        end: round(end),
        percent: this.percentValue,
        played: this.played,
      };
      this.played = {};
      this.kept = this.percentValue;
      queue.put(this.prefix() + beat.key, { address: this.addressValue, at: Date.now(), beat: beat });
    }

    prefix() {
      return PREFIX + this.readerValue + ".";
    }

    /* The oldest reports on one lesson; those of other lessons follow. */
    next() {
      var waiting = queue.all(this.prefix()).filter((one) => {
        var old = !(one[1].at > Date.now() - FORGET);
        if (old) {
          queue.remove(one[0]);
        }
        return !old;
      });
      waiting.sort((one, other) => one[1].at - other[1].at);
      return waiting.filter((one) => one[1].address === waiting[0][1].address).slice(0, this.together);
    }

    send() {
      var token = document.querySelector("[name=csrfmiddlewaretoken]");
      var some = this.sending ? [] : this.next();
      if (!some.length || !token) {
        return;
      }
      var address = some[0][1].address;
      this.sending = true;
      window
        .fetch(address, {
          method: "POST",
          body: JSON.stringify({ beats: some.map((one) => one[1].beat) }),
          headers: { "Content-Type": "application/json", "X-CSRFToken": token.value },
          credentials: "same-origin",
          keepalive: true,
        })
        .then((answer) => {
          this.sending = false;
          if (answer.ok) {
            some.forEach((one) => queue.remove(one[0]));
            this.together = TOGETHER;
            return answer.json().then((kept) => this.answered(address, kept));
          }
          if (GIVEN_UP.indexOf(answer.status) >= 0) {
            /* One of them makes no sense to the server: find it, and let it go. */
            if (some.length === 1) {
              queue.remove(some[0][0]);
            }
            this.together = 1;
            this.send();
          }
        })
        .catch(() => {
          this.sending = false;
        });
    }

    answered(address, kept) {
      if (address === this.addressValue) {
        if (this.now() > RENEW && !this.films.size) {
          this.sealed(kept.opened, window.performance.now());
          this.since = 0;
        }
        this.tell(kept);
      }
      this.send();
    }

    tell(kept) {
      kept.conditions.forEach((one) => {
        var row = document.querySelector('[data-condition="' + one.kind + '"]');
        if (row) {
          row.firstElementChild.hidden = !one.is_met;
          row.lastElementChild.textContent = one.text;
        }
      });
      var news = document.getElementById("finished-now");
      if (kept.state === "completed" && news && news.hidden) {
        news.hidden = false;
        ["finish-form", "to-finish"].forEach((name) => {
          var part = document.getElementById(name);
          if (part) {
            part.hidden = true;
          }
        });
        this.percentValue = 100;
        this.show(100);
      }
    }
  }
  ProgressController.values = { address: String, percent: Number, opened: String, reader: String };

  window.school.register("progress", ProgressController);
})();
