/* Notes beside a lesson: at a desk a card that stays in sight, on a phone a sheet. They are fetched after the page is
   shown, stand at a passage, at a second of a film or on the lesson, and are kept in the browser until they are saved. */
(function () {
  "use strict";

  var AGAIN = 30000;
  var DESK = "(min-width: 980px)";

  function clock(second) {
    var parts = [Math.floor(second / 60) % 60, second % 60].map((part) => String(part).padStart(2, "0"));
    return second >= 3600 ? Math.floor(second / 3600) + ":" + parts.join(":") : parts.join(":").replace(/^0/, "");
  }

  class NotesController extends window.Stimulus.Controller {
    connect() {
      this.article = document.querySelector("article.prose");
      this.notes = new Map();
      this.entry = null;
      this.film = null;
      this.isClosed = false;
      this.unsent = new window.school.Unsent(this.readerValue, this.ownValue, this.told.bind(this));
      this.desk = window.matchMedia(DESK);
      this.listeners = [];
      this.listen(this.desk, "change", () => this.settle());
      this.listen(document, "selectionchange", () => this.look());
      this.listen(document, "keydown", (event) => this.shortcut(event));
      this.listen(window, "online", () => this.load());
      this.listen(this.article, "click", (event) => this.marked(event));
      ["loadedmetadata", "play", "timeupdate", "seeked"].forEach((name) =>
        this.listen(this.article, name, (event) => this.filmed(event.target), true),
      );
      this.filmed(this.article.querySelector("[data-block] video, [data-block] audio"));
      this.again = window.setInterval(() => this.unsent.send(), AGAIN);
      this.settle();
      this.draw();
      this.load();
    }

    disconnect() {
      window.clearInterval(this.again);
      this.listeners.forEach((one) => one[0].removeEventListener(one[1], one[2], one[3]));
    }

    listen(target, name, handler, capture) {
      if (target.addEventListener) {
        target.addEventListener(name, handler, Boolean(capture));
        this.listeners.push([target, name, handler, Boolean(capture)]);
      }
    }

    word(name) {
      var found = this.wordTargets.find((one) => one.dataset.name === name);
      return found ? found.textContent : "";
    }

    /* The sheet: part of the page at a desk, in front of it on a phone. */
    settle() {
      if (this.sheetTarget.classList.contains("notes__sheet--up")) {
        /* The screen was turned: what is being written is kept as a draft. */
        this.sheetTarget.classList.remove("notes__sheet--up");
        if (this.sheetTarget.close) {
          this.sheetTarget.close();
        }
        this.show(false);
      }
      this.doorTarget.hidden = this.desk.matches;
      if (this.desk.matches) {
        this.sheetTarget.setAttribute("open", "");
      } else {
        this.sheetTarget.removeAttribute("open");
      }
    }

    open() {
      if (!this.desk.matches && !this.sheetTarget.open) {
        this.sheetTarget.classList.add("notes__sheet--up");
        if (this.sheetTarget.showModal) {
          this.sheetTarget.showModal();
        } else {
          this.sheetTarget.setAttribute("open", "");
        }
      }
    }

    close() {
      if (this.desk.matches) {
        this.show(false);
      } else if (this.sheetTarget.close) {
        this.sheetTarget.close();
      } else {
        this.sheetTarget.removeAttribute("open");
        this.closed();
      }
    }

    closed() {
      this.sheetTarget.classList.remove("notes__sheet--up");
      this.entry = null;
      this.show(false);
      this.settle();
      this.draw();
    }

    cancelled(event) {
      if (this.composing) {
        event.preventDefault();
      }
    }

    /* What the server has; what waits here is sent first. */
    load() {
      this.unsent.send();
      var fetched = new Map();
      var next = (page) =>
        this.unsent.ask("GET", this.addressValue + "?page_size=100&page=" + page).then((answer) => {
          if (!answer.ok) {
            this.say(this.word(answer.status === 404 ? "closed" : answer.status === 401 ? "signIn" : "failed"));
            this.isClosed = answer.status === 404;
            this.toolsTarget.hidden = this.isClosed || !this.editorTarget.hidden;
            return;
          }
          answer.said.items.forEach((note) => fetched.set(note.client_key, note));
          if (answer.said.items.length && fetched.size < answer.said.count) {
            return next(page + 1);
          }
          this.notes = fetched;
          this.draw();
          this.arrive();
        });
      next(1).catch(() => this.say(this.word("offline")));
    }

    /* An address may lead to a note: #note-<id>. */
    arrive() {
      var wanted = this.arrived ? "" : decodeURIComponent(window.location.hash).replace(/^#note-/, "");
      var note = Array.from(this.notes.values()).find((one) => one.public_id === wanted);
      this.arrived = true;
      if (note) {
        this.goTo(note.client_key);
      }
    }

    told(what, entry, note) {
      if (what === "saved" && note.deleted_at) {
        /* Sent again by a page that did not hear the answer, and deleted elsewhere since. */
        this.notes.delete(note.client_key);
        this.offerUndo(note, "elsewhere");
      } else if (what === "saved") {
        this.take(note, entry.lesson || this.addressValue);
        if (!this.entry) {
          this.say(this.word("saved"));
        }
      } else if (what === "refused") {
        this.say(entry.message || this.word("failed"));
      } else {
        this.say(this.word(what));
      }
      this.draw();
    }

    take(note, lesson) {
      if (lesson === this.addressValue) {
        this.notes.set(note.client_key, note);
      }
    }

    /* All notes of this lesson as they stand: those of the server, with what is written here over them. */
    rows() {
      var rows = new Map();
      this.notes.forEach((note, key) => rows.set(key, { note: note, entry: null, place: note, body: note.body }));
      this.unsent.all().forEach((entry) => {
        if (entry.lesson === this.addressValue) {
          var known = this.notes.get(entry.key);
          rows.set(entry.key, { note: known || null, entry: entry, place: entry.place, body: entry.body });
        }
      });
      return rows;
    }

    draw() {
      var rows = this.rows();
      window.school.passages.unmark(this.article);
      this.listTarget.textContent = "";
      Array.from(rows)
        .map((one) => this.found(one[0], one[1]))
        .sort((one, other) => one.order - other.order)
        .forEach((row) => this.listTarget.appendChild(this.card(row)));
      this.emptyTarget.hidden = rows.size > 0 || !this.editorTarget.hidden;
      this.countTarget.textContent = rows.size || "";
    }

    /* Finds the note's place in the text as it is now, and marks it there. */
    found(key, row) {
      row.key = key;
      row.order = 1e9;
      row.trouble = "";
      var foreign = row.note && row.note.language !== this.languageValue;
      if (row.place.kind === "passage") {
        var place = window.school.passages.find(this.article, row.place);
        row.mark = place && window.school.passages.mark(place, key);
        row.trouble = place ? "" : this.word(foreign ? "foreign" : "lost");
        row.order = place ? this.height(row.mark) : row.order;
      } else if (row.place.kind === "moment") {
        row.medium = this.mediumOf(row.place.block);
        row.trouble = row.medium ? "" : this.word("gone");
        row.order = row.medium ? this.height(row.medium) + row.place.second / 1e5 : row.order;
      }
      return row;
    }

    height(element) {
      return element ? element.getBoundingClientRect().top + window.pageYOffset : 0;
    }

    mediumOf(block) {
      var found = window.school.passages.block(this.article, block);
      return found && found.querySelector("video, audio");
    }

    label(place) {
      if (place.kind === "passage") {
        return place.quote;
      }
      return place.kind === "moment" ? this.word("at") + " " + clock(place.second) : this.word("lesson");
    }

    card(row) {
      var card = this.cardTarget.content.firstElementChild.cloneNode(true);
      var part = (name) => card.querySelector('[data-part="' + name + '"]');
      var state = row.entry ? row.entry.state : "";
      card.id = "note-" + (row.note ? row.note.public_id : row.key);
      card.dataset.key = row.key;
      part("place").textContent = this.label(row.place);
      part("place").disabled = !row.mark && !row.medium;
      part("place").addEventListener("click", () => this.goTo(row.key));
      part("body").textContent = row.body;
      part("body").hidden = !row.body;
      var said = state === "refused" ? row.entry.message : state ? this.word(state) : row.trouble;
      part("state").textContent = said;
      part("state").hidden = !said;
      part("state").classList.toggle("note__state--care", Boolean(said));
      part("edit").textContent = this.word(state === "draft" ? "goOn" : state === "conflict" ? "decide" : "change");
      part("edit").addEventListener("click", () => this.edit(row));
      part("remove").addEventListener("click", () => this.remove(row));
      return card;
    }

    goTo(key) {
      var row = this.rows().get(key);
      if (!row) {
        return;
      }
      if (this.sheetTarget.classList.contains("notes__sheet--up")) {
        this.close();
      }
      if (row.place.kind === "moment") {
        this.seek(this.mediumOf(row.place.block), row.place.second);
        return;
      }
      var marks = Array.from(this.article.querySelectorAll("mark.note-mark")).filter((mark) => mark.dataset.note === key);
      if (marks.length) {
        marks[0].scrollIntoView({ block: "center" });
        marks[0].tabIndex = -1;
        marks[0].focus({ preventScroll: true });
      }
    }

    seek(medium, second) {
      if (!medium) {
        return;
      }
      var jump = () => { medium.currentTime = second; };
      if (medium.readyState > 0) {
        jump();
      } else {
        medium.addEventListener("loadedmetadata", jump, { once: true });
        medium.load();
      }
      medium.scrollIntoView({ block: "center" });
      medium.focus({ preventScroll: true });
    }

    /* A click on a marked passage shows its note. */
    marked(event) {
      var mark = event.target.closest && event.target.closest("mark.note-mark");
      var selection = window.getSelection();
      if (mark && (!selection || selection.isCollapsed)) {
        this.open();
        var card = Array.from(this.listTarget.children).find((one) => one.dataset.key === mark.dataset.note);
        if (card) {
          card.scrollIntoView({ block: "nearest" });
          card.querySelector('[data-part="edit"]').focus({ preventScroll: true });
        }
      }
    }

    filmed(film) {
      if (film && film.closest && film.closest("[data-block]") && /^(video|audio)$/i.test(film.tagName)) {
        this.film = film;
        this.filmTarget.hidden = false;
        this.momentTarget.textContent = this.word("noteAt") + " " + clock(Math.floor(film.currentTime));
      }
    }

    look() {
      window.clearTimeout(this.looking);
      this.looking = window.setTimeout(() => this.offer(), 200);
    }

    /* Offers a note on what is selected: near it at a desk, above the navigation on a phone. */
    offer() {
      var place = this.sheetTarget.classList.contains("notes__sheet--up") ? null : window.school.passages.selected(this.article);
      var writing = document.activeElement === this.bodyTarget;
      if (place || !writing) {
        this.chosen = place;
      }
      this.pickTarget.hidden = !place;
      this.chooseTarget.hidden = !this.chosen;
      if (place && this.desk.matches) {
        var box = window.getSelection().getRangeAt(0).getBoundingClientRect();
        var top = box.bottom + 8;
        this.pickTarget.style.top = Math.max(8, Math.min(top, window.innerHeight - 60)) + "px";
        this.pickTarget.style.left = Math.max(8, Math.min(box.left, window.innerWidth - 200)) + "px";
      } else {
        this.pickTarget.style.top = "";
        this.pickTarget.style.left = "";
      }
    }

    shortcut(event) {
      if (event.altKey && !event.ctrlKey && !event.metaKey && !event.isComposing && event.code === "KeyN") {
        event.preventDefault();
        if (window.school.passages.selected(this.article)) {
          this.onSelection();
        } else if (this.film && this.film.currentTime > 0) {
          this.onMoment();
        } else {
          this.onLesson();
        }
      }
    }

    onSelection() {
      var place = window.school.passages.selected(this.article) || this.chosen;
      if (place) {
        this.begin(place);
      }
    }

    onMoment() {
      var block = this.film && this.film.closest("[data-block]");
      if (block) {
        this.begin({ kind: "moment", block: block.dataset.block, second: Math.floor(this.film.currentTime) });
      }
    }

    onLesson() {
      this.begin({ kind: "lesson" });
    }

    begin(place) {
      this.write({ key: window.school.Unsent.key(), lesson: this.addressValue, place: place, id: "", version: 1, body: "", state: "new" });
    }

    edit(row) {
      var entry = row.entry || {
        key: row.key,
        lesson: this.addressValue,
        place: this.placeOf(row.note),
        id: row.note.public_id,
        version: row.note.version,
        body: row.note.body,
        state: "new",
      };
      this.write(entry);
    }

    placeOf(note) {
      var place = {};
      ["kind", "block", "quote", "before", "after", "start", "second"].forEach((name) => { place[name] = note[name]; });
      return place;
    }

    write(entry) {
      this.entry = entry;
      this.open();
      this.placeTarget.textContent = this.label(entry.place);
      this.bodyTarget.value = entry.body;
      var theirs = entry.state === "conflict" ? entry.theirs : null;
      this.conflictTarget.hidden = this.otherTarget.hidden = !theirs;
      this.discardTarget.hidden = Boolean(theirs);
      this.theirsTarget.textContent = theirs ? theirs.body : "";
      this.show(true);
      this.pickTarget.hidden = true;
      this.emptyTarget.hidden = true;
      this.say(entry.state === "refused" ? entry.message : "");
      this.editorTarget.scrollIntoView({ block: "nearest" });
      this.bodyTarget.focus({ preventScroll: !this.desk.matches });
    }

    /* While one note is written, nothing offers to begin another one. */
    show(isWriting) {
      this.editorTarget.hidden = !isWriting;
      this.toolsTarget.hidden = isWriting || this.isClosed;
    }

    /* Kept as it is typed, also in the middle of a word of an input method; sent only when it is saved. */
    typed() {
      this.entry.body = this.bodyTarget.value;
      if (this.entry.state !== "conflict") {
        this.entry.state = "draft";
      }
      this.unsent.put(this.entry);
    }

    key(event) {
      this.composing = event.isComposing;
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
        event.preventDefault();
        this.save(event);
      }
    }

    save(event) {
      event.preventDefault();
      var entry = this.entry;
      entry.body = this.bodyTarget.value.replace(/\r\n?/g, "\n").trim();
      if (!entry.body && entry.place.kind !== "passage") {
        this.say(this.word("empty"));
        this.bodyTarget.focus();
        return;
      }
      if (entry.state === "conflict") {
        entry.version = entry.theirs.version;
        this.take(entry.theirs, entry.lesson);
        delete entry.theirs;
      }
      entry.state = "waiting";
      this.unsent.put(entry);
      this.finish();
      this.unsent.send();
    }

    keepOther() {
      this.take(this.entry.theirs, this.entry.lesson);
      this.unsent.remove(this.entry.key);
      this.finish();
    }

    discard() {
      this.unsent.remove(this.entry.key);
      this.finish();
    }

    finish() {
      var key = this.entry.key;
      this.entry = null;
      this.show(false);
      this.say("");
      this.draw();
      var card = Array.from(this.listTarget.children).find((one) => one.dataset.key === key);
      var next = card ? card.querySelector('[data-part="edit"]') : this.toolsTarget.querySelector("button:not([hidden])");
      next.focus({ preventScroll: true });
    }

    remove(row) {
      this.unsent.remove(row.key);
      if (this.entry && this.entry.key === row.key) {
        this.entry = null;
        this.show(false);
      }
      if (!row.note) {
        this.draw();
        return;
      }
      this.unsent.ask("DELETE", this.ownValue + "/" + row.note.public_id).then(
        (answer) => {
          if (answer.ok || answer.status === 404) {
            this.notes.delete(row.key);
            this.offerUndo(row.note, "deleted").focus({ preventScroll: true });
            this.draw();
          } else {
            this.say(this.word("failed"));
          }
        },
        () => this.say(this.word("offline")),
      );
    }

    offerUndo(note, word) {
      this.say(this.word(word) + " ");
      var undo = document.createElement("button");
      undo.type = "button";
      undo.className = "button button--small";
      undo.textContent = this.word("undo");
      undo.addEventListener("click", () => {
        this.unsent.ask("POST", this.ownValue + "/" + note.public_id + "/restore").then(
          (answer) => {
            this.say(answer.ok ? "" : this.word("failed"));
            if (answer.ok) {
              this.notes.set(answer.said.client_key, answer.said);
              this.draw();
            }
          },
          () => this.say(this.word("offline")),
        );
      });
      this.statusTarget.appendChild(undo);
      return undo;
    }

    say(text) {
      this.statusTarget.textContent = text;
    }
  }
  NotesController.targets = [
    "body", "card", "choose", "conflict", "count", "discard", "door", "editor", "empty", "film", "list", "moment", "other", "pick",
    "place", "sheet", "status", "theirs", "tools", "word",
  ];
  NotesController.values = { address: String, own: String, language: String, reader: String };

  window.school.register("notes", NotesController);
})();
