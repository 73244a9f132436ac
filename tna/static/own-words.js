// Saves what somebody writes while they write it; without this file the form does it. Nothing is kept in the browser.
const form = document.querySelector('form[data-words]')
const note = form.querySelector('[data-note]')
const told = note.dataset
const box = form.elements.words
let saved = form.dataset.words === 'kept' ? box.value : null
let busy = false, over = false, leaving = false, held = null, tries = 0, timer

const say = (text, isSaved = false) => {
  note.classList.toggle('tna-note--unsaved', !isSaved)
  if (note.textContent !== text) note.textContent = text
}
const isUnsaved = () => box.value !== saved

async function send () {
  clearTimeout(timer)
  if (busy || over || !isUnsaved()) return
  const words = box.value
  const body = new URLSearchParams({ words })
  for (const name of ['csrf_token', 'owner', 'seen']) body.set(name, form.elements[name].value)
  busy = true
  const answer = await fetch(location.pathname + '/saved' + location.search, { method: 'POST', body, keepalive: true, redirect: 'manual' }).catch(() => null)
  busy = false
  if (!answer || answer.status > 499 || answer.status === 429) {
    say(told.soon)
    timer = setTimeout(send, Math.min(30, 2 ** ++tries) * 1000)
  } else if (answer.type === 'opaqueredirect' || answer.status === 400) say(told.signedOut)
  else if (answer.status === 200) {
    form.elements.seen.value = (await answer.json()).seen
    saved = words
    tries = 0
    say(told.saved.replace('{time}', new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })), true)
    if (isUnsaved()) timer = setTimeout(send, 1500)
  } else {
    over = true
    say(answer.status === 422 ? (await answer.json()).fault : told.noMore)
    if (answer.status === 422) over = false
  }
  if (held) held()
}

box.addEventListener('input', () => {
  clearTimeout(timer)
  timer = setTimeout(send, 1500)
})
form.addEventListener('submit', (event) => {
  if (busy) { // the text under way is saved first, or its own next words would look like somebody else's
    event.preventDefault()
    held = () => { held = null; form.requestSubmit(event.submitter) }
    return
  }
  clearTimeout(timer)
  leaving = true
})
addEventListener('online', send)
document.addEventListener('visibilitychange', send)
addEventListener('pageshow', () => { leaving = false })
addEventListener('beforeunload', (event) => {
  if (leaving || document.body.classList.contains('govuk-exit-this-page-hide-content')) return
  send()
  if (isUnsaved() && tries) event.preventDefault()
})
