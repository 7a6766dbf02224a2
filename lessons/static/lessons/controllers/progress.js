/* Reports what was studied: for how long, how far it was read, and which seconds of its films were really played; and
   takes the reader's word to have finished. What cannot be sent waits in the queue.

   Each report has a key of its own, so that one that is sent twice, or from two tabs, counts once. Times are seconds since
   the page was opened, measured by a clock that nobody can set; the server knows when that was by the seal that comes with
   the page. */
(function () {
  "use strict";

  var EVERY = 15000;
  var LONGEST = 120;
  var IDLE = 180000;
  var RENEW = 1800;
  var LATE = 3000;
  var TOUCHES = ["pointerdown", "pointermove", "keydown", "scroll", "touchstart"];

  function round(seconds) {
    return Math.round(seconds * 100) / 100;
  }

  class ProgressController extends window.Stimulus.Controller {
    connect() {
      this.films = new Map();
      this.played = {};
      this.sealed(this.openedValue, this.arrived());
      this.since = this.now();
      this.kept = this.percentValue;
      this.touched = Date.now();
      this.away = document.hidden;
      this.queue = new window.school.Queue(this.readerValue, this.answered.bind(this));
      window.school.queue = this.queue;
      this.listeners = [];
      this.listen(window, "scroll", () => this.look());
      this.listen(window, "online", () => this.queue.send());
      this.listen(window, "pagehide", () => this.report(true));
      this.listen(document, "visibilitychange", () => this.turn());
      this.listen(this.element, "lessons:standing", (event) => this.tell(event.detail));
      TOUCHES.forEach((name) => this.listen(window, name, () => this.touch()));
      ["playing", "timeupdate", "pause", "ended", "seeking", "seeked", "waiting"].forEach((name) =>
        this.listen(this.element, name, (event) => this.watch(event), true),
      );
      this.tick = window.setInterval(() => this.report(false), EVERY);
      this.look();
      this.queue.send();
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
      this.queue.send();
    }

    keep(begin, end) {
      var beat = {
        key: window.school.Queue.key(),
        opened: this.opened,
        begin: round(begin),
        end: round(end),
        percent: this.percentValue,
        played: this.played,
      };
      this.played = {};
      this.kept = this.percentValue;
      this.queue.put("beat", beat.key, { address: this.addressValue, beat: beat });
    }

    /* The server took something that had waited here, or let it go: maybe of another lesson. */
    answered(entry, answer, text) {
      if (answer.ok && entry.address === this.addressValue) {
        var kept = JSON.parse(text);
        if (this.now() > RENEW && !this.films.size) {
          this.sealed(kept.opened, window.performance.now());
          this.since = 0;
        }
        this.tell(kept);
      }
      var told = { entry: entry, answer: answer, text: text };
      window.dispatchEvent(new window.CustomEvent("lessons:sent", { detail: told }));
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

  /* Around the form by which one says to have finished. The word is kept before it is sent; where it arrives the form goes on as
     ever, for the page that the server answers with. */
  class FinishController extends window.Stimulus.Controller {
    say(event) {
      var queue = window.school.queue;
      if (!queue) {
        return;
      }
      event.preventDefault();
      var entry = { address: this.addressValue };
      var name = queue.name("word", this.addressValue);
      var isKept = queue.put("word", this.addressValue, entry);
      var tell = () => {
        this.newsTarget.textContent = isKept ? this.newsTarget.dataset.kept : this.newsTarget.dataset.open;
      };
      var late = window.setTimeout(tell, LATE);
      queue
        .post([entry])
        .then((answer) => {
          /* A 403 for a token of before another sign-in says nothing about the word. */
          return answer.status === 403 ? answer.json().catch(() => ({})) : { code: answer.ok ? "taken" : "later" };
        })
        .then((said) => {
          if (["taken", "forbidden", "prerequisites_missing"].indexOf(said.code) >= 0) {
            queue.remove(name);
          } else if (isKept && said.code !== "later") {
            window.location.reload(); /* The form has the same old token; the page that comes sends what is kept. */
            return;
          }
          event.target.submit();
        }, tell)
        .then(() => window.clearTimeout(late));
    }

    sent(event) {
      if (event.detail.entry.address === this.addressValue) {
        var said = JSON.parse(event.detail.text);
        this.newsTarget.textContent = said.message || "";
        if (said.conditions) {
          window.htmx.trigger("article.prose", "lessons:standing", said);
        }
      }
    }
  }
  FinishController.targets = ["news"];
  FinishController.values = { address: String };

  window.school.register("finish", FinishController);
})();
