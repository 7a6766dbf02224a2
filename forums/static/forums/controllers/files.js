/* Sends pictures and files while somebody writes: chosen, pasted or dropped. Each stands in the text as soon as it has
   arrived, and asks what it shows. Without scripts the same field sends them with the form. */
(function () {
  "use strict";

  class FilesController extends window.Stimulus.Controller {
    connect() {
      this.pending = 0;
      this.pickTarget.hidden = false;
      this.plainTarget.hidden = true;
      this.altTarget.disabled = true;
      this.listeners = [
        [this.inputTarget, "change", () => this.chosen()],
        [this.textTarget, "paste", (event) => this.pasted(event)],
        [this.element, "dragover", (event) => this.over(event)],
        [this.element, "dragleave", () => this.element.classList.remove("composer--over")],
        [this.element, "drop", (event) => this.dropped(event)],
        [this.element, "submit", (event) => this.hold(event)],
      ];
      this.listeners.forEach(([one, name, listener]) => one.addEventListener(name, listener));
    }

    disconnect() {
      this.listeners.forEach(([one, name, listener]) => one.removeEventListener(name, listener));
    }

    pick() {
      this.inputTarget.click();
    }

    chosen() {
      const files = [...this.inputTarget.files];
      this.inputTarget.value = "";
      files.forEach((file) => this.send(file));
    }

    pasted(event) {
      const files = [...event.clipboardData.files];
      // A text copied from a word processor brings a picture of itself along: then the words are meant.
      if (!files.length || event.clipboardData.getData("text/plain")) {
        return;
      }
      event.preventDefault();
      files.forEach((file) => this.send(file));
    }

    over(event) {
      if ([...event.dataTransfer.types].includes("Files")) {
        event.preventDefault();
        this.element.classList.add("composer--over");
      }
    }

    dropped(event) {
      this.element.classList.remove("composer--over");
      if (event.dataTransfer.files.length) {
        event.preventDefault();
        [...event.dataTransfer.files].forEach((file) => this.send(file));
      }
    }

    hold(event) {
      if (this.pending) {
        event.preventDefault();
        event.stopImmediatePropagation();
        this.noteTarget.textContent = this.boxTarget.dataset.wait;
      }
    }

    send(file) {
      const row = this.rowTarget.content.firstElementChild.cloneNode(true);
      row.querySelector(".upload__name").textContent = file.name;
      this.listTarget.append(row);
      row.querySelector("button").addEventListener("click", () => this.takeAway(row));
      if (file.size > Number(this.boxTarget.dataset.most)) {
        this.fail(row, this.boxTarget.dataset.large.replace("%s", file.name));
        return;
      }
      const form = new window.FormData();
      form.append("csrfmiddlewaretoken", this.element.querySelector("[name=csrfmiddlewaretoken]").value);
      form.append("file", file);
      const request = new window.XMLHttpRequest();
      row.request = request;
      request.upload.addEventListener("progress", (event) => {
        row.querySelector("progress").value = event.lengthComputable ? (100 * event.loaded) / event.total : 50;
      });
      request.addEventListener("load", () => this.arrived(row, request, file));
      request.addEventListener("error", () => this.fail(row, this.boxTarget.dataset.away.replace("%s", file.name)));
      request.addEventListener("loadend", () => {
        this.pending -= 1;
        this.noteTarget.textContent = this.pending ? this.noteTarget.textContent : row.said || "";
      });
      this.pending += 1;
      request.open("POST", this.urlValue);
      request.setRequestHeader("Accept", "application/json");
      request.send(form);
    }

    arrived(row, request, file) {
      let said = null;
      try {
        said = JSON.parse(request.responseText);
      } catch (error) {
        said = null;
      }
      if (request.status !== 201 || !said) {
        const away = this.boxTarget.dataset.away.replace("%s", file.name);
        this.fail(row, (said && said.message) || away);
        return;
      }
      row.address = said.address;
      row.querySelector("progress").hidden = true;
      this.insert(said.written);
      row.said = this.boxTarget.dataset.taken.replace("%s", file.name);
      if (said.is_image) {
        const image = row.querySelector("img");
        image.src = said.address + "small/";
        image.hidden = false;
        const field = row.querySelector(".upload__alt");
        field.hidden = false;
        field.querySelector("input").addEventListener("input", (event) => this.describe(said.address, event.target.value));
        // Enter in this field would send the post.
        field.querySelector("input").addEventListener("keydown", (event) => {
          if (event.key === "Enter") {
            event.preventDefault();
          }
        });
      }
    }

    fail(row, message) {
      row.querySelector("progress").hidden = true;
      const place = row.querySelector(".field__error");
      place.textContent = message;
      place.hidden = false;
      row.said = "";
    }

    insert(written) {
      const text = this.textTarget;
      const before = text.value.slice(0, text.selectionEnd);
      const gap = before && !before.endsWith("\n") ? "\n" : "";
      text.setRangeText(gap + written + "\n", text.selectionEnd, text.selectionEnd, "end");
      this.changed();
    }

    describe(address, words) {
      const plain = words.replace(/[[\]\\\n]/g, "");
      this.replace(address, () => "![" + plain + "](" + address + ")");
    }

    takeAway(row) {
      if (row.request) {
        row.request.abort();
      }
      if (row.address) {
        this.replace(row.address, () => "");
      }
      row.remove();
      this.noteTarget.textContent = "";
      this.textTarget.focus();
    }

    replace(address, made) {
      const named = new RegExp("!?\\[[^\\]\\n]*\\]\\(" + address.replace(/[/]/g, "\\/") + "\\)\\n?");
      const text = this.textTarget;
      text.value = text.value.replace(named, (found) => {
        const now = made();
        return now + (now && found.endsWith("\n") ? "\n" : "");
      });
      this.changed();
    }

    changed() {
      this.textTarget.dispatchEvent(new window.Event("input", { bubbles: true }));
    }
  }
  FilesController.targets = ["text", "box", "pick", "plain", "input", "alt", "list", "note", "row"];
  FilesController.values = { url: String };

  window.school.register("files", FilesController);
})();
