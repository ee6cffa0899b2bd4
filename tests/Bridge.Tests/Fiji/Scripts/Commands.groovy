// Plain ImageJ has no menu for Groovy scripts: these classes, compiled into its plugins folder, stand in for Fiji's.
import ij.IJ
import ij.Macro
import ij.plugin.PlugIn

/** Plugins > Restore Image: the file that a Fiji user has in the menu. */
class Restore_Image implements PlugIn {
    void run(String argument) {
        new GroovyShell(getClass().classLoader).evaluate(new File(IJ.getDirectory('imagej'), 'scripts/Plugins/FijiBridge/Restore_Image.groovy'))
    }
}

/** Restore Image on a thread of its own, as Fiji runs scripts: with the options of the macro, and without being the thread that interprets it. */
class Restore_Elsewhere implements PlugIn {
    void run(String argument) {
        def options = Macro.options
        Thread.start('Run$_Restore Image') {
            Macro.options = options
            new Restore_Image().run(argument)
        }.join()
    }
}

/** Plugins > Train Model. */
class Train_Model implements PlugIn {
    void run(String argument) {
        new GroovyShell(getClass().classLoader).evaluate(new File(IJ.getDirectory('imagej'), 'scripts/Plugins/FijiBridge/Train_Model.groovy'))
    }
}

/** Plugins > Evaluate Restoration. */
class Evaluate_Restoration implements PlugIn {
    void run(String argument) {
        new GroovyShell(getClass().classLoader).evaluate(new File(IJ.getDirectory('imagej'), 'scripts/Plugins/FijiBridge/Evaluate_Restoration.groovy'))
    }
}

/** Plugins > Run Checks: a script of the tests, which ends ImageJ. */
class Run_Checks implements PlugIn {
    void run(String argument) {
        def script = new File(System.getProperty('fijibridge.checks'))
        Thread.startDaemon { watch() }
        try {
            new GroovyClassLoader(getClass().classLoader).with { addClasspath(script.parent); parseClass(script).newInstance().run() }
        } catch (Throwable e) {
            def trace = new StringWriter()
            e.printStackTrace(new PrintWriter(trace))
            new File(System.getProperty('fijibridge.folder'), 'error.txt').text = trace
        }
        Runtime.runtime.halt(0)
    }

    /** A dialog that nobody answers would wait for ever: after a minute its text is the error. */
    static void watch() {
        def since = [:]
        while (true) {
            def open = java.awt.Window.windows.findAll { it instanceof java.awt.Dialog && it.visible }
            since.keySet().retainAll(open)
            open.each { if (!since[it]) since[it] = System.currentTimeMillis() }
            def old = since.find { System.currentTimeMillis() - it.value > 60000 }?.key
            if (old != null) {
                new File(System.getProperty('fijibridge.folder'), 'error.txt').text = "a dialog waits: $old.title: ${texts(old)}"
                Runtime.runtime.halt(0)
            }
            Thread.sleep(500)
        }
    }

    static String texts(java.awt.Container parent) {
        parent.components.collect {
            it instanceof java.awt.Container ? texts(it) : it instanceof ij.gui.MultiLineLabel ? it.@lines.join(' ') : it instanceof java.awt.Label || it instanceof java.awt.TextComponent ? it.text : ''
        }.join(' ').trim()
    }
}
