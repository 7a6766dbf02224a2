/* Sends a record once, also over a connection that drops: what was entered stays on the page with its photo, under the
   same key, and goes as soon as there is a network. All of it is kept on this device beside that, and is there again
   when the page is opened anew: names and words in the local storage, the photo, which is too large for it, in a
   database of the browser. */
(function () {
  "use strict";

  var AGAIN = 5000;
  var STORE = "photos";

  /* Open the browser's database and hand its one store to use; without it photos are not kept, and nothing breaks. */
  function withPhotos(mode, use) {
    return new Promise((resolve) => {
      var asked;
      try {
        asked = window.indexedDB.open("schoolhouse-records", 1);
      } catch (error) {
        resolve(null);
        return;
      }
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
      asked.onerror = () => resolve(null);
      asked.onsuccess = () => {
        var database = asked.result;
        try {
          var act = database.transaction(STORE, mode);
          var found = use(act.objectStore(STORE));
          act.oncomplete = () => {
            database.close();
            resolve(found ? found.result : null);
          };
          act.onerror = act.onabort = () => {
            database.close();
            resolve(null);
          };
        } catch (error) {
          database.close();
          resolve(null);
        }
      };
    });
  }

  class RecordController extends window.Stimulus.Controller {
    connect() {
      this.send = this.send.bind(this);
      this.keep = this.keep.bind(this);
      this.again = this.again.bind(this);
      this.restore();
      this.element.addEventListener("submit", this.send);
      this.element.addEventListener("input", this.keep);
      this.element.photo.addEventListener("change", () => this.keepPhoto());
      window.addEventListener("online", this.again);
    }

    disconnect() {
      window.clearTimeout(this.timer);
      this.element.removeEventListener("submit", this.send);
      this.element.removeEventListener("input", this.keep);
      window.removeEventListener("online", this.again);
    }

    send(event) {
      event.preventDefault();
      if (this.isSending) {
        return;
      }
      this.isSending = true;
      this.isWaiting = false;
      window.clearTimeout(this.timer);
      this.write();
      this.say(this.noteTarget.dataset.sending);
      window
        .fetch(window.location.href, { method: "POST", body: this.entered(), credentials: "same-origin" })
        .then((answer) => this.show(answer))
        .catch(() => {
          this.isWaiting = true;
          this.say(this.noteTarget.dataset.kept);
          this.timer = window.setTimeout(this.again, AGAIN);
        })
        .then(() => {
          this.isSending = false;
        });
    }

    again() {
      if (this.isWaiting) {
        this.send(new window.Event("submit"));
      }
    }

    /* A photo that could not be put back into its field goes along all the same. */
    entered() {
      var data = new window.FormData(this.element);
      if (this.photo && !this.element.photo.files.length) {
        data.set("photo", this.photo, this.photo.name || "photo.jpg");
      }
      return data;
    }

    show(answer) {
      if (answer.status >= 500) {
        throw new Error(String(answer.status));
      }
      return answer.text().then((text) => {
        var page = new window.DOMParser().parseFromString(text, "text/html");
        var main = page.querySelector("main");
        var form = main && main.querySelector("[data-controller=record]");
        var isDone = answer.redirected && new window.URL(answer.url).pathname === this.doneValue && main;
        if (answer.redirected && !isDone) {
          /* To the sign-in, say; what was entered is here when one comes back. */
          window.location.assign(answer.url);
          return;
        }
        if (!form && !isDone) {
          throw new Error(String(answer.status));
        }
        if (isDone) {
          /* The page that follows is here already, with the word that it is recorded: asked for again it would not say so. */
          this.forget();
          window.history.replaceState(null, "", answer.url);
          document.title = page.title;
        } else {
          /* Nothing was written: it goes on from the version, and under the key, that the answer names. */
          this.write({ base: form.base.value, key: form.client_key.value });
        }
        document.querySelector("main").replaceWith(main);
        main.focus();
        main.scrollIntoView();
      });
    }

    keep() {
      window.clearTimeout(this.saving);
      this.saving = window.setTimeout(() => this.write(), 300);
    }

    keepPhoto() {
      this.photo = this.element.photo.files[0] || null;
      withPhotos("readwrite", (store) => {
        if (this.photo) {
          store.put(this.photo, this.keyValue);
        } else {
          store.delete(this.keyValue);
        }
      });
    }

    restore() {
      try {
        var kept = JSON.parse(window.localStorage.getItem(this.keyValue) || "null");
        if (kept) {
          this.gistTarget.value = kept.gist;
          this.names().forEach((box) => {
            box.checked = kept.speakers.indexOf(box.value) !== -1;
          });
          this.element.base.value = kept.base;
          this.element.client_key.value = kept.key;
          this.say(this.noteTarget.dataset.restored);
        }
      } catch (error) {
        /* Nothing kept, or a store that may not be read. */
      }
      withPhotos("readonly", (store) => store.get(this.keyValue)).then((photo) => {
        if (!photo || this.element.photo.files.length) {
          return;
        }
        this.photo = photo;
        this.say(this.noteTarget.dataset.restored);
        try {
          var carrier = new window.DataTransfer();
          carrier.items.add(photo);
          this.element.photo.files = carrier.files;
        } catch (error) {
          /* An old browser: it is added when the form is sent. */
        }
      });
    }

    names() {
      return Array.prototype.slice.call(this.element.querySelectorAll("[name=speakers]"));
    }

    write(other) {
      window.clearTimeout(this.saving);
      try {
        var kept = {
          speakers: this.names()
            .filter((box) => box.checked)
            .map((box) => box.value),
          gist: this.gistTarget.value,
          base: (other || {}).base || this.element.base.value,
          key: (other || {}).key || this.element.client_key.value,
        };
        window.localStorage.setItem(this.keyValue, JSON.stringify(kept));
      } catch (error) {
        /* A full or forbidden store costs what is kept, never what is sent. */
      }
    }

    /* It was recorded, or is not to be. */
    forget() {
      window.clearTimeout(this.saving);
      this.photo = null;
      try {
        window.localStorage.removeItem(this.keyValue);
      } catch (error) {
        /* A store that may not be written has kept nothing. */
      }
      return withPhotos("readwrite", (store) => {
        store.delete(this.keyValue);
      });
    }

    say(text) {
      this.noteTarget.textContent = text;
      this.noteTarget.hidden = !text;
    }
  }
  RecordController.targets = ["note", "gist"];
  RecordController.values = { done: String, key: String };

  window.school.register("record", RecordController);
})();
