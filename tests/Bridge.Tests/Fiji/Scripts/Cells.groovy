import ij.ImagePlus
import ij.ImageStack
import ij.process.ShortProcessor

/** Stacks of the same moving blobs with more or less noise: small, so that hundreds of training steps take a second. */
class Cells {
    static ImagePlus stack(String title, double noise, int seed, int side = 16, int planes = 10) {
        def random = new Random(seed)
        def stack = new ImageStack(side, side)
        planes.times { stack.addSlice(plane(it, noise, random, side)) }
        new ImagePlus(title, stack)
    }

    @groovy.transform.CompileStatic
    private static ShortProcessor plane(int field, double noise, Random random, int side) {
        ShortProcessor plane = new ShortProcessor(side, side)
        for (int y = 0; y < side; y++)
            for (int x = 0; x < side; x++)
                plane.set(x, y, (int) (1000 + 500 * Math.sin(x * 0.4d + field) + 300 * Math.cos(y * 0.5d) + noise * random.nextGaussian()))
        plane
    }
}
