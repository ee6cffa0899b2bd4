import ij.CompositeImage
import ij.IJ
import ij.ImagePlus
import ij.WindowManager
import ij.gui.Line
import ij.gui.OvalRoi
import ij.gui.Overlay
import ij.gui.PolygonRoi
import ij.gui.Roi
import ij.process.LUT
import java.awt.Color

// Every kind of image through "pass-through", which changes nothing: all that differs is a fault of the way.
def pass = "run(\"Restore Image\", \"server=${Checks.server} model=pass-through"

ImagePlus hyperstack(int depth) {
    def plain = new ImagePlus('cells.tif', Checks.noise(37, 23, 2 * 3 * 2, depth, depth))
    plain.setDimensions(2, 3, 2)
    def image = new CompositeImage(plain, CompositeImage.COMPOSITE)
    image.openAsHyperStack = true
    def ramp = (0..255).collect { (byte) it } as byte[], none = new byte[256]
    def luts = [new LUT(ramp, none, ramp), new LUT(none, ramp, none)] as LUT[]
    luts.eachWithIndex { lut, i -> lut.min = 10 + i; lut.max = 200 + 100 * i }
    image.luts = luts
    image.setPosition(2, 3, 1)
    image
}

void dress(ImagePlus image) {
    def cal = image.calibration
    cal.setUnit('micron')
    cal.ZUnit = 'nm'
    cal.pixelWidth = 0.25; cal.pixelHeight = 0.5; cal.pixelDepth = 1.5
    cal.xOrigin = 3; cal.yOrigin = 4; cal.zOrigin = 1
    cal.frameInterval = 2.5; cal.timeUnit = 'sec'; cal.fps = 7
    if (image.bitDepth == 8) cal.setFunction(ij.measure.Calibration.STRAIGHT_LINE, [1.0, 2.0] as double[], 'OD')
    def overlay = new Overlay()
    def oval = new OvalRoi(2, 3, 9, 8)
    oval.name = 'first cell'; oval.strokeColor = Color.RED; oval.strokeWidth = 2
    if (image.hyperStack) oval.setPosition(1, 2, 2) else oval.setPosition(1)
    overlay.add(oval)
    overlay.add(new Line(1.5d, 2.5d, 20.25d, 11d))
    image.overlay = overlay
    image.roi = new PolygonRoi([5, 20, 12] as float[], [4, 6, 18] as float[], Roi.POLYGON)
    image.setProperty('Info', 'exposure: 10 ms\nlaser: 488 nm')
    image.setProperty('Lens', '63x')
    image.setProp('Objective', 'Plan Apo')
}

def describeBoth = { String name, ImagePlus image, String line, Closure find = null ->
    image.show()
    def before = Checks.describe(image)
    def run = Checks.macro(line)
    def result = WindowManager.currentImage
    Checks.report(name, [source: before, after: Checks.describe(image), result: Checks.describe(result), run: run])
    Checks.closeAll()
}

[8, 16, 32].each { depth ->
    def image = hyperstack(depth)
    dress(image)
    describeBoth("hyperstack$depth", image, pass + '");')
}
def grey = new ImagePlus('grey.tif', Checks.noise(37, 23, 1, 16))
dress(grey)
grey.setDisplayRange(100, 4000)
describeBoth('single', grey, pass + '");')

def fire = new ImagePlus('fire.tif', Checks.noise(37, 23, 4, 8))
fire.show()
IJ.run(fire, 'Fire', '')
dress(fire)
describeBoth('colours', fire, pass + '");')

def rgb = new ImagePlus('photo.png', Checks.noise(37, 23, 3, 24))
dress(rgb)
describeBoth('rgb', rgb, pass + '");')
rgb = new ImagePlus('photo.png', Checks.noise(37, 23, 3, 24))
describeBoth('rgb_float', rgb, pass + ' output=32-bit");')

def signed = new ImagePlus('signed.tif', Checks.noise(37, 23, 2, 16))
signed.calibration.setSigned16BitCalibration()
signed.setDisplayRange(20000, 40000)
describeBoth('signed', signed, pass + '");')
signed = new ImagePlus('signed.tif', Checks.noise(37, 23, 2, 16))
signed.calibration.setSigned16BitCalibration()
def value = signed.calibration.getCValue(signed.getProcessor().get(5, 6))
signed.show()
Checks.macro(pass + ' output=32-bit");')
Checks.report('signed_float', [expected: value, actual: WindowManager.currentImage.getProcessor().getf(5, 6)])
Checks.closeAll()

