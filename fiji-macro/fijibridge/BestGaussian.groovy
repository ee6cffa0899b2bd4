package fijibridge

import groovy.transform.CompileStatic

/** The noisy plane after the Gaussian filter that brings it nearest to the truth. */
@CompileStatic
class BestGaussian {
    /** In pixels. */
    final double sigma
    /** Mean squared. */
    final double error
    final GreyPlane plane

    BestGaussian(double sigma, double error, GreyPlane plane) {
        this.sigma = sigma
        this.error = error
        this.plane = plane
    }
}
