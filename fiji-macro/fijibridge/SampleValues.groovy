package fijibridge

import groovy.transform.CompileStatic
import ij.ImagePlus
import ij.measure.Calibration

/**
 * What the samples of an image stand for, as ImageJ shows it: of 8 and 16 bits the calibration's function (optical density, Hounsfield units,
 * the 32768 of signed samples) makes values of them. Images of 32 bits hold the values themselves.
 */
@CompileStatic
class SampleValues {
    private final Calibration calibration

    private SampleValues(Calibration calibration) {
        this.calibration = calibration
    }

    /** Null where samples are values already. */
    static SampleValues of(ImagePlus image) {
        (image.bitDepth == 8 || image.bitDepth == 16) && image.calibration.calibrated() ? new SampleValues(image.calibration.copy()) : null
    }

    double of(double sample) {
        if (calibration.coefficients != null) return calibration.getCValue(sample)
        // A function without coefficients is a table of whole samples.
        float[] table = calibration.CTable
        int below = (int) Math.max(0d, Math.min(table.length - 2d, Math.floor(sample)))
        table[below] + Math.max(0d, Math.min(1d, sample - below)) * (table[below + 1] - table[below])
    }

    void apply(float[] samples) {
        for (int i = 0; i < samples.length; i++) samples[i] = (float) of(samples[i])
    }
}
