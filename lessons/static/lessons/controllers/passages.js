/* Passages of a lesson: from what is selected to a place that can be kept, and back, also after the text was edited.

   A block's text is what can be read of it, tools of players and fields of forms left out. A place has the passage's
   words, what stood before and after them, and how many characters of the block came before. */
(function () {
  "use strict";

  var SKIPPED = "button, select, textarea, input, form, script, style, svg, [hidden], .visually-hidden, .player__tools, .player__chapters";
  var AROUND = 64;
  var LONGEST = 1000;
  var SURE = 6;

  function nodesOf(block) {
    var nodes = [];
    var walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (!walker.currentNode.parentElement.closest(SKIPPED)) {
        nodes.push(walker.currentNode);
      }
    }
    return nodes;
  }

  function textOf(block) {
    return nodesOf(block).map((node) => node.data).join("");
  }

  /* The text without its blanks, and where each of its characters stands: editors move blanks without meaning it. */
  function squeezed(text) {
    var places = [];
    var kept = "";
    for (var index = 0; index < text.length; index += 1) {
      if (/\S/.test(text[index])) {
        kept += text[index];
        places.push(index);
      }
    }
    return { text: kept, places: places };
  }

  function alike(one, other, fromEnd) {
    var length = 0;
    var most = Math.min(one.length, other.length);
    while (length < most && (fromEnd ? one[one.length - 1 - length] === other[other.length - 1 - length] : one[length] === other[length])) {
      length += 1;
    }
    return length;
  }

  /* Every place of the passage in a block, with how well what stands around it agrees. */
  function occurrences(block, place) {
    var whole = squeezed(textOf(block));
    var words = squeezed(place.quote).text;
    var before = squeezed(place.before || "").text;
    var after = squeezed(place.after || "").text;
    var found = [];
    var at = words ? whole.text.indexOf(words) : -1;
    while (at >= 0) {
      var end = at + words.length;
      found.push({
        block: block,
        start: whole.places[at],
        end: whole.places[end - 1] + 1,
        score: alike(whole.text.slice(0, at), before, true) + alike(whole.text.slice(end), after, false),
        all: before.length + after.length,
      });
      at = whole.text.indexOf(words, at + 1);
    }
    return found.filter((one) => words.length >= SURE || one.score >= Math.min(SURE, one.all));
  }

  function best(found, start) {
    return found.sort((one, other) => other.score - one.score || Math.abs(one.start - start) - Math.abs(other.start - start))[0] || null;
  }

  var passages = {
    blocks: function (root) {
      return Array.from(root.querySelectorAll("[data-block]")).filter((block) => block.dataset.block);
    },

    block: function (root, id) {
      return passages.blocks(root).find((block) => block.dataset.block === id) || null;
    },

    /* The place of what is selected in root: of the first block that it touches, or null. */
    selected: function (root) {
      var selection = window.getSelection();
      if (!selection || !selection.rangeCount || selection.isCollapsed) {
        return null;
      }
      var range = selection.getRangeAt(0);
      var touched = passages.blocks(root).filter((block) => range.intersectsNode(block));
      for (var index = 0; index < touched.length; index += 1) {
        var place = passages.place(touched[index], range);
        if (place) {
          return place;
        }
      }
      return null;
    },

    place: function (block, range) {
      var passed = 0;
      var start = -1;
      var end = -1;
      nodesOf(block).forEach((node) => {
        if (range.intersectsNode(node)) {
          var from = node === range.startContainer ? range.startOffset : 0;
          var to = node === range.endContainer ? range.endOffset : node.length;
          if (to > from) {
            start = start < 0 ? passed + from : start;
            end = passed + to;
          }
        }
        passed += node.length;
      });
      var text = textOf(block);
      while (start < end && start >= 0 && /\s/.test(text[start])) {
        start += 1;
      }
      end = Math.min(end, start + LONGEST);
      while (end > start && /\s/.test(text[end - 1])) {
        end -= 1;
      }
      if (start < 0 || end <= start) {
        return null;
      }
      return {
        kind: "passage",
        block: block.dataset.block,
        quote: text.slice(start, end),
        before: text.slice(Math.max(0, start - AROUND), start),
        after: text.slice(end, end + AROUND),
        start: start,
      };
    },

    /* Where the passage is now: in its block, else in another one; null when it is no longer there. */
    find: function (root, place) {
      var block = passages.block(root, place.block);
      if (block && textOf(block).substr(place.start, place.quote.length) === place.quote) {
        return { block: block, start: place.start, end: place.start + place.quote.length };
      }
      var here = block ? best(occurrences(block, place), place.start) : null;
      if (here) {
        return here;
      }
      var elsewhere = [];
      passages.blocks(root).forEach((other) => {
        elsewhere = elsewhere.concat(other === block ? [] : occurrences(other, place));
      });
      return best(elsewhere, place.start);
    },

    mark: function (found, key) {
      var passed = 0;
      var first = null;
      nodesOf(found.block).forEach((node) => {
        var from = Math.max(found.start - passed, 0);
        var to = Math.min(found.end - passed, node.length);
        passed += node.length;
        if (to > from && node.data.slice(from, to).trim()) {
          var rest = node.splitText(from);
          rest.splitText(to - from);
          var mark = document.createElement("mark");
          mark.className = "note-mark";
          mark.dataset.note = key;
          rest.parentNode.insertBefore(mark, rest);
          mark.appendChild(rest);
          first = first || mark;
        }
      });
      return first;
    },

    unmark: function (root) {
      root.querySelectorAll("mark.note-mark").forEach((mark) => {
        var parent = mark.parentNode;
        while (mark.firstChild) {
          parent.insertBefore(mark.firstChild, mark);
        }
        parent.removeChild(mark);
        parent.normalize();
      });
    },
  };
  window.school.passages = passages;
})();
