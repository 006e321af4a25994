// Keys that answer and move on, keys that press a button, and counts that follow the answers.
const named = (container) => {
  const names = new Map()
  container.querySelectorAll("input[type=radio]").forEach((radio) => {
    if (!names.has(radio.name)) names.set(radio.name, [])
    names.get(radio.name).push(radio)
  })
  return [...names.values()]
}

function quickKeys(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || !/^[1-9]$/.test(event.key)) return
  const radio = event.target
  const container = radio.matches?.("input[type=radio]") && radio.closest("[data-quick-keys]")
  if (!container) return
  const groups = named(container)
  const at = groups.findIndex((group) => group.includes(radio))
  const answer = groups[at]?.[Number(event.key) - 1]
  if (!answer) return
  event.preventDefault()
  answer.checked = true
  answer.dispatchEvent(new Event("input", { bubbles: true }))
  answer.dispatchEvent(new Event("change", { bubbles: true }))
  const next = groups[at + 1]
  const goal = next ? next.find((one) => one.checked) ?? next[0] : answer
  goal.focus({ preventScroll: true })
  goal.closest("fieldset")?.scrollIntoView({ block: "center", behavior: "auto" })
}

function shortcut(event) {
  const keys = [event.ctrlKey && "ctrl", event.altKey && "alt", event.shiftKey && "shift", (event.code || "").replace(/^Key|^Digit/, "").toLowerCase()]
  const pressed = keys.filter(Boolean).join("+")
  if (!pressed.includes("+") || document.documentElement.classList.contains("cf-is-hidden")) return
  const goal = [...document.querySelectorAll("[data-shortcut]")].find((one) => one.dataset.shortcut === pressed)
  if (!goal) return
  event.preventDefault()
  goal.click()
}

function count() {
  document.querySelectorAll("[data-count-of]").forEach((place) => {
    const container = document.querySelector(place.dataset.countIn)
    if (!container) return
    const wanted = place.dataset.countOf
    const found = named(container).filter((group) => {
      const chosen = group.find((one) => one.checked)
      return wanted === "none" ? !chosen?.value : chosen?.value === wanted
    })
    place.textContent = String(found.length)
  })
}

export function startKeys() {
  document.addEventListener("keydown", quickKeys)
  document.addEventListener("keydown", shortcut)
  document.addEventListener("change", (event) => { if (event.target.matches?.("input[type=radio]")) count() })
  count()
}
