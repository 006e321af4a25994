// Hide the screen: Esc twice, or the button. What was typed stays where it was, unsent, under the cover.
// The cover stands on every page, Back and Forward included, until "Show" is pressed.
const KEY = "caseflow-hidden"
const QUICK = 600
let title = document.title

const remember = (hidden) => {
  try {
    if (hidden) sessionStorage.setItem(KEY, "1")
    else sessionStorage.removeItem(KEY)
  } catch { /* the cover still stands on this page */ }
}

const cover = () => {
  let found = document.querySelector("[data-cover]")
  if (found) return found
  found = document.createElement("div")
  found.dataset.cover = ""
  found.className = "cf-cover"
  const words = document.createElement("p")
  words.textContent = "This page is resting."
  const button = document.createElement("button")
  button.type = "button"
  button.className = "cf-cover__show"
  button.textContent = "Carry on"
  button.addEventListener("click", show)
  found.append(words, button)
  document.body.append(found)
  return found
}

const others = () => [...document.body.children].filter((one) => !("cover" in one.dataset))

export function hide() {
  remember(true)
  if (!document.querySelector("[data-cover]")) title = document.title
  document.title = "Page"
  document.documentElement.classList.add("cf-is-hidden")
  const found = cover()
  others().forEach((one) => { one.inert = true })
  found.querySelector("button").focus()
}

function show() {
  remember(false)
  document.documentElement.classList.remove("cf-is-hidden")
  others().forEach((one) => { one.inert = false })
  document.querySelector("[data-cover]")?.remove()
  document.title = title
}

export function startHiding() {
  // A page counts time from when it was opened, so nought would be a first press just before.
  let last = -QUICK
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return
    if (event.timeStamp - last < QUICK) { last = -QUICK; event.preventDefault(); hide() } else last = event.timeStamp
  }, true)
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-hide-screen]")) return
    event.preventDefault()
    hide()
  })
  const again = () => { if (document.documentElement.classList.contains("cf-is-hidden")) hide() }
  window.addEventListener("pageshow", () => {
    try { if (sessionStorage.getItem(KEY)) document.documentElement.classList.add("cf-is-hidden") } catch { /* see above */ }
    again()
  })
  again()
}
