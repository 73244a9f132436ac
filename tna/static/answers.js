// Saves each answer of a part as it is given; without this file the form does it. Answers wait in memory alone.
// What it says stands in the page, in the page's language.
const form = document.querySelector('form[data-answers]')
const note = form.querySelector('[data-note]')
const told = note.dataset
const field = (name) => form.elements.namedItem(name)
const group = (item) => [...form.querySelectorAll(`[type=radio][name="${item}"]`)]
const chosen = (item) => group(item).findIndex((each) => each.checked) + 1
const words = (item, code) => group(item)[code - 1]?.labels[0].textContent.trim().replace(/\s+/g, ' ') || told.noAnswer
const seen = new Map(field('seen').value.split(' ').filter(Boolean).map((each) => each.split(':')))
const changed = new Set() // items that nobody has sent yet
let batch = null // items and codes that were sent, and are sent again unchanged until their fate is known
let held = null // how to go on, once all is saved, for somebody who pressed a button or followed a link before
let busy = false, over = false, leaving = false, renewed = false, tries = 0, timer

const say = (text, link, address, isSaved = false) => {
  note.classList.toggle('tna-note--unsaved', !isSaved)
  if (told.said === text) return // said once, not for each answer
  told.said = text
  note.textContent = text
  if (!link) return
  const a = Object.assign(document.createElement('a'), { href: address, textContent: link, className: 'govuk-link' })
  if (address) a.target = '_blank'
  note.append(' ', a)
}
const wait = (text) => {
  say(text || (navigator.onLine ? told.soon : told.onceOnline))
  timer = setTimeout(send, Math.min(30, 2 ** ++tries) * 1000)
}
const go = () => { leaving = true; held() }
const stop = (text) => { over = true; held ? go() : say(text, told.reload, '') }

const clash = (item, kept) => {
  const [here, there] = [words(item, chosen(item)), words(item, kept)]
  group(item).forEach((each, place) => { each.checked = place + 1 === kept })
  seen.set(item, kept)
  const fault = form.querySelector(`#${item}-clash`) || document.createElement('p')
  Object.assign(fault, { id: item + '-clash', className: 'govuk-error-message' })
  fault.textContent = told.clash.replace(/{(here|there)}/g, (_, place) => ({ here, there })[place])
  const fieldset = group(item)[0].closest('fieldset')
  fieldset.setAttribute('aria-describedby', fault.id)
  fieldset.querySelector('legend').after(fault)
}
const remember = () => { field('seen').value = [...seen].filter(([, code]) => +code).map((each) => each.join(':')).join(' ') }

// After signing in again the page takes the new token, if it is still the same person who is signed in.
const renew = async () => {
  const page = await fetch(location.href).catch(() => null)
  if (!page || page.status > 499) return wait()
  if (page.url.startsWith(new URL(form.dataset.signIn, location).href)) {
    tries = 1
    held = null
    return say(told.signedOut, told.signInAgain, form.dataset.signIn)
  }
  const fresh = new DOMParser().parseFromString(await page.text(), 'text/html').querySelector('form[data-answers]')
  if (!fresh) return stop(told.noMore)
  if (fresh.elements.owner.value !== field('owner').value) return stop(told.somebodyElse)
  document.querySelectorAll('[name=csrf_token]').forEach((each) => { each.value = fresh.elements.csrf_token.value })
  if (renewed) return wait()
  renewed = true
  send()
}

async function send () {
  clearTimeout(timer)
  if (busy || over) return
  if (!batch) {
    const now = [...changed].map((item) => [item, chosen(item)]).filter(([item, code]) => code !== +(seen.get(item) || 0))
    changed.clear()
    if (now.length) batch = new Map(now)
  }
  if (!batch) {
    if (held && navigator.onLine) go()
    else if (held) wait(told.offline)
    return
  }
  const body = new URLSearchParams({ csrf_token: field('csrf_token').value, owner: field('owner').value })
  body.set('seen', [...batch.keys()].map((item) => `${item}:${seen.get(item) || 0}`).join(' '))
  batch.forEach((code, item) => body.set(item, group(item)[code - 1]?.value || ''))
  busy = true
  const answer = await fetch(location.pathname + '/answers' + location.search, { method: 'POST', body, keepalive: true, redirect: 'manual' }).catch(() => null)
  busy = false
  if (!answer || answer.status > 499 || answer.status === 429) return wait()
  if (answer.type === 'opaqueredirect' || answer.status === 400) return renew()
  if (answer.status !== 200 && answer.status !== 422) return stop(told.noMore)
  const { faults = {}, kept = {} } = await answer.json()
  batch.forEach((code, item) => item in faults || (seen.set(item, code), form.querySelector(`#${item}-clash`)?.remove()))
  batch = null
  tries = renewed = 0
  Object.keys(faults).forEach((item) => clash(item, kept[item]))
  remember()
  if (answer.status === 422) { held = null; say(told.changedElsewhere, told.reload, '') }
  else say(told.saved.replace('{time}', new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })), '', '', true)
  send()
}

form.addEventListener('change', ({ target }) => {
  changed.add(target.name)
  clearTimeout(timer)
  timer = setTimeout(send, 600)
})
const isUnsaved = () => batch || changed.size
document.addEventListener('submit', (event) => {
  const { target, submitter } = event
  if (leaving || over || (!isUnsaved() && navigator.onLine)) { leaving = true; return }
  event.preventDefault()
  held = () => target.requestSubmit(submitter)
  send()
})
// So that the next page shows what was just put. Known to fail, a link leads on, and the browser asks before it leaves.
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href]:not([target], [href^="#"], [class*=exit-this-page])')
  if (!link || link.host !== location.host || leaving || over || tries || !isUnsaved()) return
  event.preventDefault()
  held = () => location.assign(link.href)
  send()
})
addEventListener('online', send)
document.addEventListener('visibilitychange', send)
addEventListener('pageshow', () => { leaving = false })
addEventListener('beforeunload', (event) => {
  if (leaving || document.body.classList.contains('govuk-exit-this-page-hide-content')) return
  send()
  if (isUnsaved() && (tries || !navigator.onLine)) event.preventDefault()
})
if (form.dataset.answers === 'typed') { form.querySelectorAll('[type=radio]:checked').forEach((each) => changed.add(each.name)); send() }
