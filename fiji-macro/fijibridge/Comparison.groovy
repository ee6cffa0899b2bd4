package fijibridge

import groovy.transform.CompileStatic
import ij.ImagePlus
import ij.ImageStack
import ij.process.ImageProcessor
import ij.process.ImageStatistics

/** A noisy and a restored stack and the reference that both are compared with, plane by plane. */
@CompileStatic
class Comparison {
    // The sigmas, in pixels, of the Gaussian filters whose best one is the simple opponent of the model.
    private static final double[] SIGMAS = [0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4] as double[]

    final ImagePlus noisy, restored, reference
    final boolean affine
    /** The span of possible values that PSNR and SSIM stand on. */
    final double range

    Comparison(ImagePlus noisy, ImagePlus restored, ImagePlus reference, EvaluationOptions options) {
        this.noisy = noisy
        this.restored = restored
        this.reference = reference
        affine = options.affine
        check()
        range = options.range ? stated(options.range) : spanOf(reference)
    }

    int getPlanes() { reference.stackSize }

    /** A plane of the noisy or the restored image, mapped onto the reference if that is asked for. */
    GreyPlane plane(ImagePlus image, GreyPlane truth, int number) {
        matched(GreyPlane.of(image, number), truth)
    }

    Scores score(GreyPlane truth, GreyPlane plane) {
        Scores.of(truth, plane, range)
    }

    /** The Gaussian filter that somebody would choose who knows the truth. */
    BestGaussian bestGaussian(GreyPlane truth, int number) {
        GreyPlane raw = GreyPlane.of(noisy, number)
        BestGaussian best = null
        for (double sigma : SIGMAS) {
            GreyPlane smoothed = matched(raw.smoothed(sigma, 4d), truth)
            double error = truth.squaredError(smoothed)
            if (best == null || error < best.error) best = new BestGaussian(sigma, error, smoothed)
        }
        best
    }

    private GreyPlane matched(GreyPlane plane, GreyPlane truth) {
        affine ? plane.matchedTo(truth) : plane
    }

    private void check() {
        for (ImagePlus image : [noisy, restored, reference]) {
            if (image.bitDepth == 24) throw new Failure(image.title + ' is an RGB image: convert it to 8-bit, or split its channels, and compare those.')
            if (size(image) != size(reference)) throw new Failure('The images differ in size: ' + image.title + ' has ' + size(image) + ', ' + reference.title + ' has ' + size(reference) + '.')
        }
        if (Math.min(reference.width, reference.height) < Scores.SMALLEST_SIDE)
            throw new Failure('SSIM needs at least ' + Scores.SMALLEST_SIDE + ' x ' + Scores.SMALLEST_SIDE + ' pixels; the images have ' + reference.width + ' x ' + reference.height + '.')
    }

    private static String size(ImagePlus image) {
        image.width + ' x ' + image.height + ' pixels in ' + image.stackSize + (image.stackSize == 1 ? ' plane' : ' planes')
    }

    private static double stated(String range) {
        double value = Double.NaN
        try {
            value = Double.parseDouble(range)
        } catch (NumberFormatException ignored) {
            // Told below.
        }
        if (!(value > 0d) || Double.isInfinite(value))
            throw new Failure('range=' + range + ' is not a number above 0: write for instance range=255, or leave it out to take the span of the reference.')
        value
    }

    private static double spanOf(ImagePlus image) {
        ImageStack stack = image.getStack()
        double least = Double.MAX_VALUE, most = -Double.MAX_VALUE
        for (int n = 1; n <= stack.size(); n++) {
            Cancelled.throwIfEscaped()
            ImageProcessor pixels = stack.getProcessor(n)
            // A processor's own minimum is that of the display.
            ImageStatistics statistics = ImageStatistics.getStatistics(pixels, ImageStatistics.MIN_MAX, null)
            least = Math.min(least, statistics.min)
            most = Math.max(most, statistics.max)
        }
        if (!(most > least)) throw new Failure(image.title + ' has the same value everywhere: state the span of values, for instance range=255.')
        SampleValues values = SampleValues.of(image)
        values == null ? most - least : Math.abs(values.of(most) - values.of(least))
    }
}
