// Compiled into the plugins folder of a plain ImageJ, these stand in for Fiji's menu and for the user of tests/first-user.sh.
import ij.IJ
import ij.WindowManager
import ij.gui.GenericDialog
import ij.plugin.PlugIn
import java.awt.Dialog
import java.awt.Window
import java.awt.event.ActionEvent

/** Plugins > Restore Image, as the menu of Fiji has it. */
class Restore_Image implements PlugIn {
    void run(String argument) {
        new GroovyShell(getClass().classLoader).evaluate(new File(System.getProperty('plugins.dir'), 'scripts/Plugins/FijiBridge/Restore_Image.groovy'))
    }
}

/** Opens the demo's image, takes the command, presses OK, waits for the result; then ImageJ ends. */
class First_User implements PlugIn {
    private final File report = new File(System.getProperty('first.report'))
    private long last = System.nanoTime()

    void run(String argument) {
        try {
            restore()
            report << 'done\n'
        } catch (Throwable e) {
            report << "$e; the Log: ${IJ.log}; windows: ${Window.windows.findAll { it.visible }}\n"
        }
        Runtime.runtime.halt(0)
    }

    private void restore() {
        ij.Prefs.set('fijibridge.server', System.getProperty('first.server'))
        IJ.open(System.getProperty('first.sample'))
        told('open noisy.ome.tif')
        IJ.doCommand('Restore Image')
        def dialog = await { Window.windows.find { it instanceof GenericDialog && it.visible && it.title == 'Restore Image' } }
        told('Restore Image: the dialog is there')
        dialog.actionPerformed(new ActionEvent(dialog.buttons[0], ActionEvent.ACTION_PERFORMED, dialog.buttons[0].label))
        def result = await { WindowManager.imageTitles.find { it.contains('-restored') } }
        told('OK: the result is there')
        def model = WindowManager.getImage(result).getProperty('Info').readLines().find { it.startsWith('FijiBridge model: ') }
        report << "$result restored, ${model.replace('FijiBridge ', '')}\n"
    }

    private void told(String what) {
        report << "$what: ${(System.nanoTime() - last).intdiv(1000000L)} ms\n"
        last = System.nanoTime()
    }

    private static Object await(Closure condition) {
        for (def end = System.nanoTime() + 300_000_000_000L; System.nanoTime() < end; Thread.sleep(20)) {
            def found = condition()
            if (found) return found
        }
        throw new IllegalStateException('nothing came for five minutes')
    }
}
