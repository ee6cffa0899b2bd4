package fijibridge

import groovy.transform.CompileStatic
import ij.Prefs

/** What is to be learnt, and from what. The names are the keys of recorded macros and never change. */
@CompileStatic
class TrainOptions {
    static final String SUPERVISED = 'Supervised', NOISE2NOISE = 'Noise2Noise', NOTHING = 'nothing'
    /** Noisy images of cells are not new to it. */
    private static final String PROPOSED = 'denoise'
    private static final double MOST_MINUTES = 10000d

    String server = new RestoreOptions().server
    /** Title of the stack with the short exposures. */
    String noisy = ''
    /** Title of the stack with the long exposures; for Noise2Noise of another one with short ones. */
    String clean = ''
    /** Instead of open stacks: folders of images with equal names, in macros noisy_folder and clean_folder. */
    String noisyFolder = '', cleanFolder = ''
    /** Of the model that will be. */
    String name = ''
    String minutes = '5'
    String mode = SUPERVISED
    /** A built-in model that the training goes on from, or nothing: what macros get that do not say it. */
    String begin = NOTHING
    /** Learn also from pixels that were cut off at the limits of the file. */
    boolean keepClipped = false

    /** What was chosen last. */
    static TrainOptions remembered() {
        TrainOptions options = new TrainOptions()
        options.server = Prefs.get(RestoreOptions.KEY + 'server', options.server)
        options.minutes = Prefs.get(RestoreOptions.KEY + 'minutes', options.minutes)
        options.mode = Prefs.get(RestoreOptions.KEY + 'mode', options.mode)
        options.begin = Prefs.get(RestoreOptions.KEY + 'begin', PROPOSED)
        options.keepClipped = Prefs.get(RestoreOptions.KEY + 'keepClipped', options.keepClipped)
        options.noisyFolder = Prefs.get(RestoreOptions.KEY + 'noisyFolder', options.noisyFolder)
        options.cleanFolder = Prefs.get(RestoreOptions.KEY + 'cleanFolder', options.cleanFolder)
        options
    }

    void remember() {
        Prefs.set(RestoreOptions.KEY + 'server', server)
        Prefs.set(RestoreOptions.KEY + 'minutes', minutes)
        Prefs.set(RestoreOptions.KEY + 'mode', mode)
        Prefs.set(RestoreOptions.KEY + 'begin', begin)
        Prefs.set(RestoreOptions.KEY + 'keepClipped', keepClipped)
        if (!noisyFolder || !cleanFolder) return
        Prefs.set(RestoreOptions.KEY + 'noisyFolder', noisyFolder)
        Prefs.set(RestoreOptions.KEY + 'cleanFolder', cleanFolder)
    }

    /** The settings on the wire. */
    ProtoWriter settings() {
        new ProtoWriter().text(1, name).number(4, mode == NOISE2NOISE ? 1 : 0).decimal(7, 60d * minutesOf(minutes)).number(9, keepClipped ? 1 : 0).text(16, begin == NOTHING ? '' : begin)
    }

    /** Complains of the first choice that is none. */
    void check() {
        RestoreOptions.checkChoice('mode', mode, [SUPERVISED, NOISE2NOISE])
        minutesOf(minutes)
        if (!(name ==~ /[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?/))
            throw new Failure('"' + name + '" cannot be the name of a model: use up to 64 lower-case letters, digits, ".", "-" and "_", for instance name=my-model.')
    }

    /** A name for a model made from this image, which none of the list has. */
    static String suggestedName(String title, ModelList list) {
        String words = ResultImage.stem(title).toLowerCase().replaceAll('[^a-z0-9]+', '-').replaceAll('^-+', '')
        String base = words.substring(0, Math.min(words.length(), 40)) + (words && !words.endsWith('-') ? '-' : '') + 'model'
        String name = base
        for (int i = 2; list.has(name); i++) name = base + '-' + i
        name
    }

    private static double minutesOf(String text) {
        double value = text ==~ /\d{1,5}([.,]\d{1,9})?/ ? Double.parseDouble(text.replace(',', '.')) : 0d
        if (value <= 0 || value > MOST_MINUTES) throw new Failure('minutes=' + text + ' cannot be read: write a number above 0 and up to ' + (int) MOST_MINUTES + ', for instance minutes=5.')
        value
    }
}
