package fijibridge

import groovy.transform.CompileStatic
import ij.ImagePlus
import ij.io.FileInfo
import ij.io.Opener
import ij.io.TiffDecoder
import java.awt.Rectangle

/**
 * An image in a folder. A TIFF is sent as it is, also one that is too large or too new for ImageJ; any other as ImageJ opens it. Nothing of it is
 * kept in memory when its size is known or it is sent.
 */
@CompileStatic
class PairFile {
    /** What is opened beside TIFF; all others ImageJ hands to plugins, which may ask questions. */
    static final String KINDS = 'TIFF, PNG, JPEG, GIF, BMP, DICOM, FITS or PGM'
    private static final List<Integer> OPENED = [Opener.TIFF, Opener.PNG, Opener.JPEG, Opener.GIF, Opener.BMP, Opener.DICOM, Opener.TIFF_AND_DICOM, Opener.FITS, Opener.PGM]

    final File file
    /** In words; null where only the server can tell. */
    final String size
    /** Of what is sent. */
    final long bytes

    static boolean isImage(File file) {
        isTiff(file) || OPENED.contains(new Opener().getFileType(file.path))
    }

    /** Opens it to find its size. */
    PairFile(File file) {
        this.file = file
        if (isTiff(file)) {
            size = sizeOfTiff(file)
            bytes = file.length()
        } else {
            ImagePlus image = open(file)
            size = words(image.width, image.height, image.stackSize, image.bitDepth == 24)
            bytes = upload(image).totalBytes
        }
    }

    void writeTo(OutputStream out) {
        if (isTiff(file)) copy(out)
        else upload(open(file)).writeTo(out)
        out.flush()
    }

    private void copy(OutputStream out) {
        byte[] block = new byte[1 << 16]
        InputStream input = input()
        try {
            for (int count = read(input, block); count > 0; count = read(input, block)) out.write(block, 0, count)
        } finally {
            input.close()
        }
    }

    private InputStream input() {
        try {
            return new FileInputStream(file)
        } catch (IOException e) {
            throw unreadable(e)
        }
    }

    // Not to be taken for a connection that breaks.
    private int read(InputStream input, byte[] block) {
        try {
            return input.read(block)
        } catch (IOException e) {
            throw unreadable(e)
        }
    }

    private Failure unreadable(IOException cause) {
        new Failure(file.path + ' cannot be read (' + cause.message + ').', -1, cause)
    }

    private static boolean isTiff(File file) {
        file.name ==~ /(?i).*\.tiff?/
    }

    // What ImageJ cannot read the server may; it judges those pairs.
    private static String sizeOfTiff(File file) {
        FileInfo[] planes = null
        try {
            planes = new TiffDecoder(file.parent + File.separator, file.name).tiffInfo
        } catch (IOException | RuntimeException ignored) {
        }
        if (planes == null || planes.length == 0) return null
        FileInfo first = planes[0]
        words(first.width, first.height, planes.length == 1 ? Math.max(1, first.nImages) : planes.length, first.samplesPerPixel > 1)
    }

    private static ImagePlus open(File file) {
        ImagePlus image = Images.opened(file)
        if (image == null) throw new Failure('ImageJ cannot open ' + file.path + ': save it as TIFF, or take its pair out of the folders.')
        image
    }

    private static StackUpload upload(ImagePlus image) {
        new StackUpload(image, new Selection(image, [1, image.NSlices] as int[], [1, image.NFrames] as int[], new Rectangle(0, 0, image.width, image.height)))
    }

    private static String words(int width, int height, int planes, boolean colour) {
        width + ' x ' + height + ' pixels' + (planes > 1 ? ' in ' + planes + ' planes' : '') + (colour ? ' in colour' : '')
    }
}
