// Only makes better what already works: every long table can be filtered and sorted. Classic script, nothing fetched.
(function () {
  "use strict";
  var danish = document.documentElement.lang === "da";
  var collator = new Intl.Collator(danish ? "da" : "en", { numeric: false, sensitivity: "base" });

  function cellKey(row, column) {
    var cell = row.cells[column], key = cell.getAttribute("data-key");
    return key === null ? cell.textContent.trim() : key;
  }

  function compare(a, b) {
    if (a === "" || b === "") { return a === b ? 0 : a === "" ? 1 : -1; }
    var x = Number(a), y = Number(b);
    return isNaN(x) || isNaN(y) ? collator.compare(a, b) : x - y;
  }

  function sortable(table) {
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      button.title = danish ? "Sortér" : "Sort";
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        var down = head.getAttribute("aria-sort") === "ascending" ||
          (!head.hasAttribute("aria-sort") && head.classList.contains("n"));
        Array.prototype.forEach.call(table.tHead.rows[0].cells, function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        var body = table.tBodies[0], rows = Array.prototype.slice.call(body.rows);
        rows.map(function (row, place) { return { row: row, place: place, key: cellKey(row, column) }; })
          .sort(function (a, b) {
            if (a.key === "" || b.key === "") { return compare(a.key, b.key) || a.place - b.place; }
            return (down ? compare(b.key, a.key) : compare(a.key, b.key)) || a.place - b.place;
          })
          .forEach(function (item) { body.appendChild(item.row); });
        table.dispatchEvent(new Event("sorted"));
      });
    });
  }

  function labelled(box, text, control) {
    var label = document.createElement("label"), pair = document.createElement("span");
    pair.className = "pick";
    label.textContent = text;
    control.id = "filter-" + document.querySelectorAll(".filter input, .filter select").length + "-" + box.children.length;
    label.htmlFor = control.id;
    pair.append(label, control);
    box.append(pair);
    return control;
  }

  function choices(table, column, rows) {
    var select = document.createElement("select"), seen = {};
    rows.forEach(function (row) { seen[row.cells[column].textContent.trim()] = true; });
    select.appendChild(new Option(danish ? "alle" : "all", ""));
    Object.keys(seen).filter(Boolean).sort(collator.compare).forEach(function (text) {
      select.appendChild(new Option(text.length > 60 ? text.slice(0, 59) + "…" : text, text));
    });
    return select;
  }

  function filterable(table) {
    var box = document.createElement("div"), told = document.createElement("span"), picks = [];
    var rows = Array.prototype.slice.call(table.tBodies[0].rows);
    var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
    var region = table.closest(".scroll"), input = document.createElement("input");
    box.className = "filter";
    input.type = "search";
    region.parentNode.insertBefore(box, region);
    labelled(box, danish ? "Søg i tabellen" : "Search the table", input);
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, column) {
      if (head.hasAttribute("data-filter")) {
        picks.push({ column: column, select: labelled(box, head.textContent, choices(table, column, rows)) });
      }
    });
    told.setAttribute("role", "status");
    box.append(told);
    var most = 25, more = document.createElement("button"), whole = rows.length <= most + 5;
    more.type = "button";
    more.className = "more";
    more.textContent = (danish ? "Vis alle rækker: " : "Show all rows: ") + rows.length;
    more.addEventListener("click", function () { whole = true; narrow(); region.focus(); });
    region.parentNode.insertBefore(more, region.nextSibling);
    function narrow() {
      var words = input.value.toLowerCase().split(/\s+/).filter(Boolean), shown = 0;
      var picked = picks.filter(function (pick) { return pick.select.value; });
      rows.forEach(function (row, place) {
        var fits = words.every(function (word) { return texts[place].indexOf(word) >= 0; }) &&
          picked.every(function (pick) { return row.cells[pick.column].textContent.trim() === pick.select.value; });
        shown += fits ? 1 : 0;
        row.hidden = !fits || (!whole && !words.length && !picked.length && place >= most);
      });
      more.hidden = whole || words.length > 0 || picked.length > 0;
      told.textContent = words.length || picked.length ? shown + (danish ? " af " : " of ") + rows.length : "";
    }
    input.addEventListener("input", narrow);
    picks.forEach(function (pick) { pick.select.addEventListener("change", narrow); });
    table.addEventListener("sorted", function () {
      rows = Array.prototype.slice.call(table.tBodies[0].rows);
      texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
      narrow();
    });
    narrow();
  }

  function plain(text) { return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, ""); }

  function searchable(input) {
    var list = document.getElementById("results"), told = document.getElementById("found");
    var index = (window.OVERBLIK_INDEX || []).map(function (entry) { return { entry: entry, text: plain(entry[0]) }; });
    var most = 60;
    function rank(item, words) {
      var first = item.text.indexOf(words[0]);
      return (first === 0 ? 0 : first > 0 && item.text[first - 1] === " " ? 1 : 2) * 1000 + item.text.length;
    }
    function look() {
      var words = plain(input.value).split(/\s+/).filter(Boolean);
      var fitting = words.length ? index.filter(function (item) {
        return words.every(function (word) { return item.text.indexOf(word) >= 0; });
      }) : [];
      fitting.sort(function (a, b) { return rank(a, words) - rank(b, words); });
      list.textContent = "";
      fitting.slice(0, most).forEach(function (item) {
        var line = document.createElement("li"), link = document.createElement("a"), kind = document.createElement("span");
        link.href = item.entry[2];
        link.textContent = item.entry[0];
        kind.textContent = item.entry[1];
        line.append(link, kind);
        list.appendChild(line);
      });
      told.textContent = words.length ? fitting.length + (danish ? " fundet" : " found") +
        (fitting.length > most ? (danish ? ", de første " : ", the first ") + most + (danish ? " vises" : " shown") : "") : "";
      history.replaceState(null, "", words.length ? "#q=" + encodeURIComponent(input.value) : location.pathname);
    }
    input.addEventListener("input", look);
    if (location.hash.indexOf("#q=") === 0) {
      try { input.value = decodeURIComponent(location.hash.slice(3)); } catch (fault) { input.value = ""; }
      look();
    }
    input.focus();
  }

  document.addEventListener("keydown", function (event) {
    var find = document.querySelector("a.find");
    if (event.key === "/" && find && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) &&
        !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      location.href = find.href;
    }
  });

  if (document.getElementById("query")) {
    window.addEventListener("DOMContentLoaded", function () { searchable(document.getElementById("query")); });
  }

  Array.prototype.forEach.call(document.querySelectorAll("table"), function (table) {
    if (table.classList.contains("long")) { filterable(table); }
    if (table.tBodies[0].rows.length > 1) { sortable(table); }
  });
}());
