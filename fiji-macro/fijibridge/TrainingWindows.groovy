package fijibridge

import groovy.transform.CompileStatic
import ij.IJ
import ij.ImagePlus
import ij.gui.Plot
import ij.gui.PlotWindow
import ij.process.ColorProcessor
import java.awt.Color
import java.awt.Rectangle
import java.awt.Window
import javax.imageio.ImageIO

/** What one sees of a training: the loss, the figures of the validations, and a picture of the last one. A window that the user closes stays closed. */
@CompileStatic
class TrainingWindows {
    private static final long PAUSE_MS = 500
    private static final int PREVIEW_WIDTH = 800

    private final TrainCall call
    private final String model
    private PlotWindow losses, figures
    private ImagePlus preview
    private byte[] shownPreview
    private int drawnLosses, drawnFigures
    private long drawnAt

    TrainingWindows(TrainCall call, String model) {
        this.call = call
        this.model = model
    }

    /** Draws what is new, twice a second at most. */
    void update() {
        if (System.currentTimeMillis() - drawnAt < PAUSE_MS) return
        draw()
        drawnAt = System.currentTimeMillis()
    }

    void draw() {
        if (call.losses.size() > Math.max(1, drawnLosses)) losses = shown(losses, lossPlot(), 0)
        drawnLosses = call.losses.size()
        if (call.figures.size() > drawnFigures) figures = shown(figures, figurePlot(), 1)
        drawnFigures = call.figures.size()
        byte[] picture = call.preview
        if (picture != null && !picture.is(shownPreview)) show(picture)
        shownPreview = picture
    }

    private static PlotWindow shown(PlotWindow window, Plot plot, int column) {
        if (window != null) {
            if (!window.closed) window.drawPlot(plot)
            return window
        }
        PlotWindow opened = plot.show()
        Rectangle place = below(IJ.instance)
        opened.setLocation((int) place.x + column * opened.width, (int) place.y)
        opened
    }

    private Plot lossPlot() {
        Plot plot = plot('Loss of ' + model, 'loss')
        double[][] points = call.losses.coordinates()
        plot.addPoints(points[0], points[1], Plot.LINE)
        plot.setLimitsToFit(false)
        plot
    }

    private Plot figurePlot() {
        Plot plot = plot('Validation of ' + model, 'PSNR (dB)')
        double[][] restored = call.figures.coordinates()
        double last = restored[0][restored[0].length - 1], noisy = call.progress.decimal(12), smoothed = call.progress.decimal(13)
        plot.addPoints(restored[0], restored[1], Plot.CONNECTED_CIRCLES)
        List<Double> heights = (restored[1] as List<Double>) + [noisy, smoothed]
        if (call.progress.has(18)) {
            level(plot, call.progress.decimal(18), last, Color.MAGENTA)
            heights.add(call.progress.decimal(18))
        }
        level(plot, smoothed, last, Color.ORANGE)
        level(plot, noisy, last, Color.RED)
        plot.setLimits(0d, last, Math.floor(heights.min() - 0.5d), Math.ceil(heights.max() + 0.5d))
        plot.setColor(Color.BLACK)
        plot.addLegend('restored\n' + (call.progress.has(18) ? 'what it began with\n' : '') + 'best Gaussian filter\nnoisy', 'bottom-right')
        plot
    }

    private static Plot plot(String title, String quantity) {
        Plot plot = new Plot(title, 'step', quantity)
        plot.setFrameSize(440, 220)
        plot.setLineWidth(2)
        plot.setColor(Color.BLUE, Color.BLUE)
        plot
    }

    private static void level(Plot plot, double height, double last, Color colour) {
        plot.setColor(colour)
        plot.addPoints([0d, last] as double[], [height, height] as double[], Plot.LINE)
    }

    private void show(byte[] png) {
        ColorProcessor picture = new ColorProcessor(ImageIO.read(new ByteArrayInputStream(png)))
        if (preview == null) {
            preview = new ImagePlus('What ' + model + ' makes of the part that was held out', picture)
            preview.show()
            enlarge()
        } else if (preview.window != null) {
            preview.processor = picture
        }
        preview.changes = false
    }

    private void enlarge() {
        int zoom = Math.max(1, (int) Math.rint(PREVIEW_WIDTH / (double) preview.width))
        preview.canvas.setMagnification((double) zoom)
        preview.canvas.setSize(zoom * preview.width, zoom * preview.height)
        preview.window.pack()
        Rectangle place = below(figures)
        preview.window.setLocation(losses == null ? (int) place.x : losses.x, (int) place.y)
    }

    private static Rectangle below(Window window) {
        new Rectangle(window.x, window.y + window.height + 5, window.width, window.height)
    }
}
