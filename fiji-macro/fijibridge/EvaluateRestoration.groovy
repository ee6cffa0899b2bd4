package fijibridge

import groovy.transform.CompileStatic
import ij.IJ
import ij.ImagePlus

/** The command Evaluate Restoration: ask, compare plane by plane, show the table and the figure. Everything is computed here. */
@CompileStatic
class EvaluateRestoration extends Command {
    static final String TITLE = 'Evaluate Restoration'

    EvaluateRestoration() {
        super(TITLE)
    }

    @Override
    protected void execute() {
        List<ImagePlus> open = Images.all()
        if (open.size() < 3) throw new Failure('Three images must be open, the noisy, the restored and the reference image; there are ' + open.size() + '.')
        EvaluationOptions options = new EvaluationDialog(open.collect { ImagePlus image -> image.title }).ask()
        if (options == null) return
        IJ.resetEscape()
        Comparison comparison = new Comparison(image('noisy', options.noisy), image('restored', options.restored), image('reference', options.reference), options)
        int plane = planeOf(options, comparison)
        // Nothing is shown before everything is there: Esc leaves no half of it.
        EvaluationTable table = tableOf(comparison)
        ImagePlus figure = options.table ? null : figureOf(comparison, plane)
        table.show()
        if (figure != null) Images.show(figure)
    }

    private static ImagePlus image(String key, String title) {
        if (!title) throw new Failure('The option ' + key + ' is missing: write ' + key + '=[title of an open image].')
        Images.named(title)
    }

    private static EvaluationTable tableOf(Comparison comparison) {
        EvaluationTable table = new EvaluationTable(comparison.range)
        for (int n = 1; n <= comparison.planes; n++) {
            Cancelled.throwIfEscaped()
            IJ.showStatus('Comparing plane ' + n + ' of ' + comparison.planes)
            IJ.showProgress(n - 1, comparison.planes)
            GreyPlane truth = GreyPlane.of(comparison.reference, n)
            Scores noisy = comparison.score(truth, comparison.plane(comparison.noisy, truth, n))
            Scores restored = comparison.score(truth, comparison.plane(comparison.restored, truth, n))
            table.add(comparison.reference.getStack().getShortSliceLabel(n) ?: String.valueOf(n), noisy, restored)
        }
        IJ.showProgress(1.0d)
        IJ.showStatus('')
        table
    }

    private static ImagePlus figureOf(Comparison comparison, int plane) {
        IJ.showStatus('Drawing the figure')
        ImagePlus figure = new FourPanels(comparison, plane).draw()
        IJ.showStatus('')
        figure
    }

    private static int planeOf(EvaluationOptions options, Comparison comparison) {
        if (options.plane < 0 || options.plane > comparison.planes)
            throw new Failure('plane=' + options.plane + ' does not lie within the ' + comparison.planes + ' planes of ' + comparison.reference.title + '.')
        options.plane == 0 ? comparison.reference.currentSlice : options.plane
    }
}
