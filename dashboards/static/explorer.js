// Live filters: while somebody types, the rows are asked for anew. Without scripts the button does the same.
(function () {
  "use strict";
  var form = document.getElementById("filters");
  if (!form) { return; }
  var waiting = 0, asked = 0;
  form.addEventListener("input", function () {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(refresh, 250);
  });
  function refresh() {
    var query = new URLSearchParams();
    new FormData(form).forEach(function (value, name) { if (value) { query.append(name, value); } });
    var address = form.getAttribute("action") + "?" + query.toString();
    var turn = ++asked;
    fetch(address).then(function (answer) { return answer.text(); }).then(function (text) {
      if (turn !== asked) { return; }
      var page = new DOMParser().parseFromString(text, "text/html");
      ["rows", "answer"].forEach(function (id) {
        document.getElementById(id).replaceWith(page.getElementById(id));
      });
      window.history.replaceState(null, "", address);
    });
  }
}());
