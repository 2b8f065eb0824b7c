// Only makes better what already works: every long table can be filtered and sorted. Classic script, nothing fetched.
(function () {
  "use strict";
  var danish = document.documentElement.lang === "da";
  var collator = new Intl.Collator(danish ? "da" : "en", { numeric: false, sensitivity: "base" });

  function cellKey(row, column) { return row.cells[column].getAttribute("data-key") || ""; }

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
      });
    });
  }

  function filterable(table) {
    var box = document.createElement("div"), label = document.createElement("label");
    var input = document.createElement("input"), told = document.createElement("span");
    box.className = "filter";
    label.textContent = danish ? "Søg i tabellen" : "Search the table";
    input.type = "search";
    input.id = "filter-" + document.querySelectorAll(".filter").length;
    label.htmlFor = input.id;
    told.setAttribute("role", "status");
    box.append(label, input, told);
    var region = table.closest(".scroll");
    region.parentNode.insertBefore(box, region);
    var rows = Array.prototype.slice.call(table.tBodies[0].rows);
    var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
    input.addEventListener("input", function () {
      var words = input.value.toLowerCase().split(/\s+/).filter(Boolean), shown = 0;
      rows.forEach(function (row, place) {
        var fits = words.every(function (word) { return texts[place].indexOf(word) >= 0; });
        row.hidden = !fits;
        shown += fits ? 1 : 0;
      });
      told.textContent = words.length ? shown + (danish ? " af " : " of ") + rows.length : "";
    });
  }

  Array.prototype.forEach.call(document.querySelectorAll("table"), function (table) {
    if (table.tBodies[0].rows.length > 1) { sortable(table); }
    if (table.classList.contains("long")) { filterable(table); }
  });
}());
