package fijibridge

import groovy.transform.CompileStatic
import ij.ImagePlus
import java.awt.Rectangle

/** A part of an image: channels, slices and frames from first to last (counted from 1), and a rectangle of each plane. */
@CompileStatic
class Selection {
    final int firstChannel, lastChannel, firstSlice, lastSlice, firstFrame, lastFrame
    final int x, y, width, height

    Selection(ImagePlus image, RestoreOptions options) {
        boolean current = options.channels == RestoreOptions.CURRENT
        firstChannel = current ? image.channel : 1
        lastChannel = current ? image.channel : image.NChannels
        int[] z = [1, image.NSlices] as int[], t = [1, image.NFrames] as int[]
        if (options.slices == RestoreOptions.CURRENT) {
            z = [image.slice, image.slice] as int[]
            t = [image.frame, image.frame] as int[]
        } else if (options.slices == RestoreOptions.RANGE) {
            readRange(options.range, image, z, t)
        }
        firstSlice = z[0]
        lastSlice = z[1]
        firstFrame = t[0]
        lastFrame = t[1]
        // Rectangle's properties are doubles to Groovy.
        Rectangle area = areaOf(image, options.preview)
        x = (int) area.x
        y = (int) area.y
        width = (int) area.width
        height = (int) area.height
    }

    /** All channels of some slices, some frames and a rectangle. */
    Selection(ImagePlus image, int[] z, int[] t, Rectangle area) {
        firstChannel = 1
        lastChannel = image.NChannels
        firstSlice = z[0]
        lastSlice = z[1]
        firstFrame = t[0]
        lastFrame = t[1]
        x = (int) area.x
        y = (int) area.y
        width = (int) area.width
        height = (int) area.height
    }

    int getChannels() { lastChannel - firstChannel + 1 }

    int getSlices() { lastSlice - firstSlice + 1 }

    int getFrames() { lastFrame - firstFrame + 1 }

    int getPlanes() { channels * slices * frames }

    boolean isWhole(ImagePlus image) {
        planes == image.stackSize && width == image.width && height == image.height
    }

    /** The index in the image's stack of each plane, in the order XYCZT. */
    int[] stackIndices(ImagePlus image) {
        int[] indices = new int[planes]
        int at = 0
        for (int t = firstFrame; t <= lastFrame; t++)
            for (int z = firstSlice; z <= lastSlice; z++)
                for (int c = firstChannel; c <= lastChannel; c++) indices[at++] = image.getStackIndex(c, z, t)
        indices
    }

    private static Rectangle areaOf(ImagePlus image, boolean preview) {
        Rectangle whole = new Rectangle(0, 0, image.width, image.height)
        if (!preview) return whole
        if (image.roi == null) throw new Failure('"Preview" restores the bounding box of the selection, and ' + image.title + ' has none: draw a selection first.')
        Rectangle box = image.roi.bounds.intersection(whole)
        if (box.isEmpty()) throw new Failure('The selection lies outside the image ' + image.title + '.')
        box
    }

    /** "3-9" counts slices, or frames where there is one slice only; "z=3-9 t=1-20" names them. */
    private static void readRange(String range, ImagePlus image, int[] z, int[] t) {
        if (!range.trim()) throw new Failure('slices=Range needs a range, for instance range=1-10.')
        for (String part : range.trim().toLowerCase().split('[ ,;]+')) {
            java.util.regex.Matcher parts = part =~ /^(?:(z|t)=)?(\d{1,9})(?:-(\d{1,9}))?$/
            if (!parts.matches()) throw new Failure('The range "' + range + '" cannot be read: write 3-9, or z=3-9 t=1-20.')
            boolean frames = parts.group(1) == 't' || (parts.group(1) == null && image.NSlices == 1)
            int[] target = frames ? t : z
            int limit = frames ? image.NFrames : image.NSlices
            target[0] = Integer.parseInt(parts.group(2))
            target[1] = parts.group(3) == null ? target[0] : Integer.parseInt(parts.group(3))
            if (target[0] < 1 || target[1] > limit || target[0] > target[1])
                throw new Failure('The range "' + part + '" does not lie within the ' + limit + (frames ? ' frames' : ' slices') + ' of ' + image.title + '.')
        }
    }
}
