/* Scans the code without leaving the page, where the browser reads codes itself. What is scanned goes the way of what is
   typed: kept, signed and sent. Elsewhere a photo of the code is sent and read by the server. */
(function () {
  "use strict";

  var EVERY = 200;

  class CameraController extends window.Stimulus.Controller {
    connect() {
      var devices = window.navigator.mediaDevices;
      if (!window.BarcodeDetector || !devices || !devices.getUserMedia) {
        return;
      }
      window.BarcodeDetector.getSupportedFormats()
        .then((formats) => {
          this.startTarget.hidden = formats.indexOf("qr_code") < 0;
        })
        .catch(() => null);
    }

    disconnect() {
      this.stop();
    }

    start() {
      this.newsTarget.hidden = true;
      window.navigator.mediaDevices
        .getUserMedia({ video: { facingMode: "environment" }, audio: false })
        .then((stream) => {
          this.stream = stream;
          this.pictureTarget.srcObject = stream;
          this.viewTarget.hidden = false;
          this.startTarget.hidden = true;
          return this.pictureTarget.play();
        })
        .then(() => {
          this.detector = new window.BarcodeDetector({ formats: ["qr_code"] });
          this.look();
        })
        .catch(() => {
          this.stop();
          this.newsTarget.textContent = this.newsTarget.dataset.denied;
          this.newsTarget.hidden = false;
        });
    }

    stop() {
      window.clearTimeout(this.timer);
      if (this.stream) {
        this.stream.getTracks().forEach((track) => track.stop());
        this.stream = null;
        this.viewTarget.hidden = true;
        this.startTarget.hidden = false;
      }
    }

    look() {
      if (!this.stream) {
        return;
      }
      this.detector
        .detect(this.pictureTarget)
        .catch(() => [])
        .then((codes) => {
          var found = codes.map((code) => this.read(code.rawValue)).filter(Boolean)[0];
          if (found) {
            this.stop();
            this.dispatch("scanned", { detail: { code: found } });
          } else {
            this.timer = window.setTimeout(() => this.look(), EVERY);
          }
        });
    }

    /* “door/token” of an address of this school, whatever name its server has here; null for anything else. */
    read(text) {
      var parts = /^https?:\/\/[^/]+(\/.*)$/.exec(text);
      var place = parts ? parts[1].indexOf(this.prefixValue) : -1;
      var rest = place === 0 ? parts[1].slice(this.prefixValue.length) : "";
      var code = /^([A-Za-z0-9]{1,16})\/([-a-z0-9]{1,40})\/?$/.exec(rest);
      return code ? code[1] + "/" + code[2] : null;
    }
  }
  CameraController.targets = ["start", "view", "picture", "news"];
  CameraController.values = { prefix: String };

  window.school.register("camera", CameraController);
})();
