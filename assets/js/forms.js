// Small manners of forms: sent once, parts shown when they apply, timers, menus that close.
const PAUSE = 4000

function once(event) {
  const form = event.target
  if (event.defaultPrevented || !form.matches("form") || form.method !== "post") return
  if (form.dataset.sentAt && Date.now() - Number(form.dataset.sentAt) < PAUSE) { event.preventDefault(); return }
  form.dataset.sentAt = String(Date.now())
}

const chosen = (form, name) => [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)]
  .filter((one) => (one.type === "radio" || one.type === "checkbox" ? one.checked : true)).map((one) => one.value)

function reveal(scope) {
  scope.querySelectorAll("[data-shown-when]").forEach((element) => {
    const form = element.closest("form") ?? document
    const rules = element.dataset.shownWhen.split("&")
    element.hidden = !rules.every((rule) => {
      const [name, values] = rule.split("=")
      const found = chosen(form, name.trim())
      return values.split("|").some((value) => (value === "*" ? found.some(Boolean) : found.includes(value.trim())))
    })
  })
}

function two(number) { return String(number).padStart(2, "0") }

function tick() {
  document.querySelectorAll("[data-timer-since]").forEach((place) => {
    const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(place.dataset.timerSince)) / 1000))
    if (Number.isNaN(seconds)) return
    const hours = Math.floor(seconds / 3600)
    place.textContent = `${hours ? `${hours}:` : ""}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
    place.setAttribute("aria-hidden", "true")
  })
}

function fold(scope) {
  const narrow = window.matchMedia("(max-width: 40.0525em)")
  scope.querySelectorAll("[data-fold]").forEach((aside) => {
    const heading = aside.querySelector("h2")
    const body = heading?.nextElementSibling
    if (!body || aside.dataset.folding) return
    aside.dataset.folding = "1"
    const button = document.createElement("button")
    button.type = "button"
    button.className = "cf-fold"
    button.textContent = heading.textContent
    const set = (open) => { body.hidden = !open; button.setAttribute("aria-expanded", String(open)) }
    button.addEventListener("click", () => set(body.hidden))
    const arrange = () => {
      if (narrow.matches) { heading.replaceChildren(button); set(false) } else { heading.textContent = button.textContent; body.hidden = false }
    }
    narrow.addEventListener("change", arrange)
    arrange()
  })
}

function measure() {
  const bar = document.querySelector(".cf-identity")
  if (!bar) return
  const tell = () => document.documentElement.style.setProperty("--cf-identity-height", `${bar.offsetHeight}px`)
  new ResizeObserver(tell).observe(bar)
  tell()
}

export function startForms() {
  measure()
  document.addEventListener("submit", once)
  window.addEventListener("pageshow", () => document.querySelectorAll("[data-sent-at]").forEach((form) => delete form.dataset.sentAt))
  document.addEventListener("change", (event) => {
    reveal(document)
    if (event.target.matches?.("[data-sends-itself]")) event.target.form.requestSubmit()
  })
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false })
  })
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus() })
  })
  setInterval(tick, 1000)
  refreshForms(document)
}

export function refreshForms(scope) {
  scope.querySelectorAll("[data-needs-script]").forEach((one) => { one.hidden = false })
  reveal(document)
  fold(scope)
  tick()
}
