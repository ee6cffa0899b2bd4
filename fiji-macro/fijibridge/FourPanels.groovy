package fijibridge

import groovy.transform.CompileStatic
import ij.ImagePlus
import ij.measure.Calibration
import ij.process.ByteProcessor
import ij.process.ColorProcessor
import ij.process.ImageProcessor
import java.awt.Color
import java.awt.Font
import java.awt.Rectangle

/**
 * Noisy, smoothed with the best Gaussian, restored and ground truth in a row, all with the truth's display range; an inset enlarged, a scale bar where
 * the reference is calibrated, PSNR and SSIM under each.
 */
@CompileStatic
class FourPanels {
    private static final int SMALLEST_PANEL = 384
    private static final Color FRAME = new Color(255, 214, 10)

    private final Comparison comparison
    private final int number
    private final GreyPlane truth
    private final Rectangle inset
    private final double black, white
    private final int zoom, width, height, margin, text

    /** @param number of the plane in the stacks, from 1 */
    FourPanels(Comparison comparison, int number) {
        this.comparison = comparison
        this.number = number
        truth = GreyPlane.of(comparison.reference, number)
        inset = insetOf(comparison.reference, truth)
        black = truth.quantile(0.005d)
        white = truth.quantile(0.998d)
        zoom = Math.max(1, (SMALLEST_PANEL + truth.width - 1).intdiv(truth.width))
        width = truth.width * zoom
        height = truth.height * zoom
        margin = width.intdiv(38)
        text = width.intdiv(20)
    }

    ImagePlus draw() {
        GreyPlane noisy = comparison.plane(comparison.noisy, truth, number), restored = comparison.plane(comparison.restored, truth, number)
        BestGaussian best = comparison.bestGaussian(truth, number)
        ColorProcessor canvas = new ColorProcessor(4 * width + 5 * margin, height + 2 * margin + 3 * text)
        canvas.setColor(Color.WHITE)
        canvas.fill()
        canvas.setAntialiasedText(true)
        panel(canvas, 0, noisy, 'noisy', score(noisy))
        panel(canvas, 1, best.plane, 'smoothed, sigma ' + plain(best.sigma), score(best.plane))
        panel(canvas, 2, restored, 'restored', score(restored))
        panel(canvas, 3, truth, 'ground truth', 'PSNR / SSIM')
        ImagePlus figure = new ImagePlus(comparison.restored.shortTitle + '-evaluation', canvas)
        figure.setProperty('Info', 'Noisy: ' + comparison.noisy.title + '\nRestored: ' + comparison.restored.title + '\nReference: ' + comparison.reference.title
            + '\nPlane: ' + number + '\nRange: ' + plain(comparison.range) + '\nAffine: ' + (comparison.affine ? 'yes' : 'no')
            + '\nSigma: ' + plain(best.sigma) + '\nSmoothed: ' + score(best.plane) + '\n')
        figure
    }

    private String score(GreyPlane plane) {
        comparison.score(truth, plane).toString()
    }

    private void panel(ColorProcessor canvas, int index, GreyPlane plane, String name, String caption) {
        int left = margin + index * (width + margin), bottom = margin + height
        canvas.insert(enlarged(plane, new Rectangle(0, 0, plane.width, plane.height), zoom), left, margin)
        int most = Math.min(3 * zoom, Math.min(width.intdiv(2 * inset.@width), height.intdiv(2 * inset.@height))), larger = Math.max(1, most)
        frame(canvas, left + inset.@x * zoom, margin + inset.@y * zoom, inset.@width * zoom, inset.@height * zoom)
        int insetLeft = left + width - inset.@width * larger, insetTop = bottom - inset.@height * larger
        canvas.insert(enlarged(plane, inset, larger), insetLeft, insetTop)
        frame(canvas, insetLeft, insetTop, inset.@width * larger, inset.@height * larger)
        scaleBar(canvas, left + margin, bottom - margin)
        write(canvas, name, Font.BOLD, Color.BLACK, left, bottom + text + margin.intdiv(2))
        write(canvas, caption, Font.PLAIN, Color.BLACK, left, bottom + 2 * text + margin)
    }

