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

    StackPairs(TrainOptions options) {
        String noisyTitle = options.noisy, cleanTitle = options.clean
        if (!noisyTitle || !cleanTitle) throw new Failure('Training needs the titles of two open stacks, noisy=[short.tif] clean=[long.tif], or two folders of images with equal names, noisy_folder=[...] clean_folder=[...].')
        noisy = Images.named(noisyTitle)
        clean = Images.named(cleanTitle)
        if (noisy == clean) throw new Failure('"' + noisyTitle + '" was chosen twice: choose two stacks of the same sample with different exposures, or two noisy ones.')
        if (sizeOf(noisy) != sizeOf(clean)) throw new Failure(noisy.title + ' has ' + sizeOf(noisy) + ', and ' + clean.title + ' has ' + sizeOf(clean) + ': both must show the same planes.')
        int seen = options.begin == TrainOptions.NOTHING ? 1 : new ModelList(options.server).framesOf(options.begin)
        parts = partsOf(noisy, seen)
        if (parts.empty)
            throw new Failure(noisy.title + ' has ' + noisy.NSlices + ' slices and ' + noisy.NFrames + ' frames, and ' + options.begin + ' looks at ' + seen + ' at once: two parts of so many are needed, one to learn from and one to judge by. Use longer stacks, or begin with another model.')
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

    /** @param seen the slices or frames that a model looks at together, which each part must have; no parts where two would have fewer */
    private static List<Selection> partsOf(ImagePlus image, int seen) {
        int slices = image.NSlices, frames = image.NFrames
        Rectangle whole = new Rectangle(0, 0, image.width, image.height)
        if (frames > 1 && frames >= slices && frames >= 2 * seen) return ranges(frames, frames.intdiv(seen)).collect { int[] t -> new Selection(image, [1, slices] as int[], t, whole) }
        // Each has all frames, and where these are enough a single slice will do.
        int least = frames >= seen ? 1 : seen
        if (slices >= 2 * least) return ranges(slices, slices.intdiv(least)).collect { int[] z -> new Selection(image, z, [1, frames] as int[], whole) }
        seen > 1 ? new ArrayList<Selection>() : stripes(image)
    }

    private static List<Selection> stripes(ImagePlus image) {
        boolean wide = image.width >= image.height
        int side = wide ? image.width : image.height
        if (side < 2 * NARROWEST_STRIPE) throw new Failure(image.title + ' has only one plane, too small to hold a part of it out: use stacks of two planes or more, or ' + 2 * NARROWEST_STRIPE + ' pixels along one side.')
        int[] first = [1, 1] as int[]
        ranges(side, side.intdiv(NARROWEST_STRIPE)).collect { int[] range ->
            int from = range[0] - 1, length = range[1] - from
            new Selection(image, first, first, wide ? new Rectangle(from, 0, length, image.height) : new Rectangle(0, from, image.width, length))
        }
    }

    /** The numbers from 1 to count in PARTS parts, or in [most] where these are fewer: first and last of each. */
    private static List<int[]> ranges(int count, int most) {
        int number = Math.min(PARTS, most)
        List<int[]> ranges = new ArrayList<int[]>()
        for (int i = 0; i < number; i++) ranges.add([(i * count).intdiv(number) + 1, ((i + 1) * count).intdiv(number)] as int[])
        ranges
    }
}
