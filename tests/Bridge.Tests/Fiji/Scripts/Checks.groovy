import groovy.json.JsonOutput
import ij.CompositeImage
import ij.IJ
import ij.ImagePlus
import ij.ImageStack
import ij.WindowManager
import ij.gui.Roi

/** What the scripts of the tests have in common: images described field by field, a report, signals to the test and back. */
class Checks {
    static final File folder = new File(System.getProperty('fijibridge.folder'))
    static final String server = System.getProperty('fijibridge.server')
    private static final Map report = [:]

    static void report(String name, Object value) {
        report[name] = value
        new File(folder, 'report.json').setText(JsonOutput.toJson(report), 'UTF-8')
    }

    /** Runs a line of macro in the real interpreter; what the Log got, in "log", and whether the macro went on behind it. */
    static Map macro(String line) {
        IJ.log('\\Clear')
        def end = IJ.runMacro(line + '\nreturn "went on";')
        [log: IJ.getLog() ?: '', wentOn: end == 'went on', windows: dialogs()]
    }

    /** Titles of the dialogs that wait for somebody. */
    static List dialogs() {
        java.awt.Window.windows.findAll { it instanceof java.awt.Dialog && it.visible }.collect { it.title }
    }

    static void signal(String name) {
        new File(folder, name).createNewFile()
    }

    /** Waits until the test asks for something. */
    static void await(String name) {
        def end = System.nanoTime() + 120_000_000_000L
        while (!new File(folder, name).exists()) {
            if (System.nanoTime() > end) throw new IllegalStateException("waited in vain for $name")
            Thread.sleep(20)
        }
    }

    static Map describe(ImagePlus image) {
        def cal = image.calibration
        [title: image.title, size: [image.width, image.height, image.NChannels, image.NSlices, image.NFrames], depth: image.bitDepth,
         hyperstack: image.openAsHyperStack || image.hyperStack, virtual: image.getStack().virtual, position: [image.channel, image.slice, image.frame],
         composite: image instanceof CompositeImage ? image.modeAsString + ' ' + image.activeChannels[0..<image.NChannels] : 'no',
         luts: luts(image), calibration: [cal.pixelWidth, cal.pixelHeight, cal.pixelDepth, cal.xOrigin, cal.yOrigin, cal.zOrigin, cal.frameInterval,
            cal.unit, cal.YUnit, cal.ZUnit, cal.timeUnit, cal.valueUnit, cal.function, cal.coefficients?.toList(), cal.fps].toString(),
         labels: (1..image.stackSize).collect { image.getStack().getSliceLabel(it) }, overlay: betweenPaintings { image.overlay?.toArray()?.collect { region(it) } }, roi: betweenPaintings { region(image.roi) },
         info: image.getProperty('Info') ?: '', properties: (image.properties ?: [:]).findAll { it.key != 'Info' }.sort().toString(), props: image.propertiesAsArray?.toList(),
         pixels: (1..image.stackSize).collect { hash(image.getStack().getPixels(it)) }]
    }

    private static List luts(ImagePlus image) {
        if (image.bitDepth == 24) return []
        def luts = image.luts.length > 1 ? image.luts.collect { [hash(it.bytes), it.min, it.max] } : [[hash(image.getProcessor().lut.bytes), image.displayRangeMin, image.displayRangeMax]]
        luts.collect { it.toString() }
    }

    /** While ImageJ paints a region that has no colour of its own, the region has that of the painter. */
    private static Object betweenPaintings(Closure read) {
        if (java.awt.GraphicsEnvironment.headless || java.awt.EventQueue.dispatchThread) return read()
        def found = null
        java.awt.EventQueue.invokeAndWait { found = read() }
        found
    }

    private static String region(Roi roi) {
        roi == null ? null : [roi.typeAsString, roi.name, roi.floatPolygon.xpoints.toList().take(roi.floatPolygon.npoints), roi.floatPolygon.ypoints.toList().take(roi.floatPolygon.npoints),
            roi.strokeColor, roi.strokeWidth, roi.CPosition, roi.ZPosition, roi.TPosition, roi.position].toString()
    }

    static String hash(Object pixels) {
        pixels instanceof byte[] ? Arrays.hashCode((byte[]) pixels) : pixels instanceof short[] ? Arrays.hashCode((short[]) pixels) :
            pixels instanceof int[] ? Arrays.hashCode((int[]) pixels) : Arrays.hashCode((float[]) pixels)
    }

    /** Noise, the same each time, in planes of any type. */
    static ImageStack noise(int width, int height, int planes, int depth, int seed = 1) {
        def random = new Random(seed)
        def stack = new ImageStack(width, height)
        planes.times { stack.addSlice("plane $it", noisePlane(random, width * height, depth)) }
        stack
    }

    @groovy.transform.CompileStatic
    private static Object noisePlane(Random random, int samples, int depth) {
        byte[] bytes = new byte[samples]
        short[] shorts = new short[samples]
        int[] colours = new int[samples]
        float[] floats = new float[samples]
        for (int i = 0; i < samples; i++) {
            int value = random.nextInt()
            bytes[i] = (byte) value
            shorts[i] = (short) value
            colours[i] = value | (0xFF << 24)
            floats[i] = (float) (random.nextGaussian() * 1000)
        }
        depth == 8 ? (Object) bytes : depth == 16 ? (Object) shorts : depth == 24 ? (Object) colours : (Object) floats
    }

    static void closeAll() {
        WindowManager.IDList?.each { id -> def image = WindowManager.getImage(id); image.changes = false; image.close() }
    }
}
