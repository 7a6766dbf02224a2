/* Takes the roll where there may be no network: what was tapped is kept in the browser, also when the page is closed, and
   sent as soon as it can be, exactly once: the server knows a list by its key. With each list go the device's clock when
   it was taken and when it is sent, so that a clock that is wrong is no matter. A photo that goes with a list is made small
   enough to be kept with it. Without scripts the form is just sent. */
(function () {
  "use strict";

  var EVERY = 10000;
  var PREFIX = "school.roll.";
  var REFUSED = [400, 404, 409, 413, 422];
  var device = window.attendanceDevice;

  class RollController extends window.Stimulus.Controller {
    connect() {
      this.sending = false;
      this.photos = {};
      this.online = () => this.send();
      window.addEventListener("online", this.online);
      this.tick = window.setInterval(this.online, EVERY);
      this.restore();
      this.send();
    }

    disconnect() {
      window.removeEventListener("online", this.online);
      window.clearInterval(this.tick);
    }

    lists() {
      return PREFIX + "list." + this.personValue + ".";
    }

    draft() {
      return PREFIX + "draft." + this.personValue + "." + this.placeValue;
    }

    boxes() {
      return Array.prototype.slice.call(this.element.querySelectorAll("input[type=checkbox]"));
    }

    /* Nobody is both late and absent; what is ticked is kept in case the page is closed. */
    tap(event) {
      if (event.target.checked) {
        this.boxes().forEach((box) => {
          if (box !== event.target && box.value === event.target.value) {
            box.checked = false;
          }
        });
      }
      device.keep(this.draft(), this.boxes().filter((box) => box.checked).map((box) => [box.name, box.value]));
    }

    restore() {
      var ticked = device.kept(this.draft());
      if (ticked) {
        this.boxes().forEach((box) => {
          box.checked = ticked.some((one) => one[0] === box.name && one[1] === box.value);
        });
      }
    }

    /* Where nobody is named the form is sent as it is, and the server says so. */
    take(event) {
      var fields = [];
      var photo = null;
      new window.FormData(this.element).forEach((value, name) => {
        if (value instanceof window.Blob) {
          photo = value.size ? value : photo;
        } else if (name !== "csrfmiddlewaretoken") {
          fields.push([name, value]);
        }
      });
      var people = fields.filter((one) => one[0] === "listed" || one[0] === "people").length;
      if (!people) {
        return;
      }
      event.preventDefault();
      var list = { address: this.element.action, at: Date.now(), people: people, fields: fields };
      var name = this.lists() + this.keyTarget.value;
      this.keyTarget.value = device.uuid();
      if (photo) {
        this.takeWith(photo, name, list);
      } else {
        this.keep(name, list);
      }
    }

    /* One that cannot be made small waits in this page alone. */
    takeWith(photo, name, list) {
      device
        .small(photo)
        .then((text) => {
          list.photo = text;
        })
        .catch(() => {
          this.photos[name] = photo;
        })
        .then(() => this.keep(name, list));
    }

    keep(name, list) {
      device.keep(name, list);
      device.drop(this.draft());
      this.send();
    }

    photoOf(name, list) {
      return list.photo ? device.blob(list.photo) : this.photos[name];
    }

    /* Sends the oldest list that waits; the page is read anew once all have arrived. */
    send() {
      var waiting = device.waiting(this.lists());
      if (this.sending || !waiting.length) {
        return;
      }
      var name = waiting[0][0];
      var list = waiting[0][1];
      var photo = this.photoOf(name, list);
      var body = photo ? new window.FormData() : new window.URLSearchParams();
      list.fields.forEach((one) => body.append(one[0], one[1]));
      body.append("at", list.at);
      body.append("sent_at", Date.now());
      if (photo) {
        body.append("photo", photo, "photo.jpg");
      }
      this.sending = true;
      window
        .fetch(list.address, {
          method: "POST",
          body: body,
          headers: {
            Accept: "application/json",
            "X-CSRFToken": this.element.querySelector("[name=csrfmiddlewaretoken]").value,
          },
          credentials: "same-origin",
          redirect: "manual",
        })
        .then((answer) => this.answered(name, list, answer, waiting.length))
        .catch(() => this.news("waiting"))
        .then(() => {
          this.sending = false;
        });
    }

    answered(name, list, answer, count) {
      if (answer.ok) {
        device.drop(name);
        if (count > 1) {
          window.setTimeout(this.online, 0);
        } else {
          window.location.reload();
        }
        return null;
      }
      if (REFUSED.indexOf(answer.status) >= 0) {
        return answer.json().catch(() => ({})).then((said) => {
          list.refused = said.message || this.newsTarget.dataset.gone;
          device.keep(name, list);
          this.refusalTarget.textContent = list.refused;
          this.refusedTarget.hidden = false;
        });
      }
      return this.news(answer.type === "opaqueredirect" || answer.status === 403 ? "signIn" : "waiting");
    }

    forget() {
      device.names(this.lists()).forEach((name) => {
        if ((device.kept(name) || {}).refused) {
          device.drop(name);
        }
      });
      window.location.reload();
    }

    news(what) {
      var people = device.names(this.lists()).reduce((sum, name) => sum + ((device.kept(name) || {}).people || 0), 0);
      this.newsTarget.textContent = this.newsTarget.dataset[what].replace("[count]", people);
      this.newsTarget.hidden = false;
    }
  }
  RollController.targets = ["news", "refused", "refusal", "key"];
  RollController.values = { person: String, place: String };

  window.school.register("roll", RollController);
})();
