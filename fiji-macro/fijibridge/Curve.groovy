package fijibridge

import groovy.transform.CompileStatic

/** A line that grows while it is drawn, and loses every second point when it has too many. One thread may add while another draws. */
@CompileStatic
class Curve {
    private static final int MOST = 2000

    private List<double[]> points = new ArrayList<double[]>()

    synchronized void add(double x, double y) {
        if (points.size() == MOST) points = (0..<MOST).step(2).collect { int i -> points.get(i) }
        points.add([x, y] as double[])
    }

    synchronized int size() { points.size() }

    /** Xs, then ys. */
    synchronized double[][] coordinates() {
        double[][] both = new double[2][points.size()]
        for (int i = 0; i < points.size(); i++) for (int axis = 0; axis < 2; axis++) both[axis][i] = points.get(i)[axis]
        both
    }
}
