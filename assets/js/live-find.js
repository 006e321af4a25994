// Matches that follow what is typed. An answer that comes late, after a newer question, is dropped.
const WAIT = 250
// The count is read out once, when typing has come to rest: not the list, and not at each letter.
const REST = 1200

const token = (form) => form.querySelector("[name=csrf_token]")?.value ?? document.body.dataset.csrf ?? ""

function watch(element, refresh) {
  const form = element.matches("form") ? element : element.closest("form")
  const target = document.querySelector(element.dataset.liveFindTarget || element.dataset.liveFind)
  const url = element.dataset.liveFindUrl || form?.action
  if (!form || !target) return
  let timer, saying, asking, asked = ""
  const say = (words) => {
    clearTimeout(saying)
    saying = setTimeout(() => {
      const place = element.dataset.liveFindStatus, status = place && document.querySelector(place)
      if (status && status.textContent !== words) status.textContent = words
    }, REST)
  }
  const ask = async () => {
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(form)) if (typeof value === "string" && name !== "once") body.append(name, value)
    const question = body.toString()
    if (question === asked) return
    asked = question
    asking?.abort()
    const mine = asking = new AbortController()
    target.setAttribute("aria-busy", "true")
    try {
      const answer = await fetch(url, {
        method: "POST", body, signal: mine.signal, redirect: "error", credentials: "same-origin",
        headers: { "X-CSRFToken": token(form), "X-Fragment": "1" },
      })
      if (!answer.ok) throw new Error(String(answer.status))
      const html = await answer.text()
      if (mine.signal.aborted) return
      // Words being typed within the answer's place are not taken away.
      if (target.contains(document.activeElement) && document.activeElement !== target) return
      const made = document.createElement("template")
      made.innerHTML = html
      target.replaceChildren(made.content)
      refresh(target)
      say(target.querySelector("[data-found]")?.textContent.trim() ?? "")
    } catch (fault) { if (fault.name !== "AbortError") asked = "" } finally {
      if (asking === mine) target.removeAttribute("aria-busy")
    }
  }
  const later = () => { clearTimeout(timer); clearTimeout(saying); timer = setTimeout(ask, WAIT) }
  element.addEventListener("input", later)
  element.addEventListener("change", later)
}

export function startLiveFind(scope, refresh) {
  scope.querySelectorAll("[data-live-find], [data-live-find-url]").forEach((element) => {
    if (element.dataset.liveFinding) return
    element.dataset.liveFinding = "1"
    watch(element, refresh)
  })
}
