// Matches that follow what is typed. An answer that comes late, after a newer question, is dropped.
const WAIT = 250
// The count is read out once, when typing has come to rest: not the list, and not at each letter.
const REST = 1200

const token = (form) => form.querySelector("[name=csrf_token]")?.value ?? document.body.dataset.csrf ?? ""

const TYPED = "textarea, select, input:not([type=radio], [type=checkbox])"

// What was chosen while the answer was on its way is kept, unless it says of all who are shown now that they are not it.
function choose(target, before) {
  const same = [...target.querySelectorAll("[type=radio]")].find((one) => one.name === before.name && one.value === before.value)
  if (same && !("afterLooking" in same.dataset)) same.checked = true
}

// Several parts of a form may ask for one place: whichever asks last is answered, whoever asked before.
const questions = new WeakMap()

function questionOf(target) {
  if (!questions.has(target)) questions.set(target, { asked: "" })
  return questions.get(target)
}

function watch(element, refresh) {
  const form = element.matches("form") ? element : element.closest("form")
  const target = document.querySelector(element.dataset.liveFindTarget || element.dataset.liveFind)
  const url = element.dataset.liveFindUrl || form?.action
  if (!form || !target) return
  const its = questionOf(target)
  const say = (words) => {
    clearTimeout(its.saying)
    its.saying = setTimeout(() => {
      const place = element.dataset.liveFindStatus, status = place && document.querySelector(place)
      if (status && status.textContent !== words) status.textContent = words
    }, REST)
  }
  const ask = async () => {
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(form)) if (typeof value === "string" && name !== "once") body.append(name, value)
    const question = body.toString()
    if (question === its.asked) return
    its.asked = question
    its.asking?.abort()
    const mine = its.asking = new AbortController()
    target.setAttribute("aria-busy", "true")
    try {
      const answer = await fetch(url, {
        method: "POST", body, signal: mine.signal, redirect: "error", credentials: "same-origin",
        headers: { "X-CSRFToken": token(form), "X-Fragment": "1" },
      })
      if (!answer.ok) throw new Error(String(answer.status))
      const html = await answer.text()
      if (mine.signal.aborted) return
      const at = target.contains(document.activeElement) ? document.activeElement : null
      if (at?.matches(TYPED)) {
        // Words being typed within the answer's place are not taken away: it is asked for again when they stand.
        its.asked = ""
        at.addEventListener("blur", later, { once: true })
        return
      }
      const chosen = [...target.querySelectorAll("[type=radio]:checked")].filter((one) => body.get(one.name) !== one.value)
      const made = document.createElement("template")
      made.innerHTML = html
      target.replaceChildren(made.content)
      chosen.forEach((one) => choose(target, one))
      if (at?.id) document.getElementById(at.id)?.focus()
      refresh(target)
      say(target.querySelector("[data-found]")?.textContent.trim() ?? "")
    } catch (fault) { if (fault.name !== "AbortError") its.asked = "" } finally {
      if (its.asking === mine) target.removeAttribute("aria-busy")
    }
  }
  const later = () => { clearTimeout(its.timer); clearTimeout(its.saying); its.timer = setTimeout(ask, WAIT) }
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
