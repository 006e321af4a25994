// caseflow in the browser. Every page works without this file; with it, typing is kept, keys answer, screens hide.
import { Button, CharacterCount, ErrorSummary, PasswordInput, SkipLink, Tabs, createAll } from "govuk-frontend"
import { startAutosave } from "./autosave.js"
import { refreshChoices, startChoices } from "./choices.js"
import { refreshForms, startForms } from "./forms.js"
import { startHiding } from "./hide.js"
import { startKeys } from "./keys.js"
import { startLiveFind } from "./live-find.js"
import { startLock } from "./lock.js"

const components = [Button, CharacterCount, ErrorSummary, PasswordInput, SkipLink, Tabs]

function refresh(scope) {
  components.forEach((one) => createAll(one, undefined, { scope, onError: () => {} }))
  startAutosave(scope)
  startLiveFind(scope, refresh)
  refreshForms(scope)
  refreshChoices(scope)
}

document.body.classList.add("js-enabled", "govuk-frontend-supported")
startHiding()
startLock()
startKeys()
startForms()
startChoices()
refresh(document)
