/* What a device keeps while there is no network, and how it signs it. Nothing here needs a secure connection: a school's
   own server may have none, and then the browser offers neither storage workers nor its own cryptography. */
(function () {
  "use strict";

  var memory = {};
  var LONGEST = 1600;

  function uuid() {
    var bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    var hex = Array.prototype.map.call(bytes, (byte) => (byte + 256).toString(16).slice(1)).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  function keep(name, thing) {
    memory[name] = thing;
    try {
      window.localStorage.setItem(name, JSON.stringify(thing));
      delete memory[name];
    } catch (error) {
      /* No storage, or a full one: it is kept in this page. */
    }
  }

  function kept(name) {
    try {
      return memory[name] || JSON.parse(window.localStorage.getItem(name));
    } catch (error) {
      return null;
    }
  }

  function drop(name) {
    delete memory[name];
    try {
      window.localStorage.removeItem(name);
    } catch (error) {
      /* No storage: it was in this page. */
    }
  }

  function names(prefix) {
    var found = Object.keys(memory);
    try {
      found = found.concat(Object.keys(window.localStorage));
    } catch (error) {
      /* No storage. */
    }
    return found.filter((name, place) => name.indexOf(prefix) === 0 && found.indexOf(name) === place);
  }

  /* Things under ``prefix`` that wait, the oldest first, as [name, thing]; what was refused waits no longer. */
  function waiting(prefix) {
    return names(prefix)
      .map((name) => [name, kept(name)])
      .filter((one) => one[1] && !one[1].refused)
      .sort((one, other) => one[1].at - other[1].at);
  }

  /* SHA-256 by FIPS 180-4; its constants are the fractional parts of roots of the first primes. */
  var ROOTS = [];
  var START = [];
  (function () {
    for (var number = 2; ROOTS.length < 64; number += 1) {
      var prime = true;
      for (var divisor = 2; divisor * divisor <= number; divisor += 1) {
        prime = prime && number % divisor !== 0;
      }
      if (prime) {
        if (START.length < 8) {
          START.push(fraction(Math.sqrt(number)));
        }
        ROOTS.push(fraction(Math.cbrt(number)));
      }
    }
  })();

  function fraction(root) {
    return ((root - Math.floor(root)) * 4294967296) | 0;
  }

  function turn(word, bits) {
    return (word >>> bits) | (word << (32 - bits));
  }

  function sha256(bytes) {
    var length = bytes.length;
    var padded = new Uint8Array((((length + 8) >> 6) + 1) << 6);
    padded.set(bytes);
    padded[length] = 128;
    new DataView(padded.buffer).setUint32(padded.length - 4, length * 8);
    var state = START.slice();
    for (var block = 0; block < padded.length; block += 64) {
      mix(state, new DataView(padded.buffer, block, 64));
    }
    var out = new Uint8Array(32);
    state.forEach((word, place) => new DataView(out.buffer).setInt32(place * 4, word));
    return out;
  }

  function mix(state, view) {
    var words = [];
    var v = state.slice();
    for (var place = 0; place < 64; place += 1) {
      words[place] = place < 16 ? view.getInt32(place * 4) : extended(words, place);
      var big = turn(v[4], 6) ^ turn(v[4], 11) ^ turn(v[4], 25);
      var one = (v[7] + big + ((v[4] & v[5]) ^ (~v[4] & v[6])) + ROOTS[place] + words[place]) | 0;
      var small = turn(v[0], 2) ^ turn(v[0], 13) ^ turn(v[0], 22);
      var two = (small + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]))) | 0;
      v = [(one + two) | 0, v[0], v[1], v[2], (v[3] + one) | 0, v[4], v[5], v[6]];
    }
    v.forEach((word, place) => {
      state[place] = (state[place] + word) | 0;
    });
  }

  function extended(words, place) {
    var first = words[place - 15];
    var last = words[place - 2];
    var one = turn(first, 7) ^ turn(first, 18) ^ (first >>> 3);
    var two = turn(last, 17) ^ turn(last, 19) ^ (last >>> 10);
    return (words[place - 16] + one + words[place - 7] + two) | 0;
  }

  function bytesOf(text) {
    return Array.prototype.map.call(text, (letter) => letter.charCodeAt(0));
  }

  /* HMAC-SHA256 of a short text without letters beyond ASCII, in hexadecimal digits; the key fills at most a block. */
  function sign(key, text) {
    var block = bytesOf(key);
    while (block.length < 64) {
      block.push(0);
    }
    var inner = sha256(block.map((byte) => byte ^ 54).concat(bytesOf(text)));
    var outer = sha256(block.map((byte) => byte ^ 92).concat(Array.prototype.slice.call(inner)));
    return Array.prototype.map.call(outer, (byte) => (byte + 256).toString(16).slice(1)).join("");
  }

  /* Promises a photo as text; fails where the browser cannot show it, as most cannot show HEIC. */
  function small(file) {
    if (!window.createImageBitmap) {
      return Promise.reject(new Error("too old"));
    }
    return window.createImageBitmap(file).then((picture) => {
      var scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      var canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      return canvas.toDataURL("image/jpeg", 0.85);
    });
  }

  /* A photo that is kept as text, as a file to be sent. */
  function blob(text) {
    var letters = window.atob(text.split(",")[1]);
    var bytes = new Uint8Array(letters.length);
    for (var place = 0; place < letters.length; place += 1) {
      bytes[place] = letters.charCodeAt(place);
    }
    return new window.Blob([bytes], { type: "image/jpeg" });
  }

  window.attendanceDevice = {
    uuid: uuid,
    keep: keep,
    kept: kept,
    drop: drop,
    names: names,
    waiting: waiting,
    sign: sign,
    small: small,
    blob: blob,
  };
})();
