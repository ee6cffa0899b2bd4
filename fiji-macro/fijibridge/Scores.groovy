package fijibridge

import groovy.transform.CompileStatic

/** How near a plane is to its reference: the definitions of scikit-image, and of "fijibridge evaluate". */
@CompileStatic
class Scores {
    /** The shortest side that holds a whole window of SSIM, in pixels. */
    static final int SMALLEST_SIDE = 11
    private static final int RADIUS = 5

    /** Peak signal-to-noise ratio, in dB; infinite for equal planes. */
    final double psnr
    /** Structural similarity, at most 1. */
    final double ssim
    /** Root mean squared error over the root mean square of the reference. */
    final double nrmse

    Scores(double psnr, double ssim, double nrmse) {
        this.psnr = psnr
        this.ssim = ssim
        this.nrmse = nrmse
    }

    /** @param range the span of possible values, for instance 255 */
    static Scores of(GreyPlane reference, GreyPlane image, double range) {
        double error = reference.squaredError(image)
        double power = reference.squaredError(new GreyPlane(reference.width, reference.height))
        new Scores(10 * Math.log10(range * range / error), ssim(reference, image, range), Math.sqrt(error / power))
    }

    static Scores mean(List<Scores> all) {
        double psnr = 0d, ssim = 0d, nrmse = 0d
        for (Scores scores : all) {
            psnr += scores.psnr / all.size()
            ssim += scores.ssim / all.size()
            nrmse += scores.nrmse / all.size()
        }
        new Scores(psnr, ssim, nrmse)
    }

    @Override
    String toString() {
        String.format(Locale.ROOT, '%.2f dB / %.3f', psnr, ssim)
    }

    // Wang, Bovik, Sheikh and Simoncelli 2004: Gaussian window, population covariance, the mean over pixels whose window lies inside.
    private static double ssim(GreyPlane x, GreyPlane y, double range) {
        double[] meanX = window(x), meanY = window(y), meanXX = window(x.times(x)), meanYY = window(y.times(y)), meanXY = window(x.times(y))
        double c1 = 0.01d * range * 0.01d * range, c2 = 0.03d * range * 0.03d * range, sum = 0d
        for (int row = RADIUS; row < x.height - RADIUS; row++)
            for (int at = row * x.width + RADIUS; at < (row + 1) * x.width - RADIUS; at++) {
                double ux = meanX[at], uy = meanY[at]
                double vx = meanXX[at] - ux * ux, vy = meanYY[at] - uy * uy, vxy = meanXY[at] - ux * uy
                sum += (2 * ux * uy + c1) * (2 * vxy + c2) / ((ux * ux + uy * uy + c1) * (vx + vy + c2))
            }
        sum / ((x.width - 2d * RADIUS) * (x.height - 2d * RADIUS))
    }

    private static double[] window(GreyPlane plane) {
        plane.smoothed(1.5d, 3.5d).samples
    }
}
