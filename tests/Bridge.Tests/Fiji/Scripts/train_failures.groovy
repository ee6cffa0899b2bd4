// What cannot be learnt from: one message in the Log, no dialog, and the macro stops.
def attempt = { String name, Map options, List more = [] ->
    def all = [noisy: 'short.tif', clean: 'long.tif', name: 'cells', minutes: '1', server: Checks.server] + options
    [Cells.stack('short.tif', 100, 1), Cells.stack('long.tif', 0, 1), Cells.stack('longer.tif', 0, 1, 16, 12), Cells.stack('one.tif', 9, 1, 16, 1), Cells.stack('another.tif', 0, 1, 16, 1),
        Cells.stack('twin.tif', 0, 1), Cells.stack('twin.tif', 0, 2), *more].each { it.show() }
    Checks.report(name, Checks.macro("setBatchMode(true); run(\"Train Model\", \"${all.findAll { it.value != null }.collect { "$it.key=$it.value" }.join(' ')}\");"))
    Checks.closeAll()
}
attempt('nothing', [noisy: null, clean: null])
attempt('notOpen', [clean: 'nowhere.tif'])
attempt('twice', [clean: 'short.tif'])
attempt('twins', [clean: 'twin.tif'])
attempt('unequal', [clean: 'longer.tif'])
attempt('tooSmall', [noisy: 'one.tif', clean: 'another.tif'])
attempt('taken', [name: 'smooth'])
attempt('badName', [name: 'Cells!'])
attempt('badMinutes', [minutes: 'long'])
attempt('badMode', [mode: 'Magic'])
attempt('badBegin', [begin: 'smooth'])
def few = { int planes -> [Cells.stack('few.tif', 9, 1, 128, planes), Cells.stack('few-too.tif', 0, 1, 128, planes)] }
[fewFrames: 9, noFilm: 1].each { name, planes -> attempt(name, [noisy: 'few.tif', clean: 'few-too.tif', begin: 'denoise-time'], few(planes)) }
attempt('serverDown', [server: '127.0.0.1:1'])

// Folders: what does not fit together is told before anything is sent.
def one = { Cells.stack('one', 9, 1, 16, 1) }
def folders = { String name, Map noisy, Map clean, Map options = [:] ->
    def from = Folders.make("$name/noisy", noisy), to = Folders.make("$name/clean", clean)
    attempt(name, [noisy: null, clean: null, noisy_folder: "[$from]", clean_folder: "[$to]"] + options.collectEntries { key, value -> [key, value instanceof Closure ? value(from) : value] })
}
folders('noPartner', ['a.tif': one(), 'b.tif': one(), 'd.tif': one()], ['a.tif': one(), 'c.tif': one(), 'd.tif': one(), 'e.tif': one()])
folders('otherSize', ['a.tif': one(), 'b.tif': one()], ['a.tif': one(), 'b.tif': Cells.stack('b', 9, 1, 16, 2)])
folders('otherPixels', ['a.png': one(), 'b.png': one()], ['a.png': one(), 'b.png': Cells.stack('b', 9, 1, 17, 1)])
folders('oneFolder', ['a.tif': one()], ['a.tif': one()], [clean_folder: null])
folders('sameFolder', ['a.tif': one(), 'b.tif': one()], [:], [clean_folder: { "[$it/../noisy]" }])
folders('noFolder', ['a.tif': one()], [:], [clean_folder: { "[$it/nowhere]" }])
folders('oneField', ['a_ch1.tif': one(), 'a_ch2.tif': one()], ['a_ch1.tif': one(), 'a_ch2.tif': one()])
new File(Folders.make('noImages/noisy', [:]), 'a.czi').text = 'no image'
folders('noImages', [:], ['a.tif': one()])
new File(Folders.make('broken/noisy', ['a.tif': one()]), 'b.png').bytes = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10] as byte[]
folders('broken', [:], ['a.tif': one(), 'b.png': one()])
def many = ('a'..'f').collectEntries { ["${it}.tif".toString(), one()] }
folders('tooMany', many, many)

// A server that takes no more trainings: heard where the upload is cut before the server was heard, and before the upload.
attempt('refusedHalfway', [noisy: 'large.tif', clean: 'large-too.tif', server: System.getProperty('fijibridge.cutting')],
    [Cells.stack('large.tif', 9, 1, 512, 4), Cells.stack('large-too.tif', 0, 1, 512, 4)])
attempt('refused', [:])
