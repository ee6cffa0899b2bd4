package fijibridge

import groovy.transform.CompileStatic
import ij.IJ
import ij.WindowManager

/** The command Train Model: ask, check, send, watch, tell. */
@CompileStatic
class TrainModel extends Command {
    static final String TITLE = 'Train Model'

    TrainModel() {
        super(TITLE)
    }

    @Override
    protected void execute() {
        TrainOptions options = new TrainDialog().ask()
        if (options == null) return
        options.check()
        TrainingPairs pairs = TrainingPairs.of(options)
        for (String notice : pairs.notices) log(notice)
        train(options, pairs)
    }

    private static void train(TrainOptions options, TrainingPairs pairs) {
        GrpcWeb server = new GrpcWeb(options.server)
        ProtoMessage info = server.unary('Restoration/GetServer', new ProtoWriter())
        check(server, options, pairs, info.message(3))
        TrainCall call = new TrainCall(server, options, pairs)
        try {
            new TrainProgress(call, options.name, deviceOf(info)).follow()
        } finally {
            // A macro goes on with the images that it had.
            if (!Messages.silent && pairs.window != null) WindowManager.currentWindow = pairs.window
        }
        tell(call.done)
    }

    /** What would be refused after the upload, or during it: first what is seen without a look at the images, which can take a while. */
    private static void check(GrpcWeb server, TrainOptions options, TrainingPairs pairs, ProtoMessage limits) {
        long mostBytes = limits.number(1), mostFiles = limits.number(6)
        if (mostFiles > 0 && pairs.files > mostFiles)
            throw new Failure('There are ' + pairs.files + ' ' + pairs.words + ', and the server ' + options.server + ' takes ' + mostFiles + ': use fewer.')
        TrainCall.check(server, options, pairs)
        pairs.measure()
        if (mostBytes > 0 && pairs.totalBytes > mostBytes)
            throw new Failure('The ' + pairs.words + ' have ' + pairs.totalBytes + ' bytes, and the server ' + options.server + ' takes ' + mostBytes + ': use fewer planes.')
        TrainCall.check(server, options, pairs)
    }

    private static String deviceOf(ProtoMessage info) {
        ProtoMessage device = info.messages(2).find { ProtoMessage one -> one.flag(5) }
        device == null ? '' : device.text(1)
    }

    private static void tell(ProtoMessage done) {
        String name = done.message(1).text(1)
        log(name + (done.flag(10) ? ' was stopped; its best network so far was kept' : ' is trained') + ': validation ' + decibels(done.decimal(4)) +
            ' (noisy ' + decibels(done.decimal(5)) + ', best Gaussian filter ' + decibels(done.decimal(6)) + (done.has(12) ? ', what it began with ' + decibels(done.decimal(12)) : '') + '), weights of step ' + done.number(3) + ' of ' + done.number(2) +
            ', on ' + done.text(11) + ' in ' + Math.round(done.decimal(9)) + ' s.')
        for (ProtoMessage sample : done.messages(7)) log(figures(sample))
        for (String warning : done.texts(8)) log(warning)
        log('it is in the list of Restore Image: run("Restore Image", "model=' + name + '");')
        IJ.showStatus(TITLE + ': ' + name + ' is ready')
    }

    private static String figures(ProtoMessage sample) {
        Map<String, String> each = new LinkedHashMap<String, String>()
        for (ProtoMessage entry : sample.messages(4)) each.put(entry.text(1), decibels(entry.message(2).decimal(1)))
        sample.text(1) + ', means over ' + sample.number(3) + ' image(s): ' +
            ['noisy': 'noisy', 'smoothed': 'best Gaussian filter', 'median': 'median filter', 'nlm': 'non-local means', 'restored': 'restored']
                .findAll { String key, String words -> each.containsKey(key) }.collect { String key, String words -> words + ' ' + each.get(key) }.join(', ') + '.'
    }

    static String decibels(double value) {
        String.format(Locale.ROOT, '%.2f dB', value)
    }

    private static void log(String line) {
        Messages.log(TITLE + ': ' + line)
    }
}
