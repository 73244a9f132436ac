// Starts the components of the page. Every page works without this file.
import { initAll } from './govuk-frontend-6.3.0/govuk-frontend.min.js'

initAll()

// A register says which of its rows are not saved yet, and asks before they are lost.
const register = document.querySelector('form[data-register]')
if (register) {
  const rows = [...register.querySelectorAll('.tna-register__row')]
  const isChanged = (row) => [...row.querySelectorAll('input')].some((each) => each.checked !== each.defaultChecked)
  const tell = (row) => {
    const words = row.querySelector('[data-saved]')
    words.dataset.saved ||= words.textContent || ' '
    words.textContent = isChanged(row) ? ` · ${register.dataset.notSaved}` : words.dataset.saved.trimEnd()
  }
  let isSent = false
  rows.forEach(tell)
  register.addEventListener('change', () => rows.forEach(tell))
  register.addEventListener('submit', () => { isSent = true })
  window.addEventListener('pageshow', () => { isSent = false; rows.forEach(tell) })
  window.addEventListener('beforeunload', (event) => {
    if (!isSent && ('unsaved' in register.dataset || rows.some(isChanged))) event.preventDefault()
  })
}
