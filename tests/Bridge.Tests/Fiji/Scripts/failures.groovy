import ij.gui.NewImage

// Every failure: one message in the Log, no dialog, and the macro stops instead of going on with an image that was not restored.
def image = { NewImage.createShortImage('cells', 64, 48, 2, NewImage.FILL_RAMP).show() }
def attempt = { String name, String options, boolean withImage = true ->
    if (withImage) image()
    def run = Checks.macro("setBatchMode(true); run(\"Restore Image\", \"$options\");")
    Checks.report(name, run + [result: ij.WindowManager.currentImage?.title])
    Checks.closeAll()
}
def restore = "server=${Checks.server} model=pass-through"
attempt('noImage', restore, false)
attempt('serverDown', 'server=127.0.0.1:1 model=pass-through')
attempt('wrongPort', "server=${System.getProperty('fijibridge.grpc')} model=pass-through")
attempt('noSuchComputer', 'server=nowhere.invalid:50052 model=pass-through')
attempt('notAnAddress', 'server=ftp://x model=pass-through')
attempt('noSuchPort', 'server=localhost:500522 model=pass-through')
attempt('unknownModel', "server=${Checks.server} model=nonsense")
attempt('badParameter', "server=${Checks.server} model=smooth parameters=sigma=high")
attempt('parameterOutOfRange', "server=${Checks.server} model=smooth parameters=sigma=-5")
attempt('badChoice', restore + ' output=16-bit')
attempt('badRange', restore + ' slices=Range range=2-9')
attempt('noSelection', restore + ' preview')

// The connection to the server breaks while it restores, and nothing answers any more.
attempt('killed', "server=${System.getProperty('fijibridge.lost')} model=pass-through")

// A connection that breaks once is taken up again.
NewImage.createShortImage('cells', 400, 300, 3, NewImage.FILL_RAMP).show()
Checks.report('cutOnce', Checks.macro("run(\"Restore Image\", \"server=${System.getProperty('fijibridge.cutting')} model=pass-through\");") + [result: ij.WindowManager.currentImage.title])
