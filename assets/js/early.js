// Runs before anything is drawn: says that scripts run, and keeps a hidden screen hidden on every page until it is shown again.
(function () {
  var root = document.documentElement
  try {
    if (sessionStorage.getItem("caseflow-hidden")) root.classList.add("cf-is-hidden")
  } catch (e) { /* no storage: nothing is hidden */ }
  root.classList.add("cf-has-script")
  document.addEventListener("DOMContentLoaded", function () {
    if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("js-enabled", "govuk-frontend-supported")
  })
})()
