// What a choice reveals, and the box that excludes the others. Our own and not GOV.UK's, which marks radios with
// aria-expanded, an attribute that radios may not have.
function show(scope) {
  scope.querySelectorAll("input[data-aria-controls]").forEach((input) => {
    const part = document.getElementById(input.dataset.ariaControls)
    if (!part) return
    input.setAttribute("aria-controls", part.id)
    const kind = input.type === "radio" ? "radios" : "checkboxes"
    part.classList.toggle(`govuk-${kind}__conditional--hidden`, !input.checked)
  })
}

function exclude(box) {
  if (!box.checked) return
  const alone = box.dataset.behaviour === "exclusive"
  box.closest(".govuk-checkboxes")?.querySelectorAll("input[type=checkbox]").forEach((other) => {
    if (other !== box && (alone || other.dataset.behaviour === "exclusive")) other.checked = false
  })
}

export function startChoices() {
  document.addEventListener("change", (event) => {
    if (!event.target.matches?.("input[type=radio], input[type=checkbox]")) return
    if (event.target.type === "checkbox") exclude(event.target)
    show(event.target.form ?? document)
  })
  window.addEventListener("pageshow", () => show(document))
}

export const refreshChoices = show
