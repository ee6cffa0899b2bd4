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
attempt('serverDown', [server: '127.0.0.1:1'])

// A server that takes no more trainings: heard at once, and also where the upload is cut before the server was heard.
attempt('refused', [:])
attempt('refusedHalfway', [noisy: 'large.tif', clean: 'large-too.tif', server: System.getProperty('fijibridge.cutting')],
    [Cells.stack('large.tif', 9, 1, 512, 4), Cells.stack('large-too.tif', 0, 1, 512, 4)])
