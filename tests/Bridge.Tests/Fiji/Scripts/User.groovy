import ij.gui.GenericDialog
import java.awt.EventQueue
import java.awt.Rectangle
import java.awt.Robot
import java.awt.event.ActionEvent
import javax.imageio.ImageIO

/** Somebody in front of the screen. */
class User {
    static final Robot robot = new Robot()

    /** Takes a picture of what the rectangles enclose. */
    static void picture(String name, Rectangle... parts) {
        robot.waitForIdle()
        Thread.sleep(500)
        ImageIO.write(robot.createScreenCapture(parts.inject { all, part -> all.union(part) }), 'png', new File(Checks.folder, name + '.png'))
    }

    static void await(String what, int seconds = 60, Closure condition) {
        def end = System.nanoTime() + seconds * 1_000_000_000L
        while (!condition()) {
            if (System.nanoTime() > end) throw new IllegalStateException("waited in vain for $what; the Log: ${ij.IJ.log}; status: ${ij.ImageJ.statusBarText}")
            Thread.sleep(10)
        }
    }

    static GenericDialog dialog(String title) {
        def found = null
        await(title) { found = java.awt.Window.windows.find { it instanceof GenericDialog && it.visible && it.title == title } }
        found
    }

    /** 0: OK, 1: cancel, 2: no. On the thread of a real click: what ImageJ does then must not depend on who comes first. */
    static void press(GenericDialog dialog, int button) {
        EventQueue.invokeAndWait {
            dialog.actionPerformed(new ActionEvent(dialog.buttons[button], ActionEvent.ACTION_PERFORMED, dialog.buttons[button].label))
        }
    }
}
