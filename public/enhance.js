// Small comforts. Every page works without this file.
(function () {
  "use strict";
  var page = document;
  // A form is sent once: a second click is ignored until the page is shown again (also from the back/forward cache).
  page.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    setTimeout(function () {
      form.querySelectorAll("button[type=submit]").forEach(function (button) {
        button.setAttribute("aria-disabled", "true");
      });
    });
    // A lost connection must not lock the form for good.
    setTimeout(release, 15000, form);
  });
  function release(form) {
    delete form.dataset.sent;
    form.querySelectorAll("button[type=submit]").forEach(function (button) {
      button.removeAttribute("aria-disabled");
    });
  }
  addEventListener("pageshow", function () {
    page.querySelectorAll("form[data-sent]").forEach(release);
    // Older browsers do not focus a summary by its autofocus attribute.
    var summary = page.querySelector(".error-summary");
    if (summary && page.activeElement !== summary) summary.focus();
  });
  // <button type="button" data-copy="text" data-copied="Copied" hidden>: shown only where it works.
  page.querySelectorAll("[data-copy]").forEach(function (button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(button.dataset.copy).then(function () {
        button.textContent = button.dataset.copied;
      });
    });
  });
  // Who signs out here has signed out of the phone app too: its list of households goes. Visits not yet sent stay (app/field).
  page.addEventListener("submit", function (event) {
    if (!window.indexedDB || !/\/logout$/.test(event.target.action)) return;
    indexedDB.deleteDatabase("jiedui-field-places");
    localStorage.removeItem("jiedui-field-expired");
  });
  // Menus close by Escape and by a click elsewhere.
  function closeMenus(except) {
    page.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (menu !== except) menu.open = false;
    });
  }
  page.addEventListener("click", function (event) {
    closeMenus(event.target.closest("details.menu"));
  });
  page.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    var menu = page.querySelector("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
})();
