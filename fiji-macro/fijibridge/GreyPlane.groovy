package fijibridge

import groovy.transform.CompileStatic
import ij.ImagePlus
import ij.process.ImageProcessor

/** One plane as 64-bit samples, row by row: what images are compared on. */
@CompileStatic
class GreyPlane {
    final int width, height
    final double[] samples

    GreyPlane(int width, int height) {
        this.width = width
        this.height = height
        samples = new double[width * height]
    }

    /** @param number of the plane in the stack, from 1; its samples are values as ImageJ shows them */
    static GreyPlane of(ImagePlus image, int number) {
        ImageProcessor pixels = image.getStack().getProcessor(number)
        GreyPlane plane = new GreyPlane(pixels.width, pixels.height)
        SampleValues values = SampleValues.of(image)
        double[] samples = plane.samples
        for (int i = 0; i < samples.length; i++) samples[i] = values == null ? pixels.getf(i) : values.of(pixels.getf(i))
        plane
    }

    /** After a Gaussian filter whose kernel reaches so many sigmas to each side; the image is mirrored at its borders. Esc ends it. */
    GreyPlane smoothed(double sigma, double truncate) {
        double[] kernel = kernel(sigma, truncate)
        GreyPlane rows = new GreyPlane(width, height), both = new GreyPlane(width, height)
        for (int y = 0; y < height; y++) {
            Cancelled.throwIfEscaped()
            filterLine(samples, y * width, 1, width, kernel, rows.samples)
        }
        for (int x = 0; x < width; x++) {
            Cancelled.throwIfEscaped()
            filterLine(rows.samples, x, width, height, kernel, both.samples)
        }
        both
    }

    /** The product with another plane, sample by sample. */
    GreyPlane times(GreyPlane other) {
        GreyPlane product = new GreyPlane(width, height)
        for (int i = 0; i < samples.length; i++) product.samples[i] = samples[i] * other.samples[i]
        product
    }

    /** gain * x + offset with the gain and offset that bring it nearest to the reference (least squares). */
    GreyPlane matchedTo(GreyPlane reference) {
        double mean = mean(), referenceMean = reference.mean(), covariance = 0d, variance = 0d
        for (int i = 0; i < samples.length; i++) {
            double deviation = samples[i] - mean
            covariance += deviation * (reference.samples[i] - referenceMean)
            variance += deviation * deviation
        }
        double gain = variance > 0d ? covariance / variance : 0d
        GreyPlane matched = new GreyPlane(width, height)
        for (int i = 0; i < samples.length; i++) matched.samples[i] = gain * samples[i] + referenceMean - gain * mean
        matched
    }

    double mean() {
        double sum = 0d
        for (int i = 0; i < samples.length; i++) sum += samples[i]
        sum / samples.length
    }

    /** The mean of the squared differences. */
    double squaredError(GreyPlane other) {
        double sum = 0d
        for (int i = 0; i < samples.length; i++) {
            double difference = samples[i] - other.samples[i]
            sum += difference * difference
        }
        sum / samples.length
    }

    /** The sample below which this share (0 to 1) of them lies. */
    double quantile(double share) {
        double[] sorted = Arrays.copyOf(samples, samples.length)
        Arrays.sort(sorted)
        double position = share * (sorted.length - 1)
        int below = (int) position, above = Math.min(below + 1, sorted.length - 1)
        sorted[below] + (position - below) * (sorted[above] - sorted[below])
    }

    private static void filterLine(double[] from, int start, int step, int count, double[] kernel, double[] to) {
        int radius = kernel.length - 1
        double[] line = new double[count + 2 * radius]
        for (int i = 0; i < line.length; i++) line[i] = from[start + step * mirrored(i - radius, count)]
        for (int i = 0; i < count; i++) {
            double sum = kernel[0] * line[i + radius]
            for (int d = 1; d <= radius; d++) sum += kernel[d] * (line[i + radius - d] + line[i + radius + d])
            to[start + step * i] = sum
        }
    }

    // Weights from the centre outwards; the whole kernel has the sum 1.
    private static double[] kernel(double sigma, double truncate) {
        double[] kernel = new double[1 + (int) (truncate * sigma + 0.5d)]
        double sum = 0d
        for (int d = 0; d < kernel.length; d++) {
            kernel[d] = Math.exp(-0.5d * d * d / (sigma * sigma))
            sum += d == 0 ? kernel[d] : 2 * kernel[d]
        }
        for (int d = 0; d < kernel.length; d++) kernel[d] /= sum
        kernel
    }

    // d c b a | a b c d | d c b a
    private static int mirrored(int index, int count) {
        int folded = Math.floorMod(index, 2 * count)
        folded < count ? folded : 2 * count - 1 - folded
    }
}
