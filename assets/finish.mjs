// The last step of the build: what was built from which version, and the licence texts that go with it.
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs"

const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version

mkdirSync("../static/licences", { recursive: true })
mkdirSync("../static/images", { recursive: true })
mkdirSync("../tests/vendor", { recursive: true })
readdirSync("licences").forEach((name) => copyFileSync(`licences/${name}`, `../static/licences/${name}`))
copyFileSync("node_modules/@ministryofjustice/frontend/moj/assets/images/icon-document.svg", "../static/images/icon-document.svg")
copyFileSync("node_modules/axe-core/axe.min.js", "../tests/vendor/axe.min.js")
copyFileSync("node_modules/axe-core/LICENSE", "../tests/vendor/axe.LICENSE.txt")
copyFileSync("node_modules/axe-core/LICENSE-3RD-PARTY.txt", "../tests/vendor/axe.LICENSE-3RD-PARTY.txt")

writeFileSync("../static/VERSIONS.txt", `Compiled from assets/ (see assets/README.md). Do not edit caseflow.css, caseflow.js or early.js by hand.

caseflow.css   govuk-frontend ${version("govuk-frontend")}, @ministryofjustice/frontend ${version("@ministryofjustice/frontend")}, and our own scss;
               compiled with sass ${version("sass")}
caseflow.js    parts of govuk-frontend ${version("govuk-frontend")} and our own; bundled with esbuild ${version("esbuild")}
early.js       our own; esbuild ${version("esbuild")}
images/        icon-document.svg from @ministryofjustice/frontend ${version("@ministryofjustice/frontend")}
favicon.*, quiet.html, quiet.css   our own, written by hand

Licences: licences/govuk-frontend.txt, licences/moj-frontend.txt (both MIT).
No crown, no crest and no GDS Transport font is used or contained.
Only the tests use axe-core ${version("axe-core")} (MPL 2.0), in tests/vendor.
`)
