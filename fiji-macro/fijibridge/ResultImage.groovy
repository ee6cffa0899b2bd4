package fijibridge

import groovy.transform.CompileStatic
import ij.CompositeImage
import ij.ImagePlus
import ij.ImageStack
import ij.WindowManager
import ij.gui.Overlay
import ij.gui.Roi
import ij.measure.Calibration
import ij.plugin.RoiScaler
import ij.process.LUT
import java.awt.EventQueue
import java.awt.GraphicsEnvironment

/** The restored planes become an image that has everything of its source which is not pixels. */
@CompileStatic
class ResultImage {
    private final ImagePlus source
    private final Selection part
    private final ImageStack stack
    private final int channels
    private final double scale
    /** Makes values of samples; null where the result has samples as the source has. */
    private final SampleValues values

    /** @param asRgb the planes are RGB again */
    ResultImage(ImagePlus source, Selection part, ImageStack stack, boolean asRgb) {
        this.source = source
        this.part = part
        this.stack = stack
        channels = source.bitDepth == 24 && !asRgb ? 3 * part.channels : part.channels
        scale = stack.width / (double) part.width
        values = stack.bitDepth == 32 ? SampleValues.of(source) : null
    }

    /** @param provenance lines for the Info */
    ImagePlus make(String provenance) {
        copyLabels()
        toValues()
        ImagePlus plain = new ImagePlus(WindowManager.makeUniqueName(stem(source.title) + '-restored'), stack)
        plain.setDimensions(channels, part.slices, part.frames)
        plain.setOpenAsHyperStack(source.isHyperStack() || channels > 1 && part.slices * part.frames > 1)
        ImagePlus image = channels > 1 && plain.bitDepth != 24 ? (ImagePlus) new CompositeImage(plain, modeOf(source)) : plain
        copyCalibration(image)
        copyDisplay(image)
        copyRegions(image)
        copyProperties(image, provenance)
        int c = Math.min(Math.max(1, source.channel - part.firstChannel + 1), channels)
        image.setPosition(c, clamped(source.slice, part.firstSlice, part.lastSlice), clamped(source.frame, part.firstFrame, part.lastFrame))
        image
    }

    static String stem(String title) {
        title.replaceFirst(/(?i)(\.ome)?\.(tiff?|png|jpe?g|czi|lif|nd2|lsm|zip|gif|bmp|dcm)$/, '')
    }

    private static int clamped(int position, int first, int last) {
        Math.min(Math.max(position, first), last) - first + 1
    }

    private static int modeOf(ImagePlus source) {
        source instanceof CompositeImage ? ((CompositeImage) source).mode : CompositeImage.COMPOSITE
    }

    private void copyLabels() {
        int[] indices = part.stackIndices(source)
        int times = stack.size().intdiv(indices.length)
        for (int i = 0; i < stack.size(); i++) stack.setSliceLabel(source.getStack().getSliceLabel(indices[i.intdiv(times)]), i + 1)
    }

    private void toValues() {
        // Signed samples travel as such: what comes back are the values.
        if (values == null || source.calibration.isSigned16Bit()) return
        if (stack instanceof DiskStack) ((DiskStack) stack).values = values
        else for (int n = 1; n <= stack.size(); n++) values.apply((float[]) stack.getPixels(n))
    }

    private void copyCalibration(ImagePlus image) {
        Calibration to = source.calibration.copy()
        to.xOrigin = (to.xOrigin - part.x) * scale
        to.yOrigin = (to.yOrigin - part.y) * scale
        to.zOrigin = to.zOrigin - (part.firstSlice - 1)
        to.pixelWidth = to.pixelWidth / scale
        to.pixelHeight = to.pixelHeight / scale
        if (values != null) {
            // Without a function ImageJ forgets the unit.
            String unit = to.valueUnit
            to.disableDensityCalibration()
            to.valueUnit = unit
        }
        image.calibration = to
        image.setIgnoreGlobalCalibration(true)
    }

