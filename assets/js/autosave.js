// Keeps a form's words on the server while they are typed: the whole form, a moment after the last change.
const WAIT = 900
const RETRY = [2000, 5000, 10000, 30000]

const REFUSED = {
  401: "Locked or signed out: not saved, still on this screen",
  409: "Open in another window that is ahead: load this page again",
}
const AHEAD = 409

const token = (form) => form.querySelector("[name=csrf_token]")?.value ?? document.body.dataset.csrf ?? ""

function ago(since) {
  const seconds = Math.round((Date.now() - since) / 1000)
  if (seconds < 60) return `saved ${seconds} s ago`
  return `saved ${Math.round(seconds / 60)} min ago`
}

class Autosave {
  constructor(form) {
    this.form = form
    this.url = form.dataset.autosaveUrl
    this.status = form.querySelector("[data-autosave-status]") ?? document.querySelector("[data-autosave-status]")
    this.spoken = document.createElement("span")
    this.spoken.className = "govuk-visually-hidden"
    this.spoken.setAttribute("role", "status")
    form.append(this.spoken)
    this.changes = 0
    this.kept = 0
    this.failures = 0
    form.addEventListener("input", () => this.changed())
    form.addEventListener("change", () => this.changed())
    form.addEventListener("submit", () => { clearTimeout(this.timer); this.sent = true })
    window.addEventListener("online", () => { if (this.unsaved) this.save() })
    document.addEventListener("visibilitychange", () => { if (document.hidden && this.unsaved) this.save(true) })
    window.addEventListener("beforeunload", (event) => { if (this.failures && this.unsaved && !this.sent) event.preventDefault() })
    window.addEventListener("pageshow", () => { this.sent = false })
    setInterval(() => this.tick(), 1000)
  }

  get unsaved() { return this.changes > this.kept }

  changed() {
    this.changes += 1
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), WAIT)
  }

  async save(leaving = false) {
    clearTimeout(this.timer)
    if (this.sent) return
    if (this.busy && !leaving) { this.again = true; return }
    const mark = this.changes
    this.busy = true
    try {
      const body = new URLSearchParams()
      for (const [name, value] of new FormData(this.form)) if (typeof value === "string") body.append(name, value)
      const answer = await fetch(this.url, {
        method: "POST", body, keepalive: leaving, redirect: "error", credentials: "same-origin",
        headers: { "X-CSRFToken": token(this.form), "X-Autosave": this.failures ? "again" : "1" },
      })
      if (answer.ok) this.saved(mark)
      else this.failed(answer.status)
    } catch { this.failed() } finally {
      this.busy = false
      if (this.again) { this.again = false; this.save() }
    }
  }

  saved(mark) {
    if (this.failures) this.spoken.textContent = "Saved again"
    this.kept = mark
    this.savedAt = Date.now()
    this.failures = 0
    this.tick()
  }

  failed(status) {
    if (status === 401) document.dispatchEvent(new Event("caseflow:refused"))
    const words = REFUSED[status] ?? "not saved — still on this screen"
    if (!this.failures || words !== this.words) this.spoken.textContent = REFUSED[status] ?? "Not saved. It is still on this screen."
    this.words = words
    const wait = RETRY[Math.min(this.failures, RETRY.length - 1)]
    this.failures += 1
    // An older screen's words are put aside by the server; to send them again would change nothing.
    if (status !== AHEAD) this.timer = setTimeout(() => this.save(), wait)
    this.tick()
  }

  tick() {
    if (!this.status) return
    this.status.classList.toggle("cf-autosave--failed", this.failures > 0)
    if (this.failures) this.status.textContent = this.words
    else if (this.savedAt) this.status.textContent = ago(this.savedAt)
  }
}

export function startAutosave(scope = document) {
  scope.querySelectorAll("form[data-autosave-url]").forEach((form) => {
    if (form.dataset.autosaving) return
    form.dataset.autosaving = "1"
    new Autosave(form)
  })
}
