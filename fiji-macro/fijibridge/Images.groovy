package fijibridge

import groovy.transform.CompileDynamic
import groovy.transform.CompileStatic
import ij.IJ
import ij.ImagePlus
import ij.WindowManager
import ij.gui.ImageWindow
import ij.io.Opener
import ij.macro.Interpreter
import java.awt.GraphicsEnvironment

/** The image a command works on, and how its result is shown. */
@CompileStatic
class Images {
    /** Fiji runs scripts on threads of their own, where the current image of a macro in batch mode must be asked for differently. */
    static ImagePlus current() {
        ImagePlus image = Interpreter.isBatchMode() ? selectedByMacro() ?: Interpreter.getLastBatchModeImage() : null
        if (image == null) image = WindowManager.currentImage
        if (image == null) throw new Failure('There is no image open: open the image that is to be restored.')
        image
    }

    /** The open image with this title, also one that a macro in batch mode keeps hidden. */
    static ImagePlus named(String title) {
        List<ImagePlus> found = all().findAll { ImagePlus image -> image.title == title }
        if (found.empty) throw new Failure('No image with the title "' + title + '" is open.')
        if (found.size() > 1) throw new Failure('There are ' + found.size() + ' images with the title "' + title + '": rename one of them.')
        found.get(0)
    }

    /** All open images. */
    static List<ImagePlus> all() {
        List<ImagePlus> images = new ArrayList<ImagePlus>()
        for (int id : WindowManager.IDList ?: new int[0]) images.add(WindowManager.getImage(id))
        images
    }

    /** The image in a file, which is not shown; null where ImageJ cannot open it, and what ImageJ says of that stands in the Log, in no window. */
    @CompileDynamic
    static ImagePlus opened(File file) {
        Opener opener = new Opener()
        opener.setSilentMode(true)
        // An error of a command that a macro runs is told in a window even in batch mode, unless its interpreter ignores it.
        Interpreter running = Interpreter.instance
        boolean quiets = running?.respondsTo('setIgnoreErrors')
        IJ.redirectErrorMessages(true)
        if (quiets) running.setIgnoreErrors(true)
        try {
            return opener.openImage(file.path)
        } catch (RuntimeException ignored) {
            return null
        } finally {
            if (quiets) running.setIgnoreErrors(false)
            IJ.redirectErrorMessages(false)
        }
    }

    /** Keeps other commands away from the image until it is unlocked. */
    static void lock(ImagePlus image) {
        if (!image.lockSilently()) throw new Failure(image.title + ' is in use by another command: wait until that has ended.')
    }

    /** Shows the image, and makes it the current one of the macro that runs. */
    static void show(ImagePlus image) {
        image.show()
        if (!Messages.isSilent()) return
        for (Thread thread : interpreting()) WindowManager.setTempCurrentImage(thread, image)
    }

    /** The image that the running macro works on: what it selects is remembered for its thread, where ImageJ lets nobody else look. */
    @CompileDynamic
    private static ImagePlus selectedByMacro() {
        try {
            java.lang.reflect.Field table = WindowManager.getDeclaredField('tempImageTable')
            table.accessible = true
            return interpreting().findResult { Thread thread -> table.get(null).get(thread) }
        } catch (NoSuchFieldException ignored) {
            return null
        }
    }

    private static List<Thread> interpreting() {
        List<Thread> threads = new ArrayList<Thread>()
        for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.allStackTraces.entrySet())
            if (entry.value.any { StackTraceElement frame -> frame.className == 'ij.macro.Interpreter' }) threads.add(entry.key)
        threads
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
