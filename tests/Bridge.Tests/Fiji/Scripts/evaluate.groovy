import ij.IJ
import ij.ImagePlus
import ij.ImageStack
import ij.WindowManager
import ij.process.ShortProcessor

// Evaluate Restoration of the test's synthetic cells: the table and the figure in batch mode, then what is told when it cannot work.
def table = {
    def rows = WindowManager.getWindow('Evaluate Restoration').textPanel.resultsTable
    (0..<rows.size()).collect { row -> [Plane: rows.getStringValue('Plane', row)] + (rows.headings - 'Plane' - '').collectEntries { [it, rows.getValue(it, row).toString()] } }
}
def evaluate = { String options, boolean batch = true -> Checks.macro("setBatchMode($batch); run(\"Evaluate Restoration\", \"$options\"); print(getTitle()); getDimensions(w, h, c, z, t); print(w + \" x \" + h + \" \" + bitDepth());") }
def images = ['noisy', 'restored', 'truth'].collectEntries { [it, Raw.open(it)] }

images.noisy.show()
images.restored.show()
Checks.report('twoImages', evaluate('noisy=noisy restored=restored reference=truth'))

images.truth.show()
images.truth.calibration.setUnit('micron')
images.truth.calibration.pixelWidth = images.truth.calibration.pixelHeight = 0.1
images.truth.getStack().setSliceLabel('first', 1)
images.truth.setSlice(2)
Checks.report('plain', evaluate('noisy=noisy restored=restored reference=truth') + [rows: table()])
Checks.report('stated', evaluate('noisy=[noisy] restored=[restored] reference=[truth] affine range=255 plane=3', false) + [rows: table()])

// The four panels, as they are seen: every one has grey pixels, and an inset with a yellow frame.
def figure = IJ.getImage()
def pixels = figure.getProcessor()
def panel = figure.width.intdiv(4)
Checks.report('panels', (0..3).collect { number ->
    def yellow = 0, greys = [] as Set
    for (x in number * panel..<(number + 1) * panel) for (y in 0..<figure.height) {
        def colour = pixels.get(x, y) & 0xFFFFFF
        if (colour == 0xFFD60A) yellow++
        greys << colour
    }
    [yellow: yellow, greys: greys.size()]
})
Checks.report('info', figure.getProperty('Info'))
figure.close()

// Signed 16 bits: ImageJ keeps them 32768 higher.
def stack = new ImageStack(96, 80)
(1..3).each { n ->
    def shorts = new ShortProcessor(96, 80)
    (0..<96 * 80).each { shorts.set(it, (int) Math.rint(images.truth.getStack().getProcessor(n).getf(it)) - 100 + 32768) }
    stack.addSlice('', shorts)
}
def signed = new ImagePlus('signed', stack)
signed.calibration.setSigned16BitCalibration()
signed.show()
Checks.report('signed', evaluate('noisy=noisy restored=restored reference=signed range=255 table') + [rows: table()])

[unknown: 'noisy=nowhere restored=restored reference=truth', missing: 'noisy=noisy reference=truth', badRange: 'noisy=noisy restored=restored reference=truth range=-3',
 badPlane: 'noisy=noisy restored=restored reference=truth plane=4'].each { name, options -> Checks.report(name, evaluate(options)) }
def odd = { String name, ImagePlus image ->
    image.title = name
    image.show()
    Checks.report(name, evaluate("noisy=noisy restored=restored reference=$name"))
}
odd('size', new ImagePlus('', Checks.noise(96, 81, 3, 8)))
odd('planes', new ImagePlus('', Checks.noise(96, 80, 2, 8)))
odd('colours', new ImagePlus('', Checks.noise(96, 80, 3, 24)))
odd('flat', ij.gui.NewImage.createByteImage('', 96, 80, 3, ij.gui.NewImage.FILL_BLACK))
odd('twice', new ImagePlus('', Checks.noise(96, 80, 3, 8)))
odd('twice', new ImagePlus('', Checks.noise(96, 80, 3, 8)))
(1..3).each { new ImagePlus("small$it", Checks.noise(10, 20, 1, 8)).show() }
Checks.report('small', evaluate('noisy=small1 restored=small2 reference=small3'))