    private void copyDisplay(ImagePlus image) {
        if (image.bitDepth == 24 || source.bitDepth == 24) return
        LUT[] luts = source.luts
        if (image instanceof CompositeImage) {
            CompositeImage composite = (CompositeImage) image
            LUT[] kept = new LUT[channels]
            for (int c = 0; c < channels; c++) kept[c] = ranged((LUT) luts[Math.min(c + part.firstChannel - 1, luts.length - 1)].clone())
            composite.setLuts(kept)
            copyActiveChannels(composite)
            return
        }
        LUT lut = luts.length > 0 ? (LUT) luts[Math.min(part.firstChannel - 1, luts.length - 1)].clone() : source.getProcessor().lut
        if (luts.length == 1) {
            lut.min = source.displayRangeMin
            lut.max = source.displayRangeMax
        }
        ranged(lut)
        // ImagePlus.setLut forgets the stack of a single plane, and its label with it.
        if (image.stackSize == 1) image.getProcessor().lut = lut
        else image.setLut(lut)
        image.setDisplayRange(lut.min, lut.max)
    }

    private LUT ranged(LUT lut) {
        if (values == null) return lut
        double first = values.of(lut.min), last = values.of(lut.max)
        lut.min = Math.min(first, last)
        lut.max = Math.max(first, last)
        lut
    }

    private void copyActiveChannels(CompositeImage composite) {
        if (!(source instanceof CompositeImage)) return
        boolean[] active = ((CompositeImage) source).activeChannels, mine = composite.activeChannels
        for (int c = 0; c < channels && c + part.firstChannel - 1 < active.length; c++) mine[c] = active[c + part.firstChannel - 1]
    }

    private void copyRegions(ImagePlus image) {
        if (GraphicsEnvironment.isHeadless() || EventQueue.isDispatchThread()) copyRegionsNow(image)
        // While a region without a colour is painted, it has that of the painter.
        else EventQueue.invokeAndWait { copyRegionsNow(image) }
    }

    private void copyRegionsNow(ImagePlus image) {
        if (source.overlay != null) image.overlay = moved(source.overlay)
        if (source.roi != null) image.roi = moved((Roi) source.roi.clone())
    }

    private Overlay moved(Overlay overlay) {
        Overlay result = new Overlay()
        for (Roi roi : overlay.duplicate().toArray()) if (placed(roi)) result.add(roi)
        if (part.x != 0 || part.y != 0) result.translate(-part.x, -part.y)
        if (scale == 1d) return result
        Overlay scaled = new Overlay()
        for (Roi roi : result.toArray()) scaled.add(keepingPosition(roi, RoiScaler.scale(roi, scale, scale, false)))
        scaled
    }

    /** Moves the region to where its plane is in the result; false when that plane is not part of it. */
    private boolean placed(Roi roi) {
        boolean hyper = roi.hasHyperStackPosition()
        if (!hyper && roi.position == 0) return true
        int[] from = hyper ? [roi.CPosition, roi.ZPosition, roi.TPosition] as int[] : source.convertIndexToPosition(roi.position)
        int c = placed(from[0], part.firstChannel, part.lastChannel)
        int z = placed(from[1], part.firstSlice, part.lastSlice)
        int t = placed(from[2], part.firstFrame, part.lastFrame)
        if (c < 0 || z < 0 || t < 0) return false
        if (hyper) roi.setPosition(c, z, t)
        else roi.setPosition(((t - 1) * part.slices + z - 1) * channels + c)
        true
    }

    // 0 stands for all of them.
    private static int placed(int position, int first, int last) {
        position == 0 ? 0 : position < first || position > last ? -1 : position - first + 1
    }

    private Roi moved(Roi roi) {
        roi.setLocation(roi.XBase - part.x, roi.YBase - part.y)
        scale == 1d ? roi : keepingPosition(roi, RoiScaler.scale(roi, scale, scale, false))
    }

    private static Roi keepingPosition(Roi from, Roi to) {
        if (from.hasHyperStackPosition()) to.setPosition(from.CPosition, from.ZPosition, from.TPosition)
        else to.setPosition(from.position)
        to.name = from.name
        to
    }

    private void copyProperties(ImagePlus image, String provenance) {
        Properties from = source.properties
        if (from != null) for (Map.Entry<Object, Object> entry : from.entrySet()) image.setProperty((String) entry.key, entry.value)
        copyNewProperties(source, image)
        String info = (String) source.getProperty('Info')
        image.setProperty('Info', (info ? (info.endsWith('\n') ? info : info + '\n') : '') + provenance)
    }

    // ImageJ has these since 1.53a.
    @groovy.transform.CompileDynamic
    private static void copyNewProperties(def from, def to) {
        if (from.respondsTo('getPropertiesAsArray') && from.propertiesAsArray != null) to.setProperties(from.propertiesAsArray)
    }
}
