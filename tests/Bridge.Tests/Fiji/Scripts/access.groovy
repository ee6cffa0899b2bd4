import ij.Prefs
import ij.gui.NewImage

// A server with tokens and a certificate of its own. The environment has the right token and fingerprint; what is remembered for the server goes before it.
def server = "https://$Checks.server"
def keyOf = { String kind -> "fijibridge.${kind}." + server.replaceAll('[^A-Za-z0-9.-]', '_') }
def attempt = { String name, String kind = null, String value = null ->
    if (kind) Prefs.set(keyOf(kind), value)
    NewImage.createShortImage('cells', 64, 48, 2, NewImage.FILL_RAMP).show()
    def run = Checks.macro("setBatchMode(true); run(\"Restore Image\", \"server=$server model=pass-through\"); print(getTitle());")
    Checks.report(name, run)
    Checks.closeAll()
    if (kind) Prefs.set(keyOf(kind), (String) null)
}
attempt('noToken', 'token', '')
attempt('wrongToken', 'token', 'fjb_wrong')
attempt('noFingerprint', 'fingerprint', '')
attempt('wrongFingerprint', 'fingerprint', 'a' * 64)
attempt('right')

// In front of a screen the user is asked for the token: it is hidden, and nothing of it is recorded.
Prefs.set(keyOf('token'), '')
Prefs.set('fijibridge.server', server)
NewImage.createShortImage('cells', 64, 48, 2, NewImage.FILL_RAMP).show()
def recorder = new ij.plugin.frame.Recorder()
ij.IJ.doCommand('Restore Image')
def dialog = User.dialog('FijiBridge Server')
def hidden = dialog.stringFields[1].echoChar == ('*' as char)
dialog.stringFields[1].text = 'fjb_secret'
User.press(dialog, 0)
User.press(User.dialog('FijiBridge Server'), 1)
User.await('the end of the dialogs') { !Checks.dialogs() }
Checks.report('asked', [hidden: hidden, remembered: Prefs.get(keyOf('token'), ''), recorded: "$recorder.text ${ij.plugin.frame.Recorder.commandOptions}"])
recorder.close()
