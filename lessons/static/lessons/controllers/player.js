/* What the browser's own player lacks: speed, quality, chapters, and going on where one left. Without it the film plays. */
(function () {
  "use strict";

  var PERSON = document.currentScript.dataset.person || "";
  var PLACE = (document.currentScript.dataset.place || "").split(" ");
  var EVERY = 5;
  var script = null;

  /* Fetches the player of streams (HLS) once for the page; it is large, and only needed where a film is one. */
  function streams(address) {
    script = script || new Promise(function (resolve, reject) {
      var made = document.createElement("script");
      made.src = address;
      made.onload = function () { resolve(window.Hls); };
      made.onerror = function () {
        script = null;
        reject(new Error("not loaded"));
      };
      document.head.appendChild(made);
    });
    return script;
  }

  class PlayerController extends window.Stimulus.Controller {
    static get values() {
      return { hls: String, lost: String };
    }

    connect() {
      if (!this.hasMediumTarget) {
        return;
      }
      var block = this.element.closest("[data-block]");
      var players = Array.from(document.querySelectorAll("[data-controller~=player]"));
      this.block = block ? block.dataset.block : "";
      this.key = "school.player." + PERSON + "." + (block ? block.dataset.block : location.pathname + players.indexOf(this.element));
      this.kept = 0;
      this.toolsTarget.hidden = false;
      this.sources = Array.from(this.mediumTarget.querySelectorAll("source"));
      this.listen("timeupdate", this.keep);
      this.listen("pause", this.keepNow);
      this.listen("ended", this.forget);
      this.setSpeed(this.recall("speed"));
      if (this.hasCaptionsTarget) {
        this.showCaptions(this.recall("captions") || "");
      }
      if (this.hlsValue) {
        this.stream();
      }
      this.resume();
    }

    /* A browser that takes streams apart by script does so with hls.js; others (an iPhone) play them by themselves.
       The list of pieces is fetched with the page, the film itself when somebody wants to see it. */
    stream() {
      if (!window.MediaSource && !window.ManagedMediaSource) {
        return;
      }
      var address = this.sources[0].src;
      streams(this.hlsValue).then((Hls) => {
        if (!Hls.isSupported() || !this.hasMediumTarget) {
          return;
        }
        this.sources.forEach(function (source) { source.remove(); });
        this.hls = new Hls({ autoStartLoad: false, capLevelToPlayerSize: true, enableWorker: false, maxBufferLength: 20 });
        this.hls.on(Hls.Events.ERROR, (event, data) => {
          if (data.fatal) {
            this.lost(Hls, data);
          }
        });
        this.listen("play", this.load);
        this.hls.loadSource(address);
        this.hls.attachMedia(this.mediumTarget);
      }).catch(() => { this.statusTarget.textContent = this.lostValue; });
    }

    load() {
      this.statusTarget.textContent = "";
      if (this.again) {
        this.again();
        this.again = null;
      }
      this.hls.startLoad(-1);
    }

    lost(Hls, data) {
      if (data.type === Hls.ErrorTypes.MEDIA_ERROR) {
        this.hls.recoverMediaError();
        return;
      }
      var address = this.hls.url;
      this.mediumTarget.pause();
      this.statusTarget.textContent = this.lostValue;
      this.again = () => { if (!this.hls.levels.length) { this.hls.loadSource(address); } };
    }

    disconnect() {
      if (this.hls) {
        this.hls.destroy();
        this.hls = null;
      }
    }

    listen(name, act) {
      this.mediumTarget.addEventListener(name, act.bind(this));
    }

    /* Runs act as soon as the player knows how long the recording is. */
    whenKnown(act) {
      if (this.mediumTarget.readyState > 0) {
        act();
      } else {
        this.mediumTarget.addEventListener("loadedmetadata", act, { once: true });
      }
    }

    /* Where this browser was, or else where the reader was on another device. */
    resume() {
      var known = this.recall("second");
      var second = Number(known === null && this.block === PLACE[0] ? PLACE[1] : known);
      if (second > EVERY) {
        this.whenKnown(() => {
          if (second < this.mediumTarget.duration - EVERY) {
            this.mediumTarget.currentTime = second;
            this.restartTarget.hidden = false;
          }
        });
      }
    }

    restart() {
      this.forget();
      this.mediumTarget.currentTime = 0;
      this.mediumTarget.focus();
    }

    goTo(event) {
      this.whenKnown(() => { this.mediumTarget.currentTime = event.params.seconds; });
      this.start();
    }

    start() {
      var playing = this.mediumTarget.play();
      if (playing && playing.catch) {
        playing.catch(function () {});
      }
    }

    setSpeed(value) {
      var speed = Number(value && value.target ? value.target.value : value) || 1;
      this.mediumTarget.defaultPlaybackRate = speed;
      this.mediumTarget.playbackRate = speed;
      this.speedTarget.value = String(speed);
      if (value && value.target) {
        this.store("speed", speed);
      }
    }

    setQuality() {
      var height = this.qualityTarget.value;
      var wide = window.matchMedia("(min-width: 900px)").matches;
      var wanted = this.sources.find(function (source) { return source.dataset.height === height; });
      var second = this.mediumTarget.currentTime;
      var paused = this.mediumTarget.paused;
      this.mediumTarget.src = (wanted || this.sources[wide ? 0 : this.sources.length - 1]).src;
      this.mediumTarget.load();
      this.whenKnown(() => {
        this.mediumTarget.currentTime = second;
        this.mediumTarget.playbackRate = Number(this.speedTarget.value);
        if (!paused) {
          this.start();
        }
      });
    }

    chooseCaptions() {
      this.store("captions", this.captionsTarget.value);
      this.showCaptions(this.captionsTarget.value);
    }

    /* A sound has no picture to write captions on: they stand below it. */
    showCaptions(language) {
      this.captionsTarget.value = language;
      Array.from(this.mediumTarget.textTracks).forEach((track) => {
        var shown = this.hasLineTarget ? "hidden" : "showing";
        track.mode = track.language === this.captionsTarget.value ? shown : "disabled";
        track.oncuechange = () => {
          if (this.hasLineTarget) {
            this.lineTarget.textContent = Array.from(track.activeCues || [], function (cue) { return cue.text; }).join(" ");
          }
        };
      });
      if (this.hasLineTarget) {
        this.lineTarget.textContent = "";
      }
    }

    keep() {
      var second = this.mediumTarget.currentTime;
      if (Math.abs(second - this.kept) >= EVERY) {
        this.keepNow();
      }
    }

    keepNow() {
      if (!this.mediumTarget.ended) {
        this.kept = this.mediumTarget.currentTime;
        this.store("second", Math.floor(this.kept));
      }
    }

    forget() {
      this.kept = 0;
      this.store("second", 0);
      this.restartTarget.hidden = true;
    }

    /* Where one is belongs to the recording; how one likes to watch goes for all of them. */
    place(name) {
      return (name === "second" ? this.key : "school.player." + PERSON) + "." + name;
    }

    store(name, value) {
      try {
        window.localStorage.setItem(this.place(name), String(value));
      } catch (error) { /* private windows keep nothing */ }
    }

    recall(name) {
      try {
        return window.localStorage.getItem(this.place(name));
      } catch (error) {
        return null;
      }
    }
  }
  PlayerController.targets = ["medium", "tools", "speed", "quality", "captions", "line", "restart", "link", "status"];

  window.school.register("player", PlayerController);
})();
