package fijibridge

import groovy.transform.CompileStatic
import ij.ImagePlus
import ij.gui.ImageWindow
import java.awt.Rectangle

/**
 * Two stacks of the same planes, in parts: neighbouring slices or frames, or stripes of a single plane. The server holds one part out, by which
 * it judges what was learnt from the others.
 */
@CompileStatic
class StackPairs extends TrainingPairs {
    private static final int PARTS = 5, NARROWEST_STRIPE = 64

    final ImagePlus noisy, clean
    final List<Selection> parts

    StackPairs(String noisyTitle, String cleanTitle) {
        if (!noisyTitle || !cleanTitle) throw new Failure('Training needs the titles of two open stacks, noisy=[short.tif] clean=[long.tif], or two folders of images with equal names, noisy_folder=[...] clean_folder=[...].')
        noisy = Images.named(noisyTitle)
        clean = Images.named(cleanTitle)
        if (noisy == clean) throw new Failure('"' + noisyTitle + '" was chosen twice: choose two stacks of the same sample with different exposures, or two noisy ones.')
        if (sizeOf(noisy) != sizeOf(clean)) throw new Failure(noisy.title + ' has ' + sizeOf(noisy) + ', and ' + clean.title + ' has ' + sizeOf(clean) + ': both must show the same planes.')
        parts = partsOf(noisy)
    }

    @Override
    int getFiles() { 2 * parts.size() }

    @Override
    String getWords() { 'parts of the two stacks' }

    @Override
    ImageWindow getWindow() { noisy.window }

    @Override
    long getTotalBytes() {
        long sum = 0
        for (Selection part : parts) sum += new StackUpload(noisy, part).totalBytes + new StackUpload(clean, part).totalBytes
        sum
    }

    @Override
    void writeTo(PairUpload upload) {
        Images.lock(noisy)
        try {
            Images.lock(clean)
            try {
                writeParts(upload)
            } finally {
                clean.unlock()
            }
        } finally {
            noisy.unlock()
        }
    }

    private void writeParts(PairUpload upload) {
        parts.eachWithIndex { Selection part, int i ->
            String name = noisy.title + ', part ' + (i + 1)
            new StackUpload(noisy, part).writeTo(upload.begin(name, '', false))
            new StackUpload(clean, part).writeTo(upload.begin(name, '', true))
        }
    }

    private static String sizeOf(ImagePlus image) {
        image.width + ' x ' + image.height + ' pixels, ' + image.NChannels + ' channels, ' + image.NSlices + ' slices, ' + image.NFrames + ' frames' + (image.bitDepth == 24 ? ' in RGB' : '')
    }

    private static List<Selection> partsOf(ImagePlus image) {
        int slices = image.NSlices, frames = image.NFrames
        Rectangle whole = new Rectangle(0, 0, image.width, image.height)
        if (frames > 1 && frames >= slices) return ranges(frames, PARTS).collect { int[] t -> new Selection(image, [1, slices] as int[], t, whole) }
        if (slices > 1) return ranges(slices, PARTS).collect { int[] z -> new Selection(image, z, [1, frames] as int[], whole) }
        stripes(image)
    }

    private static List<Selection> stripes(ImagePlus image) {
        boolean wide = image.width >= image.height
        int side = wide ? image.width : image.height
        if (side < 2 * NARROWEST_STRIPE) throw new Failure(image.title + ' has only one plane, too small to hold a part of it out: use stacks of two planes or more, or ' + 2 * NARROWEST_STRIPE + ' pixels along one side.')
        int[] first = [1, 1] as int[]
        ranges(side, Math.min(PARTS, side.intdiv(NARROWEST_STRIPE))).collect { int[] range ->
            int from = range[0] - 1, length = range[1] - from
            new Selection(image, first, first, wide ? new Rectangle(from, 0, length, image.height) : new Rectangle(0, from, image.width, length))
        }
    }

    /** The numbers from 1 to count in at most [parts] parts, first and last of each. */
    private static List<int[]> ranges(int count, int parts) {
        int number = Math.min(parts, count)
        List<int[]> ranges = new ArrayList<int[]>()
        for (int i = 0; i < number; i++) ranges.add([(i * count).intdiv(number) + 1, ((i + 1) * count).intdiv(number)] as int[])
        ranges
    }
}
