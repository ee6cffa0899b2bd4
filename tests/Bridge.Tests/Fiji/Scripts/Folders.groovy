import ij.IJ
import ij.ImagePlus

/** Folders of short and long exposures with equal names. */
class Folders {
    /** A folder inside that of the test with these files, of the kinds that their names say. */
    static File make(String name, Map<String, ImagePlus> images) {
        def folder = new File(Checks.folder, name)
        folder.mkdirs()
        images.each { file, image -> save(image, new File(folder, file)) }
        folder
    }

    private static void save(ImagePlus image, File file) {
        def kind = file.name.replaceFirst(/.*\./, '')
        def written = new File(file.path.replaceFirst(/\.stk$/, '.tif'))
        if (kind == 'bmp') IJ.run(image, '8-bit', '')
        IJ.saveAs(image, kind == 'stk' ? 'tif' : kind, written.path)
        if (written != file) written.renameTo(file)
    }
}
