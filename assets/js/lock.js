// Locks the page when nobody has typed for a while: what was typed stays under the cover, and the password lifts it.
// Keystrokes tell the server that somebody is here, at most once a minute; a timer only asks, and keeps nothing awake.
const MINUTE = 60_000
const LOCKED = 401
const DONE = 204
const { idle, present, unlock } = document.body.dataset
const csrf = document.querySelector("[name=csrf_token]")?.value
let typedAt = Date.now()
let toldAt = Date.now()
let title = ""
let lifts = 0

const post = (url, fields, more = {}) => fetch(url, {
  method: "POST", credentials: "same-origin", redirect: "error", body: new URLSearchParams({ ...fields, csrf_token: csrf }),
  headers: { "X-CSRFToken": csrf, "X-Fragment": "1", ...more },
})

const others = () => [...document.body.children].filter((one) => !("lock" in one.dataset))

function element(name, values) { return Object.assign(document.createElement(name), values) }

function form() {
  const made = element("form", { className: "cf-lock__form" })
  const label = element("label", { textContent: "Password", htmlFor: "lock-password", className: "govuk-label" })
  const password = element("input", { type: "password", id: "lock-password", className: "govuk-input", autocomplete: "current-password", maxLength: 128 })
  const fault = element("p", { className: "govuk-error-message", role: "alert" })
  const button = element("button", { type: "submit", className: "govuk-button", textContent: "Go on" })
  made.append(label, fault, password, button)
  made.addEventListener("submit", async (event) => {
    event.preventDefault()
    fault.textContent = ""
    try {
      const answer = await post(unlock, { password: password.value })
      password.value = ""
      if (answer.status === DONE) lift()
      else if (answer.status === 422) fault.textContent = await answer.text()
      else location.reload()
    } catch { fault.textContent = "No answer. Try again." }
  })
  return made
}

export function cover() {
  if (document.querySelector("[data-lock]")) return
  title = document.title
  document.title = "Locked – caseflow"
  const found = element("div", { className: "cf-cover cf-lock" })
  found.dataset.lock = ""
  found.append(element("h1", { className: "govuk-heading-l", textContent: "Locked" }),
    element("p", { className: "govuk-body", textContent: "Nobody has typed here for a while. What you had typed is still here." }), form())
  others().forEach((one) => { one.inert = true })
  document.documentElement.classList.add("cf-is-locked")
  document.body.append(found)
  found.querySelector("input").focus()
}

function lift() {
  document.querySelector("[data-lock]")?.remove()
  document.documentElement.classList.remove("cf-is-locked")
  others().forEach((one) => { one.inert = false })
  document.title = title
  lifts += 1
  typedAt = toldAt = Date.now()
}

// Asks without keeping the session awake: is it locked, or open in another window after all?
// A question that was on its way while the password lifted the cover may be answered "locked" late: it is asked again.
async function ask() {
  const asked = lifts
  try {
    const answer = await post(present, {}, { "X-Autosave": "again" })
    if (answer.status === LOCKED) return asked === lifts ? cover() : ask()
    if (answer.status === DONE && document.querySelector("[data-lock]")) lift()
  } catch { /* no answer: the next one may come through */ }
}

function typed() {
  typedAt = Date.now()
  if (typedAt - toldAt < MINUTE || document.querySelector("[data-lock]")) return
  toldAt = typedAt
  const asked = lifts
  post(present, {}).then((answer) => { if (answer.status === LOCKED && asked === lifts) cover() }).catch(() => {})
}

export function startLock() {
  if (!idle || !csrf) return
  document.addEventListener("keydown", typed, true)
  document.addEventListener("input", typed, true)
  setInterval(() => { if (Date.now() - typedAt > Number(idle) * 1000) ask() }, Math.min(MINUTE / 2, Number(idle) * 1000))
  document.addEventListener("visibilitychange", () => { if (!document.hidden && (Date.now() - typedAt > MINUTE || document.querySelector("[data-lock]"))) ask() })
  document.addEventListener("caseflow:refused", ask)
}
