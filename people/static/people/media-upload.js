/* The media section: sends a sound or film in pieces (the tus protocol), goes on where it broke off, and shows how far
   a conversion is. Without it the form sends the file in one piece. */
(function () {
  "use strict";

  var PIECE = 4 * 1024 * 1024;
  var LONGEST_WAIT = 30000;
  var MEMORY = "school.media-upload.";

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, function (all, name) { return name in values ? values[name] : all; });
  }

  function encode(text) {
    return window.btoa(Array.from(new window.TextEncoder().encode(text), function (byte) { return String.fromCharCode(byte); }).join(""));
  }

  /* A short number for a name; the key only has to tell one's own files apart. */
  function shorten(text) {
    var sum = 5381;
    for (var i = 0; i < text.length; i += 1) {
      sum = ((sum * 33) ^ text.charCodeAt(i)) >>> 0;
    }
    return sum.toString(36);
  }

  function checksum(piece) {
    if (!window.crypto || !window.crypto.subtle) {
      return Promise.resolve("");
    }
    return piece.arrayBuffer().then(function (data) {
      return window.crypto.subtle.digest("SHA-256", data);
    }).then(function (digest) {
      return "sha256 " + window.btoa(String.fromCharCode.apply(null, new Uint8Array(digest)));
    });
  }

  function Upload(panel, form) {
    this.panel = panel;
    this.form = form;
    this.file = null;
    this.field = form.querySelector("input[type=file][name$=file]");
    this.name = form.querySelector("input[name$=upload]");
    this.token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    this.bar = panel.querySelector("[data-bar]");
    this.text = panel.querySelector("[data-says]");
    this.meter = panel.querySelector("progress");
    this.wait = 1000;
    this.turn = 0;
    this.field.closest("li, .w-field, div").appendChild(panel);
    panel.classList.remove("nice-padding");
    form.addEventListener("submit", this.submit.bind(this));
    this.button("[data-pause]", this.pause);
    this.button("[data-go-on]", this.goOn);
    this.button("[data-cancel]", this.cancel);
    window.addEventListener("online", () => { if (this.timer) { this.goOn(); } });
    this.remind();
  }

  Upload.prototype.button = function (selector, act) {
    this.panel.querySelector(selector).addEventListener("click", act.bind(this));
  };

  Upload.prototype.submit = function (event) {
    var file = this.field.files[0];
    if (!file || this.name.value) {
      return;
    }
    event.preventDefault();
    if (file.size > Number(this.panel.dataset.largest)) {
      this.stop(fill(this.panel.dataset.large, { size: Math.floor(this.panel.dataset.largest / 1048576) }));
      return;
    }
    this.file = file;
    this.key = [this.panel.dataset.kind, file.size, file.lastModified, shorten(file.name)].join("-");
    this.goOn();
  };

  Upload.prototype.goOn = function () {
    window.clearTimeout(this.timer);
    this.timer = 0;
    if (!this.file) {
      return;
    }
    this.turn += 1;
    this.show(true);
    this.begin(this.turn);
  };

  Upload.prototype.show = function (running) {
    this.bar.hidden = false;
    this.panel.querySelector("[data-pause]").hidden = !running;
    this.panel.querySelector("[data-go-on]").hidden = running || !this.file;
  };

  Upload.prototype.send = function (turn, method, address, headers, body, done) {
    var request = new window.XMLHttpRequest();
    request.open(method, address);
    request.setRequestHeader("Tus-Resumable", "1.0.0");
    request.setRequestHeader("X-CSRFToken", this.token);
    Object.keys(headers).forEach(function (name) { request.setRequestHeader(name, headers[name]); });
    request.onload = () => {
      if (turn === this.turn) {
        this.wait = request.status < 500 ? 1000 : this.wait;
        done(request);
      }
    };
    request.onerror = () => { if (turn === this.turn) { this.again(); } };
    if (body) {
      request.upload.onprogress = (event) => { if (turn === this.turn) { this.says(this.offset + event.loaded); } };
    }
    this.request = request;
    request.send(body || null);
  };

  Upload.prototype.begin = function (turn) {
    var about = { key: this.key, type: this.panel.dataset.kind, filename: this.file.name };
    var metadata = Object.keys(about).map(function (name) { return name + " " + encode(about[name]); }).join(",");
    var headers = { "Upload-Length": String(this.file.size), "Upload-Metadata": metadata };
    this.send(turn, "POST", this.panel.dataset.mediaUpload, headers, null, (request) => {
      if (request.status !== 201) {
        this.refused(request);
        return;
      }
      this.address = request.getResponseHeader("Location");
      this.next(turn, Number(request.getResponseHeader("Upload-Offset")));
    });
  };

  Upload.prototype.next = function (turn, offset) {
    this.offset = offset;
    this.remember();
    this.says(offset);
    if (offset >= this.file.size) {
      this.text.textContent = this.panel.dataset.checking;
    }
    var piece = this.file.slice(offset, offset + PIECE);
    checksum(piece).catch(function () { return ""; }).then((sum) => {
      if (turn !== this.turn) {
        return;
      }
      var headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset) };
      if (sum) {
        headers["Upload-Checksum"] = sum;
      }
      this.send(turn, "PATCH", this.address, headers, piece, (request) => {
        var now = Number(request.getResponseHeader("Upload-Offset"));
        if (request.status === 204 && now >= this.file.size) {
          this.finish();
        } else if (request.status === 204) {
          this.next(turn, now);
        } else if (request.status === 409 || request.status === 460 || request.status === 404) {
          this.again();
        } else {
          this.refused(request);
        }
      });
    });
  };

  Upload.prototype.again = function () {
    this.text.textContent = this.panel.dataset.waiting;
    this.timer = window.setTimeout(() => this.goOn(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  };

  Upload.prototype.refused = function (request) {
    var answer = {};
    if (request.status >= 500) {
      this.again();
      return;
    }
    try {
      answer = JSON.parse(request.responseText);
    } catch (error) { /* a page instead of an answer */ }
    this.forget();
    this.stop(answer.message || fill(this.panel.dataset.failed, { status: request.status }));
  };

  Upload.prototype.stop = function (text) {
    this.file = null;
    this.show(false);
    this.text.textContent = text;
    this.meter.value = 0;
    this.restore();
  };

  /* Wagtail's button has changed to “Uploading…”; give it back. */
  Upload.prototype.restore = function () {
    var button = this.form.querySelector("button[type=submit]");
    button.removeAttribute("disabled");
    button.setAttribute("data-w-progress-loading-value", "false");
  };

  Upload.prototype.pause = function () {
    this.turn += 1;
    window.clearTimeout(this.timer);
    if (this.request) {
      this.request.abort();
    }
    this.show(false);
    this.text.textContent = fill(this.panel.dataset.paused, { percent: this.percent(this.offset || 0) });
  };

  Upload.prototype.cancel = function () {
    this.pause();
    if (this.address) {
      this.send(this.turn, "DELETE", this.address, {}, null, function () {});
    }
    this.forget();
    this.stop("");
    this.bar.hidden = true;
  };

  Upload.prototype.finish = function () {
    this.text.textContent = this.panel.dataset.checking;
    this.forget();
    this.name.value = this.address.replace(/\/$/, "").split("/").pop();
    this.field.value = "";
    this.form.submit();
  };

  Upload.prototype.percent = function (bytes) {
    return this.file ? Math.floor(100 * Math.min(bytes / this.file.size, 1)) : 0;
  };

  Upload.prototype.says = function (bytes) {
    var percent = this.percent(bytes);
    this.meter.value = percent;
    this.text.textContent = fill(this.panel.dataset.uploading, { percent: percent, size: Math.ceil(this.file.size / 1048576) });
  };

  Upload.prototype.remember = function () {
    this.store(JSON.stringify({ name: this.file.name, percent: this.percent(this.offset) }));
  };

  Upload.prototype.forget = function () {
    this.store("");
  };

  Upload.prototype.store = function (text) {
    try {
      window.localStorage.setItem(MEMORY + this.panel.dataset.kind, text);
    } catch (error) { /* private windows keep nothing */ }
  };

  Upload.prototype.remind = function () {
    var left = null;
    try {
      left = JSON.parse(window.localStorage.getItem(MEMORY + this.panel.dataset.kind) || "null");
    } catch (error) { /* nothing kept */ }
    if (left && left.percent) {
      this.bar.hidden = false;
      this.panel.querySelector("[data-pause]").hidden = true;
      this.meter.value = left.percent;
      this.text.textContent = fill(this.panel.dataset.left, left);
    }
  };

  function follow(place) {
    if (place.dataset.now === "ready" || place.dataset.now === "failed") {
      return;
    }
    window.fetch(place.dataset.mediaState, { credentials: "same-origin" }).then(function (answer) {
      return answer.ok ? answer.json() : null;
    }).then(function (found) {
      if (found) {
        place.dataset.now = found.state;
        place.querySelector("[data-label]").textContent = found.label;
        place.querySelector("[data-message]").textContent = found.message;
        place.querySelector("progress").value = found.progress;
        place.querySelector("progress").hidden = found.state === "ready" || found.state === "failed";
        place.querySelector("form").hidden = found.state !== "failed";
      }
    }).catch(function () {}).then(function () {
      window.setTimeout(follow, 2000, place);
    });
  }

  document.querySelectorAll("[data-media-state]").forEach(follow);
  var panel = document.querySelector("[data-media-upload]");
  var form = panel && document.querySelector("form[enctype='multipart/form-data']");
  if (form && window.XMLHttpRequest && window.Blob && window.Blob.prototype.slice) {
    new Upload(panel, form);
  }
})();
