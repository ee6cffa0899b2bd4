package fijibridge

import groovy.transform.CompileStatic
import ij.Prefs

/** What the user asks for. The names are the keys of recorded macros and never change. */
@CompileStatic
class RestoreOptions {
    static final String ALL = 'All', CURRENT = 'Current', RANGE = 'Range'
    static final String SAME = 'Same type', FLOAT = '32-bit'
    static final String KEY = 'fijibridge.'

    String server = 'localhost:50052'
    String model = ''
    /** Values of the model's parameters: "sigma=1.5", several with commas between them. */
    String parameters = ''
    String channels = ALL
    String slices = ALL
    /** With slices=Range: "3-9", or "z=3-9 t=1-20". */
    String range = ''
    String output = SAME
    /** Only the bounding box of the selection. */
    boolean preview = false
    boolean compare = false

    /** What was chosen last. */
    static RestoreOptions remembered() {
        RestoreOptions options = new RestoreOptions()
        options.server = Prefs.get(KEY + 'server', options.server)
        options.model = Prefs.get(KEY + 'model', options.model)
        options.parameters = Prefs.get(KEY + 'parameters', options.parameters)
        options.output = Prefs.get(KEY + 'output', options.output)
        options.compare = Prefs.get(KEY + 'compare', options.compare)
        options
    }

    void remember() {
        Prefs.set(KEY + 'server', server)
        Prefs.set(KEY + 'model', model)
        Prefs.set(KEY + 'parameters', parameters)
        Prefs.set(KEY + 'output', output)
        Prefs.set(KEY + 'compare', compare)
    }

    /** The line that repeats this in a macro. */
    String macroLine() {
        StringBuilder line = new StringBuilder('run("Restore Image", "server=' + quoted(server) + ' model=' + quoted(model))
        if (parameters) line.append(' parameters=').append(quoted(parameters))
        line.append(' channels=').append(channels).append(' slices=').append(slices)
        if (slices == RANGE) line.append(' range=').append(quoted(range))
        line.append(' output=').append(quoted(output))
        if (preview) line.append(' preview')
        if (compare) line.append(' compare')
        line.append('");').toString()
    }

    Map<String, Double> parameterValues() {
        Map<String, Double> values = new LinkedHashMap<String, Double>()
        for (String part : parameters.split('[,;]')) {
            if (!part.trim()) continue
            int equals = part.indexOf('=')
            try {
                values.put(part.substring(0, equals).trim(), Double.valueOf(part.substring(equals + 1).trim()))
            } catch (RuntimeException e) {
                throw new Failure('The parameter "' + part.trim() + '" cannot be read: write name=number, for instance sigma=1.5.', -1, e)
            }
        }
        values
    }

    /** The settings on the wire. */
    ProtoWriter settings() {
        ProtoWriter settings = new ProtoWriter().text(1, model)
        for (Map.Entry<String, Double> entry : parameterValues().entrySet())
            settings.message(2, new ProtoWriter().text(1, entry.key).decimal(2, (double) entry.value))
        settings.number(3, output == FLOAT ? 1 : 0)
    }

    /** Complains of the first choice that is none. */
    void check() {
        checkChoice('channels', channels, [ALL, CURRENT])
        checkChoice('slices', slices, [ALL, CURRENT, RANGE])
        checkChoice('output', output, [SAME, FLOAT])
        parameterValues()
    }

    static void checkChoice(String key, String value, List<String> choices) {
        if (!choices.contains(value)) throw new Failure(key + '=' + value + ' is not a choice: use one of ' + choices.join(', ') + '.')
    }

    private static String quoted(String value) {
        value.contains(' ') || !value ? '[' + value + ']' : value
    }
}
