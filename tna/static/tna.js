// Starts the components of the page. Every page works without this file.
import { initAll } from './govuk-frontend-6.3.0/govuk-frontend.min.js'

initAll()
