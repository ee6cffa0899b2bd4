package fijibridge

import groovy.transform.CompileStatic
import ij.IJ
import ij.ImagePlus
import ij.WindowManager
import ij.gui.ImageWindow
import ij.macro.Interpreter
import java.awt.GraphicsEnvironment

/** The image a command works on, and how its result is shown. */
@CompileStatic
class Images {
    /** Fiji runs scripts on threads of their own, where the current image of a macro in batch mode must be asked for differently. */
    static ImagePlus current() {
        ImagePlus image = Interpreter.isBatchMode() ? Interpreter.getLastBatchModeImage() : null
        if (image == null) image = WindowManager.currentImage
        if (image == null) throw new Failure('There is no image open: open the image that is to be restored.')
        image
    }

    /** Shows the image, and makes it the current one of the macro that runs. */
    static void show(ImagePlus image) {
        image.show()
        if (!Messages.isSilent()) return
        for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.allStackTraces.entrySet())
            for (StackTraceElement frame : entry.value)
                if (frame.className == 'ij.macro.Interpreter') {
                    WindowManager.setTempCurrentImage(entry.key, image)
                    break
                }
    }

    /** Puts the windows of two images beside each other, at the same magnification. */
    static void sideBySide(ImagePlus left, ImagePlus right) {
        ImageWindow first = left.window, second = right.window
        if (first == null || second == null || GraphicsEnvironment.headless) return
        double zoom = left.canvas.magnification
        if (right.width == left.width && right.canvas.magnification != zoom) {
            right.canvas.setMagnification(zoom)
            second.pack()
        }
        int x = Math.max(0, Math.min(first.x, (int) IJ.screenSize.width - first.width - second.width))
        first.setLocation(x, first.y)
        second.setLocation(x + first.width, first.y)
    }
}