// The same of values in Hounsfield units, in channels with ranges of their own; of a table of optical densities; and of planes that stay in a file.
def ct = hyperstack(16)
ct.calibration.setFunction(ij.measure.Calibration.STRAIGHT_LINE, [-1024d, 0.5d] as double[], 'HU')
def od = new ImagePlus('gel.tif', Checks.noise(37, 23, 1, 8))
od.calibration.setFunction(ij.measure.Calibration.UNCALIBRATED_OD, null, 'Uncalibrated OD')
od.setDisplayRange(20, 200)
def spot = { ImagePlus image -> def c = image.calibration; c.getCValue((double) image.getStack().getProcessor(image.stackSize).getf(5, 6)) }
def ranges = { ImagePlus image -> image.luts.length > 1 ? image.luts.collect { [it.min, it.max] } : [[image.displayRangeMin, image.displayRangeMax]] }
def shownAs = { ImagePlus image, List values -> values.collect { pair -> pair.collect { image.calibration.getCValue(it as int) }.sort() } }
[hounsfield: ct, density: od].each { name, image ->
    image.show()
    def expected = [spot(image), shownAs(image, ranges(image)), image.calibration.valueUnit]
    Checks.macro(pass + ' output=32-bit");')
    def result = WindowManager.currentImage
    Checks.report(name, [expected: expected, actual: [spot(result), ranges(result), result.calibration.valueUnit], calibrated: result.calibration.calibrated()])
    Checks.closeAll()
}

// Regions on frames of a film keep to their frames, also where ImageJ counts them as slices of a stack.
def film = new ImagePlus('film.tif', Checks.noise(37, 23, 6, 8))
film.setDimensions(1, 1, 6)
film.overlay = new Overlay()
(1..6).each { n -> def box = new Roi(n, 2, 5, 5); box.name = "frame $n"; box.setPosition(n); film.overlay.add(box) }
def everywhere = new Roi(1, 1, 3, 3)
everywhere.name = 'everywhere'
film.overlay.add(everywhere)
film.show()
Checks.macro(pass + ' slices=Range range=3-5");')
Checks.report('film', WindowManager.currentImage.overlay.toArray().collect { "$it.name at $it.position".toString() })
Checks.closeAll()

// Parts: the selection's bounding box, the current plane, a range, the current channel.
def part = hyperstack(16)
dress(part)
describeBoth('preview', part, pass + ' preview slices=Range range=[z=2-3 t=2] channels=Current");')
part = hyperstack(16)
dress(part)
describeBoth('current', part, pass + ' slices=Current");')

// A model with a parameter really changes the pixels, and says so.
def smooth = new ImagePlus('smooth.tif', Checks.noise(64, 64, 1, 32))
describeBoth('smooth', smooth, "run(\"Restore Image\", \"server=${Checks.server} model=smooth parameters=sigma=2\");")

// In batch mode nothing is shown, and the macro goes on with the result.
Checks.report('batch', Checks.macro("""setBatchMode(true); newImage("batch", "16-bit ramp", 40, 30, 3);
    $pass"); print("title " + getTitle()); getDimensions(w, h, c, z, t); print("size " + w + " " + h + " " + z); setBatchMode(false);"""))
Checks.closeAll()

// A macro in batch mode that has selected one of two open windows, whichever is in front; scripts of Fiji run on threads of their own.
def chosen = ['a', 'b'].collect { new ImagePlus(it, Checks.noise(40, 30, 1, 8)) }
chosen*.show()
ij.Menus.commands.put('Elsewhere', 'Restore_Elsewhere')
Checks.report('chosen', ['a', 'b'].collect { title ->
    Checks.macro("""setBatchMode(true); selectImage("$title"); run("Elsewhere", "server=${Checks.server} model=pass-through"); print(getTitle()); setBatchMode(false);""").log.trim()
})
Checks.closeAll()

// Shown side by side: the windows do not overlap, and have one magnification.
def left = new ImagePlus('left', Checks.noise(200, 100, 1, 8))
left.show()
Checks.macro(pass + ' compare");')
def right = WindowManager.currentImage
Checks.report('compare', [overlap: left.window.bounds.intersects(right.window.bounds), same: left.canvas.magnification == right.canvas.magnification, title: right.title])
