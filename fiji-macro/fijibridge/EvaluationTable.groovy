package fijibridge

import groovy.transform.CompileStatic
import ij.measure.ResultsTable
import java.awt.GraphicsEnvironment

/** The scores of noisy and restored, a row for each plane and one for their means. */
@CompileStatic
class EvaluationTable {
    private final ResultsTable table = new ResultsTable()
    private final List<Scores> noisy = new ArrayList<Scores>(), restored = new ArrayList<Scores>()
    private final double range

    EvaluationTable(double range) {
        this.range = range
        table.setPrecision(4)
    }

    void add(String label, Scores noisy, Scores restored) {
        this.noisy.add(noisy)
        this.restored.add(restored)
        addRow(label, noisy, restored)
    }

    void show() {
        addRow('mean', Scores.mean(noisy), Scores.mean(restored))
        if (GraphicsEnvironment.headless) write()
        else table.show(EvaluateRestoration.TITLE)
    }

    // Numbers without their names would tell nothing.
    private void write() {
        Messages.log(table.columnHeadings)
        for (int row = 0; row < table.size(); row++) Messages.log(table.getRowAsString(row))
    }

    private void addRow(String label, Scores noisy, Scores restored) {
        table.incrementCounter()
        table.addValue('Plane', label)
        table.addValue('PSNR noisy [dB]', noisy.psnr)
        table.addValue('PSNR restored [dB]', restored.psnr)
        table.addValue('SSIM noisy', noisy.ssim)
        table.addValue('SSIM restored', restored.ssim)
        table.addValue('NRMSE noisy', noisy.nrmse)
        table.addValue('NRMSE restored', restored.nrmse)
        table.addValue('Range', range)
    }
}