    private ImageProcessor enlarged(GreyPlane plane, Rectangle part, int times) {
        int columns = part.@width, rows = part.@height, firstX = part.@x, firstY = part.@y
        byte[] greys = new byte[columns * rows]
        double span = Math.max(white - black, Double.MIN_VALUE)
        for (int y = 0; y < rows; y++)
            for (int x = 0; x < columns; x++) {
                double share = (plane.samples[(firstY + y) * plane.width + firstX + x] - black) / span
                greys[y * columns + x] = (byte) Math.round(255d * Math.max(0d, Math.min(1d, share)))
            }
        ByteProcessor grey = new ByteProcessor(columns, rows, greys, null)
        grey.setInterpolationMethod(ImageProcessor.NONE)
        grey.resize(columns * times, rows * times).convertToRGB()
    }

    private void frame(ColorProcessor canvas, int left, int top, int width, int height) {
        canvas.setColor(FRAME)
        for (int i = 0; i < Math.max(2, this.width.intdiv(200)); i++) canvas.drawRect(left + i, top + i, width - 2 * i, height - 2 * i)
    }

    // The round length (1, 2 or 5 times a power of ten) nearest below a quarter of the panel.
    private void scaleBar(ColorProcessor canvas, int left, int bottom) {
        Calibration calibration = comparison.reference.calibration
        if (!calibration.scaled()) return
        double longest = truth.width * calibration.pixelWidth / 4d
        double power = Math.pow(10d, Math.floor(Math.log10(longest))), digit = longest / power
        double length = power * (digit >= 5d ? 5d : digit >= 2d ? 2d : 1d)
        int thick = Math.max(3, width.intdiv(100))
        canvas.setColor(Color.WHITE)
        canvas.fillRect(left, bottom - thick, (int) Math.round(length / calibration.pixelWidth * zoom), thick)
        write(canvas, plain(length) + ' ' + (calibration.unit == 'micron' ? '\u00b5m' : calibration.unit), Font.BOLD, Color.WHITE, left, bottom - thick - margin.intdiv(2))
    }

    private void write(ColorProcessor canvas, String words, int style, Color colour, int left, int baseline) {
        canvas.setFont(new Font('SansSerif', style, text))
        canvas.setColor(colour)
        canvas.drawString(words, left, baseline)
    }

    private static String plain(double number) {
        new BigDecimal(number).round(new java.math.MathContext(6)).stripTrailingZeros().toPlainString()
    }

    /** The reference's selection, or the square of a sixth of the shorter side with the largest variance, on a grid of half its side. */
    private static Rectangle insetOf(ImagePlus reference, GreyPlane truth) {
        Rectangle whole = new Rectangle(0, 0, truth.width, truth.height)
        Rectangle chosen = reference.roi?.bounds?.intersection(whole)
        if (chosen != null && !chosen.isEmpty() && chosen != whole) return chosen
        int side = Math.max(1, Math.min(truth.width, truth.height).intdiv(6)), step = Math.max(1, side.intdiv(2))
        double most = -1d
        for (int top = 0; top + side <= truth.height; top += step)
            for (int left = 0; left + side <= truth.width; left += step) {
                double variance = variance(truth, left, top, side)
                if (variance <= most) continue
                most = variance
                chosen = new Rectangle(left, top, side, side)
            }
        chosen
    }

    private static double variance(GreyPlane plane, int left, int top, int side) {
        double sum = 0d, squares = 0d, count = side * (double) side
        for (int y = top; y < top + side; y++)
            for (int x = left; x < left + side; x++) {
                double sample = plane.samples[y * plane.width + x]
                sum += sample
                squares += sample * sample
            }
        squares / count - sum * sum / count / count
    }
}
